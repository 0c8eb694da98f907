// Who is counted with whom.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { isLoopback, machineOf } from './addresses.ts';
import { TallyBook } from './tally.ts';

test('all forms of an address are one machine', () => {
  assert.deepEqual(
    ['127.0.0.1', '127.9.9.9', '::1', '::ffff:127.0.0.1', '::ffff:10.0.0.7', '10.0.0.7', 'fe80::1', undefined].map(
      machineOf,
    ),
    ['127.0.0.1', '127.0.0.1', '127.0.0.1', '127.0.0.1', '10.0.0.7', '10.0.0.7', 'fe80::1', 'unknown'],
  );
  assert.ok(!isLoopback('10.127.0.0') && !isLoopback('1127.0.0.1'));
});

test('a machine is counted transport by transport', () => {
  const book = new TallyBook();
  book.forCounting('::ffff:10.0.0.7', 'sse').bytesUp += 5;
  assert.equal(book.of('10.0.0.7').sse.bytesUp, 5);
  assert.deepEqual(book.of('10.0.0.8').sse, { bytesUp: 0, bytesDown: 0, opened: 0, open: 0 });
});

test('what was told of a machine stays as it was told', () => {
  const book = new TallyBook();
  const tally = book.forCounting('10.0.0.7', 'sse');
  const told = book.of('10.0.0.7');
  tally.bytesDown += 7;
  assert.equal(told.sse.bytesDown, 0);
  assert.equal(book.of('10.0.0.7').sse.bytesDown, 7);
});

test('from the 257th machine on all are counted together', () => {
  const book = new TallyBook();
  for (let host = 0; host < 300; host += 1) book.forCounting(`10.0.${host >> 8}.${host & 255}`, 'sse').opened += 1;
  assert.equal(book.of('10.0.0.255').sse.opened, 1);
  assert.equal(book.of('10.0.1.0').sse.opened, 44);
  assert.equal(book.of('192.168.0.1').sse.opened, 44);
});

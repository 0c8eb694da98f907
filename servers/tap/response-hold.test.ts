// What a buffering proxy keeps, and when it lets go.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { ResponseHold } from './response-hold.ts';

const held = (): ResponseHold => {
  const hold = new ResponseHold();
  hold.isOn = true;
  return hold;
};
const pass = (hold: ResponseHold, text: string, whole = 0): string => hold.pass(Buffer.from(text), whole).toString();

test('nothing is held while it is off', () => {
  assert.equal(pass(new ResponseHold(), 'abc'), 'abc');
});

test('an answer goes on when it is whole, and what follows it stays', () => {
  const hold = held();
  assert.deepEqual([pass(hold, 'ab'), pass(hold, 'cd'), pass(hold, 'efgh', 2)], ['', '', 'abcdef']);
  assert.equal(hold.flush().toString(), 'gh');
});

test('at 32 KiB everything goes on', () => {
  const hold = held();
  const half = 'x'.repeat(16 * 1024);
  assert.equal(pass(hold, half), '');
  assert.equal(pass(hold, half), half + half);
  assert.equal(pass(hold, half + half.slice(1), 1), 'x');
  assert.equal(pass(hold, 'yy').length, 32 * 1024 - 2 + 2);
});

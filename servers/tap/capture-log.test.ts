// What is kept, and what is told of what is not.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { CaptureRecord } from '../protocol/capture.ts';
import { CaptureLog } from './capture-log.ts';

const open = (connection: number): CaptureRecord => ({ kind: 'open', connection, atMs: 1, transport: 'sse' });
const data = (connection: number, atMs: number, direction: 'up' | 'down' = 'down'): CaptureRecord => ({
  kind: 'data',
  connection,
  atMs,
  direction,
  bytes: new Uint8Array(10),
});
const close = (connection: number): CaptureRecord => ({
  kind: 'close',
  connection,
  atMs: 9,
  by: 'client',
  isReset: false,
});

test('as long as there is room all is kept, machine by machine', () => {
  const log = new CaptureLog();
  const [one, other] = [
    [open(1), data(1, 2)],
    [open(2), data(2, 3)],
  ] as const;
  for (const record of one) log.add(record, 'a');
  for (const record of other) log.add(record, 'b');
  assert.deepEqual(log.kept('a'), one);
  assert.deepEqual(log.kept('b'), other);
  assert.deepEqual(log.kept(null), [...one, ...other]);
  assert.deepEqual(log.kept('c'), []);
});

test('a connection whose beginning is gone still has its open, and how much is lost of each direction', () => {
  const log = new CaptureLog({ maximumRecords: 2 });
  for (const record of [open(1), data(1, 2, 'up'), data(1, 3), data(1, 4), data(1, 5), data(1, 6)])
    log.add(record, 'a');
  assert.deepEqual(log.kept('a'), [
    open(1),
    { kind: 'lost', connection: 1, atMs: 4, direction: 'up', byteCount: 10 },
    { kind: 'lost', connection: 1, atMs: 4, direction: 'down', byteCount: 20 },
    data(1, 5),
    data(1, 6),
  ]);
});

test('bytes are bounded as records are', () => {
  const log = new CaptureLog({ maximumBytes: 25 });
  for (const record of [open(1), data(1, 2), data(1, 3), data(1, 4)]) log.add(record, 'a');
  assert.deepEqual(
    log.kept(null).map(({ kind }) => kind),
    ['open', 'lost', 'data', 'data'],
  );
});

test('with its close the last of a connection is forgotten', () => {
  const log = new CaptureLog({ maximumRecords: 2 });
  for (const record of [open(1), data(1, 2), close(1), open(2), data(2, 3)]) log.add(record, 'a');
  assert.deepEqual(log.kept(null), [open(2), data(2, 3)]);
});

test('the longest log stays in its bounds', () => {
  const log = new CaptureLog({ maximumRecords: 100 });
  log.add(open(1), 'a');
  for (let count = 0; count < 20_000; count += 1) log.add(data(1, count), 'a');
  const kept = log.kept('a');
  assert.equal(kept.length, 102);
  assert.deepEqual(kept[1], { kind: 'lost', connection: 1, atMs: 19_899, direction: 'down', byteCount: 199_000 });
});

// Batches, and what becomes of what a watcher cannot take.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { CaptureRecord } from '../protocol/capture.ts';
import { until } from '../testing/lab.ts';
import { Watcher } from './watcher.ts';

const open = (connection: number): CaptureRecord => ({ kind: 'open', connection, atMs: 1, transport: 'sse' });
const data = (connection: number, length = 10): CaptureRecord => ({
  kind: 'data',
  connection,
  atMs: 2,
  direction: 'down',
  bytes: new Uint8Array(length),
});
const close = (connection: number): CaptureRecord => ({
  kind: 'close',
  connection,
  atMs: 3,
  by: 'client',
  isReset: false,
});

/** As much as waits for a watcher that is full. */
const fill = (watcher: Watcher): void => {
  for (let count = 0; count < 128; count += 1) watcher.add(data(1, 64 * 1024));
};

const watch = (backlog: readonly CaptureRecord[] = []) => {
  const batches: (readonly CaptureRecord[])[] = [];
  const state = { takes: true };
  const watcher = new Watcher((records) => {
    batches.push(records);
    return state.takes;
  }, backlog);
  return { watcher, batches, state };
};

test('the backlog comes first, then what came meanwhile, in one batch', async () => {
  const { watcher, batches } = watch([open(1)]);
  watcher.add(data(1));
  watcher.add(close(1));
  assert.equal(batches.length, 0);
  await until(() => batches.length > 0, 'a batch');
  assert.deepEqual(batches, [[open(1), data(1), close(1)]]);
});

test('a long backlog comes in pieces, and stops when there is no room', async () => {
  const { watcher, batches, state } = watch(Array.from({ length: 1200 }, () => data(1)));
  state.takes = false;
  await until(() => batches.length > 0, 'a batch');
  assert.deepEqual(
    batches.map(({ length }) => length),
    [512],
  );
  state.takes = true;
  watcher.resume();
  assert.deepEqual(
    batches.map(({ length }) => length),
    [512, 512, 176],
  );
});

test('256 KiB do not wait for the time of a batch', () => {
  const { watcher, batches } = watch();
  for (let count = 0; count < 4; count += 1) watcher.add(data(1, 64 * 1024));
  assert.equal(batches.flat().length, 4);
});

test('what comes while a backlog is taken waits for its turn and is not lost', async () => {
  const { watcher, batches, state } = watch(Array.from({ length: 600 }, () => data(1)));
  state.takes = false;
  await until(() => batches.length > 0, 'a batch');
  for (const record of [open(2), data(2), close(2)]) watcher.add(record);
  state.takes = true;
  watcher.resume();
  assert.deepEqual(batches.flat().slice(-3), [open(2), data(2), close(2)]);
  assert.equal(batches.flat().length, 603);
});

test('what comes when too much waits is told as lost, and no open or close is left out', async () => {
  const { watcher, batches, state } = watch([open(1)]);
  state.takes = false;
  await until(() => batches.length > 0, 'a batch');
  fill(watcher);
  for (const record of [data(1), data(1), open(2), data(2), close(2), open(3)]) watcher.add(record);
  state.takes = true;
  watcher.resume();
  assert.deepEqual(batches.at(-1), [
    { kind: 'lost', connection: 1, atMs: 2, direction: 'down', byteCount: 20 },
    open(2),
    { kind: 'lost', connection: 2, atMs: 3, direction: 'down', byteCount: 10 },
    close(2),
    open(3),
  ]);
  watcher.add(data(3));
  const { length } = batches;
  await until(() => batches.length > length, 'the next batch');
  assert.deepEqual(batches.at(-1), [data(3)]);
});

test('of very many connections that came and went meanwhile the oldest are left out', async () => {
  const { watcher, batches, state } = watch([open(1)]);
  state.takes = false;
  await until(() => batches.length > 0, 'a batch');
  fill(watcher);
  for (let connection = 2; connection < 6000; connection += 1) {
    watcher.add(open(connection));
    watcher.add(close(connection));
  }
  state.takes = true;
  watcher.resume();
  assert.equal(batches.slice(1).flat().length, 128 + 2 * 4096);
});

test('once closed it is told nothing', async () => {
  const { watcher, batches } = watch([open(1)]);
  watcher.close();
  watcher.add(data(1));
  watcher.resume();
  const other = watch([open(2)]);
  await until(() => other.batches.length > 0, 'the time of a batch has passed');
  assert.deepEqual(batches, []);
});

// From callbacks to iteration: nothing is lost, the order stays, and a full queue is told.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { setImmediate as turn } from 'node:timers/promises';
import { ArrivalQueue } from './arrival-queue.ts';
import { take } from './testing/fake-runtime.ts';
import type { Arrival } from './transport.ts';

const missed = (count: number): Arrival => ({ kind: 'missed', count });

test('what is pushed before and while it is read comes in order', async () => {
  const queue = new ArrivalQueue();
  queue.push(missed(1));
  queue.push(missed(2));
  const reading = take(queue.read(), 4);
  await turn();
  queue.push(missed(3));
  await turn();
  queue.push(missed(4));
  assert.deepEqual(await reading, ['missed 1', 'missed 2', 'missed 3', 'missed 4']);
});

test('a closed queue gives what waits, takes nothing more, and ends', async () => {
  const queue = new ArrivalQueue();
  queue.push(missed(1));
  queue.close();
  queue.push(missed(2));
  assert.deepEqual(await take(queue.read(), 9), ['missed 1']);
});

test('closing ends a reader that waits', async () => {
  const queue = new ArrivalQueue();
  const reading = take(queue.read(), 9);
  await turn();
  queue.close();
  assert.deepEqual(await reading, []);
});

test('a fault is thrown after what waits; the first one counts', async () => {
  const queue = new ArrivalQueue();
  queue.push(missed(1));
  queue.fail(new Error('first'));
  queue.fail(new Error('second'));
  const seen: Arrival[] = [];
  await assert.rejects(async () => {
    for await (const arrival of queue.read()) seen.push(arrival);
  }, /^Error: first$/);
  assert.deepEqual(seen, [missed(1)]);
});

test('ten thousand may wait; then it is full until the reader has taken them', async () => {
  const queue = new ArrivalQueue();
  for (let count = 0; count < 9999; count += 1) queue.push(missed(count));
  assert.equal(queue.isFull, false);
  queue.push(missed(9999));
  assert.equal(queue.isFull, true);
  let isDrained = false;
  const draining = queue.drained().then(() => (isDrained = true));
  await turn();
  assert.equal(isDrained, false);
  const reading = take(queue.read(), 10_001);
  await draining;
  assert.equal(queue.isFull, false);
  queue.push(missed(10_000));
  assert.equal((await reading).length, 10_001);
});

test('an empty or closed queue is drained', async () => {
  const queue = new ArrivalQueue();
  await queue.drained();
  queue.push(missed(1));
  const draining = queue.drained();
  queue.close();
  await draining;
  await queue.drained();
});

// One way of the link: order, time, and how much is under way.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { until } from '../testing/lab.ts';
import { DelayLine } from './delay-line.ts';

const open = (delayMs = 0) => {
  const came: number[] = [];
  let rooms = 0;
  const line = new DelayLine(() => (rooms += 1));
  line.delayMs = delayMs;
  const send = (value: number, byteCount = 1, takesMore = true): boolean =>
    line.send(byteCount, () => {
      came.push(value);
      return takesMore;
    });
  return { line, came, send, rooms: () => rooms };
};

test('without a delay it arrives at once', () => {
  const { came, send } = open();
  assert.ok(send(1));
  assert.deepEqual(came, [1]);
});

test('with a delay it arrives after it, with one timer for all', async (context) => {
  const timers = context.mock.method(globalThis, 'setTimeout');
  const { came, send } = open(30);
  const from = performance.now();
  for (let value = 0; value < 100; value += 1) send(value);
  const begun = timers.mock.callCount();
  await until(() => came.length === 100, 'all has come');
  assert.ok(performance.now() - from >= 29);
  assert.equal(begun, 1);
  assert.deepEqual(
    came,
    came.toSorted((one, other) => one - other),
  );
});

test('what is sent later never overtakes, however short the delay has become', async () => {
  const { line, came, send } = open();
  for (let value = 0; value < 200; value += 1) {
    line.delayMs = [40, 0, 13, 27][value % 4] ?? 0;
    send(value);
  }
  await until(() => came.length === 200, 'all has come');
  assert.deepEqual(
    came,
    Array.from({ length: 200 }, (_, value) => value),
  );
});

test('it is full at 4 MiB under way, and says when it is not any more', async () => {
  const { came, send, rooms } = open(5);
  assert.ok(send(1, 4 * 1024 * 1024 - 1));
  assert.ok(!send(2));
  assert.equal(rooms(), 0);
  await until(() => came.length === 2, 'all has come');
  assert.equal(rooms(), 1);
});

test('a receiver that takes no more stops the sender at once', () => {
  const { line, came, send, rooms } = open();
  assert.ok(!send(1, 1, false));
  assert.ok(!send(2));
  assert.deepEqual(came, [1]);
  line.resume();
  assert.deepEqual([came, rooms()], [[1, 2], 1]);
});

test('in the dark nothing arrives and 64 KiB are taken; in the light all of it comes in order', () => {
  const { line, came, send, rooms } = open();
  line.setDark(true);
  assert.ok(send(1, 64 * 1024 - 1));
  assert.ok(!send(2));
  let isClosed = false;
  line.close(() => (isClosed = true));
  assert.deepEqual([came, isClosed], [[], false]);
  line.setDark(false);
  assert.deepEqual([came, isClosed, rooms()], [[1, 2], true, 1]);
});

test('a close comes after what was under way, and does not wait for a receiver that takes nothing', async () => {
  for (const takesMore of [true, false]) {
    const { line, came, send } = open(5);
    send(1, 1, takesMore);
    send(2);
    let isClosed = false;
    line.close(() => (isClosed = true));
    assert.ok(!isClosed);
    await until(() => isClosed, 'it is closed');
    assert.deepEqual(came, takesMore ? [1, 2] : [1]);
  }
});

test('nothing sets out before the handshake is over', async () => {
  const { line, came, send } = open();
  const from = performance.now();
  line.openAtMs = from + 30;
  send(1);
  assert.deepEqual(came, []);
  await until(() => came.length === 1, 'it has come');
  assert.ok(performance.now() - from >= 29);
});

// Long waits for news, on a clock of their own.
import assert from 'node:assert/strict';
import { test, type TestContext } from 'node:test';
import { setImmediate as turn } from 'node:timers/promises';
import { eventExamples } from '../protocol/event.ts';
import { publishMany } from './collecting-sink.ts';
import { Feed } from './feed.ts';

const figures = eventExamples['queue-statistics'];
const holdMs = 25_000;

const feedOn = (context: TestContext, capacity = 100): Feed => {
  context.mock.timers.enable({ apis: ['setTimeout'] });
  return new Feed({ epoch: 'e1', capacity });
};

const never = new AbortController().signal;

test('news that is there already is answered at once', async () => {
  const feed = new Feed({ epoch: 'e1' });
  publishMany(feed, 2);
  const batch = await feed.waitAfter({ cursor: 'e1-0' }, holdMs, never);
  assert.equal(batch.entries.length, 2);
  assert.equal(feed.figures.readers, 0);
});

test('without a hold, or when the client is gone already, an empty answer comes at once', async () => {
  const feed = new Feed({ epoch: 'e1' });
  assert.equal((await feed.waitAfter({ cursor: 'e1-0' }, 0, never)).entries.length, 0);
  assert.equal((await feed.waitAfter({ cursor: 'e1-0' }, holdMs, AbortSignal.abort())).entries.length, 0);
  assert.equal(feed.figures.readers, 0);
});

test('a wait ends with the news of one turn in one batch', async () => {
  const feed = new Feed({ epoch: 'e1' });
  const waiting = feed.waitAfter({ cursor: 'e1-0' }, holdMs, never);
  publishMany(feed, 3);
  const batch = await waiting;
  assert.deepEqual([batch.entries.length, batch.cursor, batch.more], [3, 'e1-3', false]);
  assert.equal(feed.figures.readers, 0);
});

test('a wait ends empty when the hold is over, and not before', async (context) => {
  const feed = feedOn(context);
  let isOver = false;
  const waiting = feed.waitAfter({ cursor: 'e1-0', topic: '/mine' }, holdMs, never).finally(() => (isOver = true));
  publishMany(feed, 2);
  context.mock.timers.tick(holdMs - 1);
  await turn();
  assert.equal(isOver, false);
  assert.equal(feed.figures.readers, 1);
  context.mock.timers.tick(1);
  assert.deepEqual(await waiting, { entries: [], cursor: 'e1-2', more: false });
  assert.equal(feed.figures.readers, 0);
});

test('a wait ends empty when its signal fires', async (context) => {
  const feed = feedOn(context);
  const gone = new AbortController();
  const waiting = feed.waitAfter({ cursor: 'e1-0' }, holdMs, gone.signal);
  gone.abort();
  assert.equal((await waiting).entries.length, 0);
  assert.equal(feed.figures.readers, 0);
});

test('a wait on a quiet topic outlasts the log being turned over, and gets its news', async (context) => {
  const feed = feedOn(context, 4);
  const waiting = feed.waitAfter({ cursor: 'e1-0', topic: '/mine' }, holdMs, never);
  for (let round = 0; round < 10; round += 1) {
    publishMany(feed, 3);
    await turn();
  }
  feed.publish(figures, { topics: ['/mine'] });
  const batch = await waiting;
  assert.deepEqual([batch.entries.length, batch.cursor], [1, 'e1-31']);
});

test('a wait is refused an expired cursor', async () => {
  const feed = new Feed({ epoch: 'e1' });
  await assert.rejects(feed.waitAfter({ cursor: 'e0-0' }, holdMs, never), { code: 'LAB_CURSOR_EXPIRED' });
});

// Stream readers: slow ones stop and go on, those that fall off the log are told, quiet ones do not fall.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { setImmediate as turn } from 'node:timers/promises';
import { eventExamples } from '../protocol/event.ts';
import { CollectingSink, publishMany } from './collecting-sink.ts';
import { Feed } from './feed.ts';
import type { Follower } from './reader.ts';

const figures = eventExamples['queue-statistics'];

const following = async (feed: Feed, topic?: '/mine'): Promise<{ sink: CollectingSink; follower: Follower }> => {
  const sink = new CollectingSink();
  const follower = feed.follow({ cursor: feed.locate('now'), topic }, sink);
  await turn();
  return { sink, follower };
};

test('a full reader gets nothing more until it is resumed, and then everything', async () => {
  const feed = new Feed({ epoch: 'e1' });
  const { sink, follower } = await following(feed);
  sink.hasRoom = false;
  publishMany(feed, 1);
  await turn();
  publishMany(feed, 9);
  await turn();
  assert.deepEqual(sink.sequences, [1]);
  assert.equal(follower.cursor, 'e1-1');
  sink.hasRoom = true;
  follower.resume();
  assert.deepEqual(sink.sequences, [1, 2, 3, 4, 5, 6, 7, 8, 9, 10]);
  assert.equal(sink.writes, 2);
  assert.deepEqual(sink.gaps, []);
});

test('resuming a reader that is not full, or is closed, does nothing', async () => {
  const feed = new Feed({ epoch: 'e1' });
  const { sink, follower } = await following(feed);
  publishMany(feed, 1);
  follower.resume();
  assert.equal(sink.writes, 0);
  follower.close();
  follower.resume();
  await turn();
  assert.equal(sink.writes, 0);
});

test('a reader that is resumed from inside its own write still gets everything once and in order', async () => {
  const feed = new Feed({ epoch: 'e1' });
  const sink = new CollectingSink();
  const write = sink.write.bind(sink);
  sink.write = (entries) => {
    follower.resume();
    return write(entries);
  };
  const follower = feed.follow({ cursor: 'e1-0', limit: 2 }, sink);
  publishMany(feed, 5);
  await turn();
  assert.deepEqual(sink.sequences, [1, 2, 3, 4, 5]);
});

test('a reader that closes itself from inside its write gets nothing after it', async () => {
  const feed = new Feed({ epoch: 'e1' });
  const sink = new CollectingSink();
  const write = sink.write.bind(sink);
  sink.write = (entries) => {
    follower.close();
    return write(entries);
  };
  const follower = feed.follow({ cursor: 'e1-0', limit: 2 }, sink);
  publishMany(feed, 5);
  await turn();
  assert.deepEqual(sink.sequences, [1, 2]);
});

test('a full reader that falls off the log is told how many it lost, and goes on', async () => {
  const gaps: unknown[] = [];
  const feed = new Feed({ epoch: 'e1', capacity: 4, onGap: (...gap) => gaps.push(gap) });
  const { sink, follower } = await following(feed);
  sink.hasRoom = false;
  publishMany(feed, 1);
  await turn();
  publishMany(feed, 9);
  await turn();
  assert.equal(follower.cursor, 'e1-1');
  sink.hasRoom = true;
  follower.resume();
  assert.deepEqual(sink.gaps, [{ after: 'e1-1', next: 'e1-6', missed: 5 }]);
  assert.deepEqual(sink.sequences, [1, 7, 8, 9, 10]);
  assert.deepEqual(gaps, [['a test', 5]]);
});

test('on a topic it cannot be known how many were lost', async () => {
  const feed = new Feed({ epoch: 'e1', capacity: 4 });
  const { sink, follower } = await following(feed, '/mine');
  sink.hasRoom = false;
  feed.publish(figures, { topics: ['/mine'] });
  await turn();
  publishMany(feed, 9);
  sink.hasRoom = true;
  follower.resume();
  assert.deepEqual(sink.gaps, [{ after: 'e1-1', next: 'e1-6', missed: null }]);
});

test('a reader of a quiet topic does not fall off while others are loud', async () => {
  const feed = new Feed({ epoch: 'e1', capacity: 4 });
  const { sink, follower } = await following(feed, '/mine');
  for (let round = 0; round < 10; round += 1) {
    publishMany(feed, 3);
    await turn();
  }
  feed.publish(figures, { topics: ['/mine'] });
  await turn();
  assert.deepEqual(sink.gaps, []);
  assert.deepEqual(sink.sequences, [31]);
  assert.equal(follower.cursor, 'e1-31');
});

test('a reader with room loses nothing when more is published in one turn than the log holds', async () => {
  const feed = new Feed({ epoch: 'e1', capacity: 4 });
  const { sink } = await following(feed);
  publishMany(feed, 50);
  await turn();
  assert.deepEqual(sink.gaps, []);
  assert.deepEqual(
    sink.sequences,
    Array.from({ length: 50 }, (_, index) => index + 1),
  );
});

test('the position of a reader of a quiet topic moves with the feed, so that it can resume', async () => {
  const feed = new Feed({ epoch: 'e1', capacity: 100 });
  const { sink, follower } = await following(feed, '/mine');
  publishMany(feed, 3);
  assert.equal(follower.cursor, 'e1-3');
  feed.publish(figures, { topics: ['/mine'] });
  assert.notEqual(follower.cursor, 'e1-4');
  await turn();
  assert.equal(follower.cursor, 'e1-4');
  assert.deepEqual(sink.sequences, [4]);
});

// The feed: numbering, replay and then live, refused cursors, boards.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { setImmediate as turn } from 'node:timers/promises';
import { eventExamples, type AgentStateEvent } from '../protocol/event.ts';
import { CollectingSink, publishMany } from './collecting-sink.ts';
import { Feed, maximumBatch } from './feed.ts';

const figures = eventExamples['queue-statistics'];
const agentState = eventExamples['agent-state'];

test('entries are numbered from 1 and carry the time they were meant for', () => {
  const feed = new Feed({ epoch: 'e1', nowNs: () => 99n });
  assert.equal(feed.publish(figures).publishedAtNs, 99n);
  const entry = feed.publish(figures, { intendedAtNs: 42n, topics: ['/mine', '/finesse/api/Queue/10'] });
  assert.equal(entry.cursor, 'e1-2');
  assert.equal(entry.publishedAtNs, 42n);
  assert.deepEqual(entry.topics, ['/lab/events', '/finesse/api/Queue/10', '/mine']);
});

test('two feeds have different epochs', () => {
  assert.notEqual(new Feed().epoch, new Feed().epoch);
  assert.match(new Feed().locate('now'), /^[0-9a-z]{8,16}-0$/);
});

test('now is after the newest, earliest is before the oldest that is kept', () => {
  const feed = new Feed({ epoch: 'e1', capacity: 5 });
  assert.equal(feed.locate('now'), 'e1-0');
  publishMany(feed, 8);
  assert.equal(feed.locate('now'), 'e1-8');
  assert.equal(feed.locate('earliest'), 'e1-3');
  assert.equal(feed.locate('e1-3'), 'e1-3');
});

test('a cursor of another epoch, or of entries that are gone, is refused as expired', () => {
  const feed = new Feed({ epoch: 'e1', capacity: 5 });
  publishMany(feed, 8);
  for (const cursor of ['e0-8', 'e1-2'] as const) {
    const expired = {
      code: 'LAB_CURSOR_EXPIRED',
      message: `Entries after ${cursor} are gone; the oldest position is e1-3.`,
    };
    assert.throws(() => feed.locate(cursor), expired);
    assert.throws(() => feed.readAfter({ cursor }), expired);
    assert.throws(() => feed.follow({ cursor }, new CollectingSink()), expired);
  }
});

test('a cursor ahead of the feed is refused as invalid', () => {
  const feed = new Feed({ epoch: 'e1' });
  publishMany(feed, 2);
  assert.throws(() => feed.readAfter({ cursor: 'e1-3' }), { code: 'LAB_CURSOR_INVALID', message: /newest is e1-2/ });
});

test('an answer has at most 1000 entries, whatever the limit', () => {
  const feed = new Feed({ epoch: 'e1' });
  publishMany(feed, 1500);
  const first = feed.readAfter({ cursor: 'e1-0', limit: 5000 });
  assert.deepEqual([first.entries.length, first.cursor, first.more], [maximumBatch, 'e1-1000', true]);
  const second = feed.readAfter({ cursor: first.cursor });
  assert.deepEqual([second.entries.length, second.cursor, second.more], [500, 'e1-1500', false]);
});

test('a batch of one topic ends at the position of the whole feed', () => {
  const feed = new Feed({ epoch: 'e1' });
  feed.publish(agentState);
  publishMany(feed, 3);
  const batch = feed.readAfter({ cursor: 'e1-0', topic: '/finesse/api/User/1001001' });
  assert.deepEqual([batch.entries.length, batch.cursor], [1, 'e1-4']);
});

test('a stream replays and goes on live, without gap or repeat, whenever it joins', async () => {
  const feed = new Feed({ epoch: 'e1' });
  const sinks: CollectingSink[] = [];
  for (let round = 0; round < 20; round += 1) {
    publishMany(feed, round);
    const sink = new CollectingSink();
    feed.follow({ cursor: 'e1-0', limit: 7 }, sink);
    sinks.push(sink);
    publishMany(feed, 3);
    if (round % 3 === 0) await turn();
  }
  await turn();
  const all = Array.from({ length: feed.figures.published }, (_, index) => index + 1);
  for (const sink of sinks) assert.deepEqual(sink.sequences, all);
});

test('a stream of one topic gets its entries only', async () => {
  const feed = new Feed({ epoch: 'e1' });
  const sink = new CollectingSink();
  feed.follow({ cursor: 'e1-0', topic: '/mine' }, sink);
  publishMany(feed, 3);
  feed.publish(figures, { topics: ['/mine'] });
  publishMany(feed, 3);
  await turn();
  assert.deepEqual(sink.sequences, [4]);
});

test('what is published in one turn of the event loop reaches a reader in one write', async () => {
  const feed = new Feed({ epoch: 'e1' });
  const sink = new CollectingSink();
  feed.follow({ cursor: 'e1-0' }, sink);
  await turn();
  publishMany(feed, 16);
  assert.equal(sink.writes, 0);
  await turn();
  assert.equal(sink.writes, 1);
  assert.equal(sink.entries.length, 16);
});

test('a closed stream gets nothing more and leaves no reader behind', async () => {
  const feed = new Feed({ epoch: 'e1' });
  const sink = new CollectingSink();
  const follower = feed.follow({ cursor: 'e1-0', topic: '/mine' }, sink);
  assert.equal(feed.figures.readers, 1);
  feed.publish(figures, { topics: ['/mine'] });
  follower.close();
  follower.close();
  await turn();
  assert.equal(sink.entries.length, 0);
  assert.equal(feed.figures.readers, 0);
});

test('the figures count entries and their bytes in UTF-8', () => {
  const feed = new Feed({ epoch: 'e1', capacity: 2 });
  const entry = feed.publish({ ...eventExamples['team-message'], content: '😀' });
  const { keptBytes } = feed.figures;
  feed.publish({ ...entry.event });
  feed.publish({ ...entry.event });
  assert.deepEqual(feed.figures, { published: 3, kept: 2, keptBytes: 2 * keptBytes, readers: 0 });
  assert.equal(feed.publish({ ...eventExamples['team-message'], content: 'four' }).cursor, 'e1-4');
  assert.equal(feed.figures.keptBytes, 2 * keptBytes);
});

test('the board shows every agent’s last state and the newest entries', () => {
  const feed = new Feed({ epoch: 'e1' });
  publishMany(feed, 5);
  feed.publish({ ...agentState, agent: '1' });
  feed.publish({ ...agentState, agent: '2' });
  const last: AgentStateEvent = { ...agentState, agent: '1', state: 'NOT_READY' };
  feed.publish(last);
  const board = feed.board(3);
  assert.equal(board.cursor, 'e1-8');
  assert.deepEqual(board.agents, [{ ...agentState, agent: '2' }, last]);
  assert.deepEqual(
    board.entries.map(({ cursor }) => cursor),
    ['e1-6', 'e1-7', 'e1-8'],
  );
});

test('the board of a topic shows its agents and its entries, with the position of the whole feed', () => {
  const feed = new Feed({ epoch: 'e1' });
  feed.publish({ ...agentState, agent: '1' });
  feed.publish({ ...agentState, agent: '2', team: '5001' });
  publishMany(feed, 2);
  const board = feed.board(3, '/finesse/api/Team/5001/Users');
  assert.deepEqual([board.cursor, board.agents.length, board.entries.length], ['e1-4', 1, 1]);
  assert.deepEqual(feed.board(3, '/lab/events'), feed.board(3));
  assert.deepEqual(feed.board(3, '/none'), { cursor: 'e1-4', agents: [], entries: [] });
});

test('the board forgets the agent changed longest ago beyond ten thousand', () => {
  const feed = new Feed({ epoch: 'e1', capacity: 10 });
  for (let index = 0; index <= 10_000; index += 1) feed.publish({ ...agentState, agent: `a${index}` });
  const { agents } = feed.board(1);
  assert.equal(agents.length, 10_000);
  assert.equal((agents[0] as AgentStateEvent).agent, 'a1');
});

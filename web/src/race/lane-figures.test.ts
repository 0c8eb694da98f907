// The figures of a lane from its snapshots.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { newLane } from '../follow/lane.ts';
import { LaneHistory, noSnapshot, type LaneSnapshot } from '../session/session.ts';
import { figuresOf } from './lane-figures.ts';

interface Said {
  readonly atMs: number;
  readonly events: number;
  /** `null` = the server has said nothing yet. */
  readonly bytes: number | null;
  readonly requests?: number;
  readonly empty?: number;
  readonly opened?: number;
}

const snapshotOf = ({ atMs, events, bytes, requests = 0, empty = 0, opened = 0 }: Said): LaneSnapshot => ({
  ...noSnapshot,
  atMs,
  requests,
  lane: { ...newLane, events, empty },
  latency: { ...noSnapshot.latency, n: events },
  wire: bytes === null ? null : { bytesUp: 0, bytesDown: bytes, opened, open: 1 },
});

const historyOf = (...all: readonly Said[]): LaneHistory => {
  const history = new LaneHistory();
  for (const said of all) history.add(snapshotOf(said));
  return history;
};

test('bytes per event are the difference of two tallies, for the server counts on when the page begins', () => {
  const history = historyOf(
    { atMs: 0, events: 0, bytes: null },
    { atMs: 1000, events: 2, bytes: 5000, opened: 7 },
    { atMs: 2000, events: 12, bytes: 6000, opened: 9 },
  );
  const { bytesPerEvent, opened, open } = figuresOf('sse', history, 2000);
  assert.deepEqual([bytesPerEvent, opened, open], [100, 3, 1]);
});

test('the connection that was open when the counting began counts as made', () => {
  const { opened, open } = figuresOf('sse', historyOf({ atMs: 0, events: 0, bytes: 10, opened: 7 }), 0);
  assert.deepEqual([opened, open], [1, 1]);
});

test('events whose bytes are not tallied yet have no bytes per event, instead of none', () => {
  const history = historyOf({ atMs: 0, events: 0, bytes: 900 }, { atMs: 1000, events: 1, bytes: 900 });
  assert.equal(figuresOf('sse', history, 1000).bytesPerEvent, null);
});

test('bytes per event count anew after a reset of the lane, and after a restart of the server', () => {
  const reset = historyOf(
    { atMs: 0, events: 50, bytes: 1000 },
    { atMs: 1000, events: 0, bytes: 9000 },
    { atMs: 2000, events: 10, bytes: 9500 },
  );
  assert.equal(figuresOf('sse', reset, 2000).bytesPerEvent, 50);
  const restarted = historyOf(
    { atMs: 0, events: 50, bytes: 99_000 },
    { atMs: 1000, events: 60, bytes: 100 },
    { atMs: 2000, events: 70, bytes: 400 },
  );
  assert.equal(figuresOf('sse', restarted, 2000).bytesPerEvent, 30);
});

test('figures are those of the time of the cursor', () => {
  const history = historyOf(
    { atMs: 0, events: 0, bytes: 0 },
    { atMs: 1000, events: 1, bytes: 100 },
    { atMs: 2000, events: 2, bytes: 900 },
  );
  assert.equal(figuresOf('sse', history, 1500).bytesPerEvent, 100);
  assert.equal(figuresOf('sse', history, -1).bytesPerEvent, null);
});

test('without an event, or without a tally, there are no bytes per event', () => {
  assert.equal(figuresOf('sse', historyOf({ atMs: 0, events: 3, bytes: null }), 0).bytesPerEvent, null);
  assert.equal(figuresOf('sse', historyOf({ atMs: 0, events: 3, bytes: 10 }), 0).bytesPerEvent, null);
});

test('empty answers are a share of the requests, and a transport that pushes has none', () => {
  const history = historyOf({ atMs: 0, events: 1, bytes: null, requests: 8, empty: 6 });
  assert.equal(figuresOf('short-poll', history, 0).emptyShare, 0.75);
  assert.equal(figuresOf('websocket', history, 0).emptyShare, null);
  assert.equal(figuresOf('short-poll', historyOf({ atMs: 0, events: 0, bytes: null }), 0).emptyShare, null);
});

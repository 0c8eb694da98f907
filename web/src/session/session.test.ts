// An hour of history stays within its bounds, and the past is found again.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { newLane } from '../follow/lane.ts';
import { CaptureStore, maximumCaptureBytes } from './capture-store.ts';
import { LaneHistory, noSnapshot } from './session.ts';

const snapshotAt = (atMs: number) => ({ ...noSnapshot, atMs, lane: { ...newLane, events: atMs } });

test('keeps one snapshot a second of the last hour, whatever comes', () => {
  const history = new LaneHistory();
  for (let atMs = 0; atMs < 2 * 3_600_000; atMs += 100) history.add(snapshotAt(atMs));
  assert.equal(history.snapshots.length, 3600);
  assert.equal(history.present.atMs, 2 * 3_600_000 - 100);
  assert.equal(history.at(5_400_500).lane.events, 5_400_000);
  assert.equal(history.at(0), noSnapshot);
});

test('keeps so many captured bytes and no more, and counts on where the oldest went', () => {
  const store = new CaptureStore();
  const bytes = new Uint8Array(1024 * 1024);
  for (let atMs = 0; atMs < 100; atMs += 1) {
    store.push([{ kind: 'data', connection: 1, atMs, direction: 'down', bytes }]);
  }
  assert.ok(store.bytes <= maximumCaptureBytes);
  assert.equal(store.next, 100);
  assert.ok(store.first > 0);
  assert.equal(store.read(0, 1)[0]?.atMs, store.first);
  assert.equal(store.oldestMs, store.first);
});

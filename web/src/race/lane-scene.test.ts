// What a track shows at a moment.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { TransportId } from '../../../servers/protocol/catalog.ts';
import { markCode, MarkRing, type MarkKind } from '../session/mark-ring.ts';
import { LaneScene, stripColumnX, type Columns, type Moment } from './lane-scene.ts';
import { layoutOf } from './track-layout.ts';

type Mark = readonly [kind: MarkKind, atMs: number, sequence?: number, latencyMs?: number];

const ringOf = (...marks: readonly Mark[]): MarkRing => {
  const ring = new MarkRing();
  ring.push({
    times: Float64Array.from(marks, ([, atMs]) => atMs),
    codes: Uint8Array.from(marks, ([kind]) => markCode[kind]),
    sequences: Float64Array.from(marks, ([, , sequence = Number.NaN]) => sequence),
    latencies: Float32Array.from(marks, ([, , , latencyMs = Number.NaN]) => latencyMs),
  });
  return ring;
};

const momentAt = (nowMs: number, own: readonly number[] = []): Moment => ({
  nowMs,
  flightMs: 40,
  layout: layoutOf(1000, 42),
  own: new Set(own),
});

const look = (id: TransportId, ring: MarkRing, moment: Moment): LaneScene => {
  const scene = new LaneScene(id);
  scene.look(ring, moment);
  return scene;
};

const sum = (counts: Uint16Array | Uint8Array, { used }: Columns): number =>
  Array.from(counts.subarray(0, used)).reduce((total, count) => total + count, 0);

const atMs = 100_000;

test('an event waits at the server until its flight begins, flies, and stands in the strip', () => {
  const ring = ringOf(['entry', atMs - 500, 6, 40], ['entry', atMs, 7, 300]);
  const waits = look('short-poll', ring, momentAt(atMs - 100));
  assert.deepEqual([waits.waiting(7), waits.inFlight, sum(waits.strip.entries, waits.strip)], [1, 0, 1]);
  const flies = look('short-poll', ring, momentAt(atMs - 20));
  assert.deepEqual([flies.waiting(7), flies.inFlight, sum(flies.right.entries, flies.right)], [0, 1, 1]);
  const stands = look('short-poll', ring, momentAt(atMs));
  assert.deepEqual([stands.waiting(7), stands.inFlight, sum(stands.strip.entries, stands.strip)], [0, 0, 2]);
});

test('an event that took less than a flight does not leave before it was published', () => {
  const ring = ringOf(['entry', atMs, 7, 10]);
  assert.equal(look('sse', ring, momentAt(atMs - 20)).inFlight, 0);
  assert.equal(look('sse', ring, momentAt(atMs - 5)).inFlight, 1);
});

test('the newest published event is known from any lane, and is not one of the future', () => {
  const scene = look('sse', ringOf(['entry', atMs, 7, 40], ['entry', atMs + 500, 8, 40]), momentAt(atMs));
  assert.deepEqual([scene.publishedSequence, scene.receivedSequence], [7, 7]);
});

test('a lane that has been silent for longer than the strip still knows what it had', () => {
  const ring = ringOf(['entry', atMs, 7, 40]);
  assert.equal(look('sse', ring, momentAt(atMs + 30_000)).waiting(9), 2);
  assert.equal(look('sse', ring, momentAt(atMs + 3_000_000)).waiting(9), 2);
});

test('going back in time forgets what came later', () => {
  const ring = ringOf(['entry', atMs, 7, 40], ['entry', atMs + 5000, 8, 40]);
  const scene = look('sse', ring, momentAt(atMs + 6000));
  scene.look(ring, momentAt(atMs + 1000));
  assert.deepEqual([scene.receivedSequence, scene.publishedSequence], [7, 7]);
});

test('a request that nobody has answered is held at the server, on a lane that asks', () => {
  const ring = ringOf(['entry', atMs, 7, 40], ['request', atMs + 1]);
  assert.equal(look('long-poll', ring, momentAt(atMs + 20)).isHeld, false);
  assert.equal(look('long-poll', ring, momentAt(atMs + 5000)).isHeld, true);
  assert.equal(look('long-poll', ring, momentAt(atMs + 50_000)).isHeld, true);
  assert.equal(look('sse', ring, momentAt(atMs + 5000)).isHeld, false);
  const answered = ringOf(['request', atMs + 1], ['entry', atMs + 9000, 8, 30]);
  assert.equal(look('long-poll', answered, momentAt(atMs + 8980)).isHeld, false);
});

test('events of this page are marked wherever they are', () => {
  const ring = ringOf(['entry', atMs, 7, 300]);
  const { layout } = momentAt(atMs);
  assert.deepEqual(look('short-poll', ring, momentAt(atMs - 200, [7])).own, [layout.serverX - layout.dot]);
  assert.deepEqual(look('short-poll', ring, momentAt(atMs, [7])).own, [layout.clientX]);
  assert.deepEqual(look('short-poll', ring, momentAt(atMs - 400, [7])).own, []);
});

test('a flood is thinned to one column a dot, and every column keeps its place in time', () => {
  const flood = Array.from({ length: 20_000 }, (_, at): Mark => ['entry', atMs + at / 2, at, 1]);
  const scene = look('sse', ringOf(...flood), momentAt(atMs + 10_000));
  assert.ok(scene.strip.used <= 102);
  assert.equal(scene.strip.entries[1], 2 * scene.strip.cellMs);
  const place = (columns: Columns, cell: number, moment: Moment): number =>
    stripColumnX(columns, columns.first - cell, moment);
  const [before, after] = [momentAt(atMs + 10_000), momentAt(atMs + 10_010)];
  const cell = scene.strip.first - 5;
  const moved = -place(scene.strip, cell, before);
  scene.look(ringOf(...flood), after);
  assert.ok(Math.abs(moved + place(scene.strip, cell, after) - 10 * after.layout.pixelsPerMs) < 1e-6);
});

test('empty answers, requests, lost connections and gaps are told apart', () => {
  const ring = ringOf(['request', atMs], ['empty', atMs + 50], ['reconnect', atMs + 60], ['missed', atMs + 70]);
  const scene = look('short-poll', ring, momentAt(atMs + 100));
  assert.deepEqual(
    [
      sum(scene.strip.requests, scene.strip),
      sum(scene.strip.empties, scene.strip),
      scene.reconnects.length,
      scene.missed.length,
    ],
    [1, 1, 1, 1],
  );
  assert.equal(
    sum(
      look('short-poll', ring, momentAt(atMs + 30)).right.empties,
      look('short-poll', ring, momentAt(atMs + 30)).right,
    ),
    1,
  );
});

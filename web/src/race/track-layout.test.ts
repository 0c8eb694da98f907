// Where things stand on a track.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { answerX, flightMsOf, layoutOf, requestX, stripMs } from './track-layout.ts';

const layout = layoutOf(1000, 42);
const nowMs = 50_000;

test('an answer leaves the server, flies for its time, crosses the client’s line when it is received, and ends at the edge', () => {
  const x = (atMs: number): number => answerX(layout, atMs, nowMs, 40);
  assert.equal(x(nowMs + 40), layout.serverX);
  assert.equal(x(nowMs + 20), (layout.serverX + layout.clientX) / 2);
  assert.equal(x(nowMs), layout.clientX);
  assert.equal(x(nowMs - stripMs / 2), (layout.clientX + layout.width) / 2);
  assert.equal(x(nowMs - stripMs), layout.width);
});

test('a request flies the other way and stops at the server', () => {
  assert.equal(requestX(layout, nowMs, nowMs, 40), layout.clientX);
  assert.equal(requestX(layout, nowMs - 40, nowMs, 40), layout.serverX);
  assert.equal(requestX(layout, nowMs - 4000, nowMs, 40), layout.serverX);
});

test('a flight lasts half of the round trip, and long enough to be seen', () => {
  assert.equal(flightMsOf(300), 150);
  assert.equal(flightMsOf(0), 60);
});

test('as many dots stand on one another as fit above the floor', () => {
  assert.ok(layout.stack * layout.dot < layout.floorY);
  assert.ok((layout.stack + 1) * layout.dot >= layout.floorY);
});

test('a canvas that has no size yet can be laid out', () => {
  assert.equal(layoutOf(0, 0).stack, 1);
});

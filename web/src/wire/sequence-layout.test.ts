// The diagram's geometry.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { layOut, maximumArrows, sequenceWindow, type Sent } from './sequence-layout.ts';

const up = (number: number, atMs: number): Sent => ({ number, direction: 'up', atMs });
const down = (number: number, atMs: number): Sent => ({ number, direction: 'down', atMs });

test('an arrow goes down by half a round trip, towards the server or away from it', () => {
  const { arrows } = layOut([up(1, 0), down(2, 80)], 80);
  const [ask, answer] = arrows;
  assert.ok(ask && answer);
  assert.ok(ask.serverY > ask.clientY);
  assert.ok(answer.serverY < answer.clientY);
  assert.equal(ask.serverY - ask.clientY, answer.clientY - answer.serverY);
});

test('without a round trip arrows are level', () => {
  for (const { clientY, serverY } of layOut([up(1, 0), down(2, 5)], 0).arrows) assert.equal(clientY, serverY);
});

test('arrows of one moment have a row each, in their order', () => {
  const { arrows } = layOut([down(1, 5), down(2, 5), down(3, 5)], 80);
  const places = arrows.map(({ clientY }) => clientY);
  assert.deepEqual(
    places.toSorted((one, other) => one - other),
    places,
  );
  assert.equal(new Set(places).size, 3);
});

test('a long silence is cut short, and said between the arrows', () => {
  const { arrows, gaps, height } = layOut([down(1, 0), down(2, 60_000)], 0);
  assert.deepEqual(
    gaps.map(({ ms }) => ms),
    [60_000],
  );
  assert.ok(height < 200);
  const [first, second] = arrows;
  assert.ok((gaps[0]?.y ?? 0) > (first?.clientY ?? 0) && (gaps[0]?.y ?? 0) < (second?.clientY ?? 0));
});

test('of many messages the newest are drawn, or so many from one on', () => {
  const all = Array.from({ length: 100 }, (_, at) => down(2 * at + 1, at));
  const seen = (first: number | null) => {
    const { shown, before, after } = sequenceWindow(all, first);
    assert.equal(shown.length, maximumArrows);
    return [shown[0]?.number, before, after];
  };
  assert.deepEqual(seen(null), [81, 40, 0]);
  assert.deepEqual(seen(1), [1, 0, 40]);
  assert.deepEqual(seen(20), [21, 10, 30]);
  assert.deepEqual(seen(199), [81, 40, 0]);
  assert.deepEqual(sequenceWindow([], 7), { shown: [], before: 0, after: 0 });
});

test('no message, no arrow', () => {
  const { arrows, gaps } = layOut([], 80);
  assert.deepEqual([arrows, gaps], [[], []]);
});

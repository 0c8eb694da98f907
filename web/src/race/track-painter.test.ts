// Where things stand on a track.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { positionOf } from './track-painter.ts';

test('puts now at the right edge, with room for a whole dot, and the oldest at the left', () => {
  const track = { width: 408, nowMs: 50_000, spanMs: 10_000 };
  assert.equal(positionOf(50_000, track), 400);
  assert.equal(positionOf(45_000, track), 200);
  assert.equal(positionOf(40_000, track), 0);
});

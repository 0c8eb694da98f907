// The time that the tracks show.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { lagMsFor, PictureClock } from './picture-clock.ts';

const step = { lagMs: 200, elapsedMs: 16 };

test('a live picture is behind by the time that a flight and its report take, and never by much', () => {
  assert.equal(new PictureClock().read(1000, true, step), 800);
  assert.ok(lagMsFor(40) > 140);
  assert.ok(lagMsFor(5000) <= 700);
});

test('a paused picture catches up in as much time as it was behind, and stands then', () => {
  const clock = new PictureClock();
  clock.read(1000, true, step);
  assert.equal(clock.read(1000, false, step), 816);
  assert.equal(clock.read(1000, false, { lagMs: 200, elapsedMs: 500 }), 1000);
  assert.equal(clock.read(1000, false, step), 1000);
});

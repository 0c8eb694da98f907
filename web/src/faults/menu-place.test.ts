// Where the fault menu opens.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { placeMenu } from './menu-place.ts';

const view = { top: 50, bottom: 650 };

test('opens below where it fits, and above where there is more room', () => {
  assert.deepEqual(placeMenu({ top: 100, bottom: 120 }, view, 400), { isUp: false, roomPx: 522 });
  assert.deepEqual(placeMenu({ top: 500, bottom: 520 }, view, 400), { isUp: true, roomPx: 442 });
  assert.deepEqual(placeMenu({ top: 300, bottom: 320 }, view, 900), { isUp: false, roomPx: 322 });
});

test('is never too low to be read', () => {
  assert.equal(placeMenu({ top: 55, bottom: 640 }, view, 400).roomPx, 160);
});

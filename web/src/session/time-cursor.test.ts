// The cursor over live time and over a recording, with a clock of the test's own.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { cursorMoves, TimeCursor, type CursorMode } from './time-cursor.ts';

const cursorOver = (isLive: boolean) => {
  const time = { nowMs: 0, oldestMs: 1000, newestMs: 10_000 };
  const cursor = new TimeCursor(
    () => ({ oldestMs: time.oldestMs, newestMs: isLive ? 10_000 + time.nowMs : time.newestMs, isLive }),
    () => time.nowMs,
  );
  return { cursor, time };
};

test('follows now while it is live', () => {
  const { cursor, time } = cursorOver(true);
  time.nowMs = 250;
  assert.equal(cursor.nowMs(), 10_250);
});

test('stands when it is paused, goes on behind now, and comes back to now', () => {
  const { cursor, time } = cursorOver(true);
  cursor.pause();
  time.nowMs = 3000;
  assert.equal(cursor.nowMs(), 10_000);
  cursor.play();
  time.nowMs = 4000;
  assert.equal(cursor.nowMs(), 11_000);
  assert.equal(cursor.mode.value, 'playing');
  cursor.goLive();
  assert.equal(cursor.nowMs(), 14_000);
  assert.equal(cursor.mode.value, 'live');
});

test('plays slower and faster from where it stands, and is live again when it has caught up', () => {
  const { cursor, time } = cursorOver(true);
  cursor.seek(5000);
  cursor.play();
  cursor.setSpeed(0.1);
  time.nowMs = 1000;
  assert.equal(cursor.nowMs(), 5100);
  cursor.setSpeed(4);
  assert.equal(cursor.nowMs(), 5100);
  time.nowMs = 5000;
  assert.equal(cursor.nowMs(), 15_000);
  assert.equal(cursor.mode.value, 'live');
});

test('falls behind now when it is slowed down, and has its speed again with now', () => {
  const { cursor, time } = cursorOver(true);
  cursor.setSpeed(0.1);
  time.nowMs = 1000;
  assert.equal(cursor.nowMs(), 10_100);
  cursor.goLive();
  assert.equal(cursor.speed.value, 1);
  assert.equal(cursor.nowMs(), 11_000);
});

test('does not leave what is kept', () => {
  const { cursor } = cursorOver(true);
  cursor.seek(-50);
  assert.equal(cursor.nowMs(), 1000);
  cursor.seek(99_999);
  assert.equal(cursor.nowMs(), 10_000);
});

test('stops at the end of a recording, and begins again from its start', () => {
  const { cursor, time } = cursorOver(false);
  cursor.pause();
  cursor.seek(9000);
  cursor.play();
  time.nowMs = 5000;
  assert.equal(cursor.nowMs(), 10_000);
  assert.equal(cursor.mode.value, 'paused');
  cursor.play();
  assert.equal(cursor.nowMs(), 1000);
  cursor.goLive();
  assert.equal(cursor.mode.value, 'paused');
});

test('makes the moves of the table and no other', () => {
  for (const [from, allowed] of Object.entries(cursorMoves) as [CursorMode, readonly CursorMode[]][]) {
    assert.ok(!allowed.includes(from));
    for (const to of allowed) assert.ok(Object.hasOwn(cursorMoves, to));
  }
});

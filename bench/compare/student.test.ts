// Tests of student.ts: its claims, in the order of the file.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { studentReach } from './student.ts';

test('agrees with the printed table within half a percent', () => {
  const table = { 4: 2.776, 5: 2.571, 9: 2.262, 15: 2.131, 31: 2.04, 100: 1.984 };
  for (const [degrees, value] of Object.entries(table)) {
    assert.ok(
      Math.abs(studentReach(Number(degrees)) / value - 1) < 0.005,
      `${degrees}: ${studentReach(Number(degrees))}`,
    );
  }
});

test('is the normal distribution in the end', () => {
  assert.ok(Math.abs(studentReach(1e6) - 1.96) < 0.001);
});

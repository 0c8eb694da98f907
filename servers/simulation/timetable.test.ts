// Timetables: when events are meant to happen.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { seededRandom } from './random.ts';
import { arrivalPatterns, timetable, type ArrivalPattern } from './timetable.ts';

const times = (pattern: ArrivalPattern, ratePerSecond: number, count: number): readonly number[] => {
  const all = timetable(pattern, ratePerSecond, seededRandom(3));
  return Array.from({ length: count }, () => all.next().value);
};

const waitsOf = (values: readonly number[]): readonly number[] =>
  values.map((value, index) => value - (values[index - 1] ?? 0));

test('fixed events are equally far apart', () => {
  assert.deepEqual(times('fixed', 4, 4), [250, 500, 750, 1000]);
});

test('bursts are ten events at one time, as often as keeps the mean rate', () => {
  assert.deepEqual(times('burst', 10, 21), [
    ...Array.from({ length: 10 }, () => 1000),
    ...Array.from({ length: 10 }, () => 2000),
    3000,
  ]);
});

test('Poisson events have exponential waits: mean 1/rate, variance 1/rate²', () => {
  const waits = waitsOf(times('poisson', 50, 50_000));
  const mean = waits.reduce((sum, wait) => sum + wait, 0) / waits.length;
  const variance = waits.reduce((sum, wait) => sum + (wait - mean) ** 2, 0) / waits.length;
  assert.ok(Math.abs(mean - 20) < 0.4, `mean ${mean}`);
  assert.ok(Math.abs(variance - 400) < 20, `variance ${variance}`);
});

test('Poisson counts a second vary as much as their mean', () => {
  const counts = Array.from({ length: 1000 }, () => 0);
  for (const atMs of times('poisson', 50, 60_000)) {
    const second = Math.floor(atMs / 1000);
    if (second < counts.length) counts[second]! += 1;
  }
  const mean = counts.reduce((sum, count) => sum + count, 0) / counts.length;
  const variance = counts.reduce((sum, count) => sum + (count - mean) ** 2, 0) / counts.length;
  assert.ok(Math.abs(mean - 50) < 1, `mean ${mean}`);
  assert.ok(Math.abs(variance / mean - 1) < 0.15, `variance ${variance}`);
});

for (const pattern of arrivalPatterns) {
  test(`${pattern} times never fall, and the same seed gives the same ones`, () => {
    assert.ok(waitsOf(times(pattern, 1000, 5000)).every((wait) => wait >= 0));
    assert.deepEqual(times(pattern, 1000, 100), times(pattern, 1000, 100));
  });
}

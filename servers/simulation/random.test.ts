// Random numbers: the same seed gives the same ones, and they are spread as they should be.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { seededRandom } from './random.ts';

const draw = (seed: number, count: number): readonly number[] => {
  const random = seededRandom(seed);
  return Array.from({ length: count }, () => random.next());
};

const mean = (values: readonly number[]): number => values.reduce((sum, value) => sum + value, 0) / values.length;
const variance = (values: readonly number[]): number => {
  const centre = mean(values);
  return mean(values.map((value) => (value - centre) ** 2));
};

test('the same seed gives the same numbers on every machine', () => {
  assert.deepEqual(draw(1, 1000), draw(1, 1000));
  assert.deepEqual(draw(1, 3), [0.5636717735324055, 0.5851113414391875, 0.8959073920268565]);
});

test('neighbouring and extreme seeds give different numbers', () => {
  const firsts = [0, 1, 2, 3, 2 ** 31, 2 ** 32 - 1].map((seed) => draw(seed, 1)[0]);
  assert.equal(new Set(firsts).size, firsts.length);
});

test('numbers are uniform in [0, 1)', () => {
  const values = draw(7, 100_000);
  assert.ok(values.every((value) => value >= 0 && value < 1));
  assert.ok(Math.abs(mean(values) - 0.5) < 0.005);
  assert.ok(Math.abs(variance(values) - 1 / 12) < 0.002);
});

test('whole numbers and picks reach every value about equally often', () => {
  const random = seededRandom(7);
  const counts = [0, 0, 0, 0, 0];
  for (let index = 0; index < 50_000; index += 1) counts[random.pick([0, 1, 2, 3, 4])]! += 1;
  for (const count of counts) assert.ok(Math.abs(count - 10_000) < 400, String(counts));
});

test('exponential waits have the asked mean, and its square as variance', () => {
  const random = seededRandom(7);
  const waits = Array.from({ length: 100_000 }, () => random.exponential(20));
  assert.ok(waits.every((wait) => wait >= 0 && Number.isFinite(wait)));
  assert.ok(Math.abs(mean(waits) - 20) < 0.3, String(mean(waits)));
  assert.ok(Math.abs(variance(waits) - 400) < 15, String(variance(waits)));
});

test('there is nothing to pick from an empty list', () => {
  assert.throws(() => seededRandom(1).pick([]), RangeError);
});

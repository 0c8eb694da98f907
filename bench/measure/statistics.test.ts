// Tests of statistics.ts: its claims, in the order of the file.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { seededRandom } from '../../servers/simulation/random.ts';
import { summarize, type Block } from './statistics.ts';

const blocksOf = (values: readonly number[], size = 10): readonly Block[] =>
  Array.from({ length: Math.ceil(values.length / size) }, (_, index) => ({
    latenciesNs: values.slice(index * size, (index + 1) * size),
  }));

const uniform = (n: number, seed = 1): readonly number[] => {
  const random = seededRandom(seed);
  return Array.from({ length: n }, () => 40e6 + random.next() * 500e6);
};

/** The slow reference: sort, and take the value at the rank. */
const reference = (values: readonly number[], share: number): number =>
  (values.toSorted((left, right) => left - right)[Math.ceil(values.length * share) - 1] ?? NaN) / 1e6;

test('percentiles agree with sorting, to three significant figures', () => {
  const values = uniform(4000);
  const { latencyMs } = summarize(blocksOf(values), 4000);
  for (const [share, seen] of [
    [0.5, latencyMs.p50],
    [0.9, latencyMs.p90],
    [0.99, latencyMs.p99],
    [1, latencyMs.max],
  ] as const) {
    const expected = reference(values, share);
    assert.ok(seen !== null && Math.abs(seen - expected) <= expected * 0.001, `${share}: ${seen}, not ${expected}`);
  }
});

test('the mean is exact', () => {
  assert.equal(summarize(blocksOf([40e6, 50e6, 60e6]), 3).latencyMs.mean, 50);
});

test('a percentile without enough samples is null, not a guess', () => {
  const { latencyMs } = summarize(blocksOf(uniform(999)), 999);
  assert.equal(latencyMs.p99, null);
  assert.equal(latencyMs.ci95.p99, null);
  assert.equal(summarize(blocksOf(uniform(19)), 19).latencyMs.p50, null);
  assert.equal(
    summarize(blocksOf(uniform(5000)), 99).latencyMs.p99,
    null,
    'the tail of 99 events seen by many is no tail',
  );
});

test('no samples give no figures', () => {
  const { latencyMs, curve } = summarize([], 0);
  assert.deepEqual([latencyMs.mean, latencyMs.max, latencyMs.p50, curve.length], [null, null, null, 0]);
});

test('the 95 % interval of the mean holds the true mean in about 95 of 100 runs', () => {
  let inside = 0;
  for (let seed = 1; seed <= 100; seed += 1) {
    const { mean } = summarize(blocksOf(uniform(400, seed)), 400).latencyMs.ci95;
    if (mean && mean[0] <= 290 && mean[1] >= 290) inside += 1;
  }
  assert.ok(inside >= 87, `${inside} of 100`);
});

test('the curve rises and ends where there are no samples left', () => {
  const { curve } = summarize(blocksOf(uniform(200)), 200);
  assert.ok(
    curve.every(
      ([share, ms], index) =>
        index === 0 || (share > (curve[index - 1]?.[0] ?? 0) && ms >= (curve[index - 1]?.[1] ?? 0)),
    ),
  );
  assert.ok((curve.at(-1)?.[0] ?? 1) <= 0.995);
});

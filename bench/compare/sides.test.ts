// Tests of sides.ts and latency.ts: the pairing, and the statistics beside a slow reference.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { SampleColumns, SubjectRepeat } from '../report/samples.ts';
import { exampleReadRun } from './fixture.ts';
import { latencyRatios } from './latency.ts';
import { looseSides, pairSides } from './sides.ts';

type Row = readonly [event: number, reader: number, atMs: number, ms: number];

const columns = (...rows: readonly Row[]): SampleColumns => ({
  event: rows.map(([event]) => event),
  reader: rows.map(([, reader]) => reader),
  atMs: rows.map(([, , atMs]) => atMs),
  latencyUs: rows.map(([, , , ms]) => ms * 1000),
});

const repeatOf = (samples: SampleColumns, probes = columns()): SubjectRepeat => {
  const [example] = exampleReadRun().samples.subjects[0]?.repeats ?? [];
  assert.ok(example);
  return { ...example, samples, probes };
};

test('only what both runs have is paired: the same event at the same reader', () => {
  const a = repeatOf(columns([1, 0, 0, 40], [2, 0, 10, 41], [2, 1, 10, 42]));
  const b = repeatOf(columns([2, 0, 10, 51], [2, 1, 10, 50], [3, 0, 20, 40]));
  const sides = pairSides([[a, b]], 'push');
  assert.deepEqual([...sides.a.own.ms], [41, 42]);
  assert.deepEqual([...sides.b.own.ms], [50, 51]);
  assert.equal(sides.a.events, 1);
});

test('a cluster is a quarter of a second of one repeat, whoever reads', () => {
  const repeat = repeatOf(columns([1, 0, 0, 40], [2, 7, 249, 41], [3, 0, 250, 42]), columns([4, 100, 600, 40]));
  const pair = [repeat, repeat] as const;
  const { a } = pairSides([pair, pair], 'push');
  assert.equal(a.clusters, 6);
  assert.deepEqual(a.own.sizes.toSorted(), Float64Array.of(0, 0, 1, 1, 2, 2));
});

test('halves that are not paired keep all they have, with clusters of their own', () => {
  const { a, b, isPaired } = looseSides(
    [repeatOf(columns([1, 0, 0, 40]))],
    [repeatOf(columns([5, 0, 300, 50], [6, 0, 900, 51]))],
    'push',
  );
  assert.deepEqual([a.clusters, b.clusters, isPaired], [1, 2, false]);
});

test('beside polls on a timetable a standstill counts 10 ms above the median of the probes', () => {
  const probes = columns([1, 100, 0, 40], [2, 100, 1, 41], [3, 100, 2, 240]);
  const repeat = repeatOf(columns([4, 0, 3, 40]), probes);
  assert.deepEqual([...pairSides([[repeat, repeat]], 'timetable').a.probes.ms], [40, 41, 51]);
  assert.deepEqual([...pairSides([[repeat, repeat]], 'push').a.probes.ms], [40, 41, 240]);
});

const quantile = (values: readonly number[], share: number): number =>
  values.toSorted((left, right) => left - right)[Math.ceil(values.length * share) - 1] ?? NaN;
const mean = (values: readonly number[]): number => values.reduce((sum, value) => sum + value, 0) / values.length;

test('the estimates are what a slow reference computes', () => {
  const read = (noiseSeed: number): SubjectRepeat => {
    const { samples } = exampleReadRun({ noiseSeed, overrides: { workload: { clients: 200 } } });
    const [repeat] = samples.subjects.find(({ id }) => id === 'sse')?.repeats ?? [];
    assert.ok(repeat);
    return repeat;
  };
  const [a, b] = [read(1), read(2)];
  const seen = latencyRatios(pairSides([[a, b]], 'push'), 'shift');
  const wanted = (of: (values: readonly number[]) => number, floor = of): number => {
    const shift = floor(b.probes.latencyUs) - floor(a.probes.latencyUs);
    return (of(b.samples.latencyUs) - shift) / of(a.samples.latencyUs);
  };
  const near = (ratio: number | undefined, reference: number): void => {
    assert.ok(ratio !== undefined && Math.abs(ratio - reference) < 1e-9, `${ratio} ${reference}`);
  };
  near(seen.mean?.ratio, wanted(mean));
  near(
    seen.p50?.ratio,
    wanted((values) => quantile(values, 0.5)),
  );
  near(
    seen.p99?.ratio,
    wanted((values) => quantile(values, 0.99), mean),
  );
});

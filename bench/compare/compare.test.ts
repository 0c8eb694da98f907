// Tests of compare.ts, latency.ts and counts.ts on samples made for it: what is found, and what is not called a difference.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { plantBytes, plantLatency } from './calibration.ts';
import type { SubjectRepeat } from '../report/samples.ts';
import { compareRuns, type ComparedRow } from './compare.ts';
import { exampleReadRun, type Example } from './fixture.ts';
import type { MeasureId } from './measures.ts';

const compare = (a: Example, b: Example): ReturnType<typeof compareRuns> =>
  compareRuns(exampleReadRun({ name: 'A', ...a }), exampleReadRun({ name: 'B', noiseSeed: 2, ...b }));

const rowOf = (rows: readonly ComparedRow[], transport: string, measure: MeasureId): ComparedRow => {
  const row = rows.find((one) => one.transport === transport && one.measure === measure);
  assert.ok(row, `${transport} ${measure}`);
  return row;
};

/** A held poll hardly ever ends empty here, so that its share has no ratio. */
const differing = (rows: readonly ComparedRow[]): readonly ComparedRow[] =>
  rows.filter(
    ({ transport, measure, verdict }) =>
      verdict !== (transport === 'long-poll' && measure === 'empty' ? 'n too small' : 'no difference'),
  );

test('two runs of the same code do not differ in anything', () => {
  const { rows, isPaired } = compare({}, {});
  assert.equal(isPaired, true);
  assert.deepEqual(differing(rows), []);
});

test('a mean that is 5 % larger is found, with its ratio and interval', () => {
  const { rows } = compare({}, { change: plantLatency(0.05) });
  for (const transport of ['short-poll', 'sse']) {
    const { verdict, ratio, ci95 } = rowOf(rows, transport, 'mean');
    assert.equal(verdict, 'slower', transport);
    assert.ok(ratio !== null && Math.abs(ratio - 1.05) < 0.005, `${ratio}`);
    assert.ok(ci95 && ci95[0] < 1.05 && ci95[1] > 1.05);
  }
  assert.equal(rowOf(rows, 'sse', 'bytes').verdict, 'no difference');
});

test('the other way round it is faster by as much', () => {
  const { rows } = compare({ change: plantLatency(0.05) }, {});
  assert.equal(rowOf(rows, 'sse', 'mean').verdict, 'faster');
});

test('what the floor moved at the same moments is taken off', () => {
  const { rows, notes } = compare({}, { driftMs: 3 });
  assert.equal(rowOf(rows, 'sse', 'mean').verdict, 'no difference');
  assert.equal(rowOf(rows, 'short-poll', 'p50').verdict, 'no difference');
  assert.ok(notes.some((note) => note.startsWith("The floor's mean is")));
});

test('a machine that stood still widens the intervals of the counts, and is named', () => {
  const stall: Example['change'] = (repeat) => ({
    ...repeat,
    steadyPackets: (repeat.steadyPackets ?? 0) * 0.97,
    probes: {
      ...repeat.probes,
      latencyUs: repeat.probes.latencyUs.map((us, row) => (row % 10 === 0 ? us + 50_000 : us)),
    },
  });
  const { rows, notes } = compare({}, { change: stall });
  assert.equal(rowOf(rows, 'sse', 'packets').verdict, 'no difference');
  assert.ok(notes.some((note) => note.startsWith('B was measured on a busy machine: 10 % of its probes')));
});

test('one percent more bytes is found, a fifth of a percent is not called a difference', () => {
  assert.equal(rowOf(compare({}, { change: plantBytes(0.01) }).rows, 'sse', 'bytes').verdict, 'more');
  assert.equal(rowOf(compare({}, { change: plantBytes(0.002) }).rows, 'sse', 'bytes').verdict, 'no difference');
});

test('polls that went on for longer are no more bytes per delivery; a client that asks more often is', () => {
  const spare = (share: number, change: Partial<SubjectRepeat> = {}): Example => ({
    change: (repeat) => ({
      ...repeat,
      steadyRequests: repeat.steadyRequests * share,
      steadyBytes: (repeat.steadyBytes ?? 0) * (repeat.steadyRequests > 0 ? share : 1),
      steadyPackets: (repeat.steadyPackets ?? 0) * (repeat.steadyRequests > 0 ? share : 1),
      ...(repeat.steadyRequests > 0 ? change : {}),
    }),
  });
  const longer = compare({}, spare(1.05, { steadySeconds: 5.43 })).rows;
  assert.equal(rowOf(longer, 'http10', 'bytes').verdict, 'no difference');
  assert.equal(rowOf(longer, 'short-poll', 'packets').verdict, 'no difference');
  assert.equal(rowOf(compare({}, spare(1.1, { answers: 880 })).rows, 'http10', 'bytes').verdict, 'more');
});

test('what is pushed has neither requests nor empty answers to compare', () => {
  const { rows } = compare({}, {});
  assert.ok(!rows.some(({ transport, measure }) => transport === 'sse' && measure === 'requests'));
  assert.ok(rows.some(({ transport, measure }) => transport === 'short-poll' && measure === 'empty'));
});

test('too few samples are said to be too few, whatever they show', () => {
  const overrides = { workload: { clients: 1, durationSeconds: 2, repeats: 1 } };
  const { rows } = compare({ overrides }, { overrides, change: plantLatency(1) });
  for (const measure of ['mean', 'p50', 'p99'] as const) {
    assert.equal(rowOf(rows, 'sse', measure).verdict, 'n too small');
    assert.equal(rowOf(rows, 'sse', measure).ratio, null);
  }
});

test('bytes that the kernel could not count are left out', () => {
  const change: Example['change'] = (repeat) => ({ ...repeat, steadyBytes: null, steadyPackets: null });
  const { rows, notes } = compare({ change }, {});
  assert.ok(!rows.some(({ measure }) => measure === 'bytes' || measure === 'packets'));
  assert.ok(
    notes.some((note) => /^Bytes and packets are not compared: the kernel did not count them in A\.$/.test(note)),
  );
});

test('another seed is compared unpaired, and finds large differences only', () => {
  const other = { overrides: { workload: { seed: 2 } } };
  const same = compare({}, other);
  assert.equal(same.isPaired, false);
  assert.deepEqual(differing(same.rows), []);
  const slower = compare({}, { ...other, change: plantLatency(0.2) }).rows;
  assert.equal(rowOf(slower, 'short-poll', 'mean').verdict, 'slower');
});

test('of two machines the multiples of their floors are compared', () => {
  const environment = { ...exampleReadRun().run.environment, cpuModel: 'Another CPU' };
  const twice: Example['change'] = (repeat) => {
    const double = (columns: typeof repeat.samples): typeof repeat.samples => ({
      ...columns,
      latencyUs: columns.latencyUs.map((us) => us * 2),
    });
    return { ...repeat, samples: double(repeat.samples), probes: double(repeat.probes) };
  };
  const { rows, isSameMachine } = compare({}, { overrides: { environment }, change: twice });
  assert.equal(isSameMachine, false);
  const { verdict, ratio } = rowOf(rows, 'sse', 'mean');
  assert.equal(verdict, 'no difference');
  assert.ok(ratio !== null && Math.abs(ratio - 1) < 0.01);
});

test('where the workloads differ, only what is left comparable stands in the rows', () => {
  const { rows } = compare({}, { overrides: { workload: { ratePerSecond: 4 } } });
  assert.deepEqual([...new Set(rows.map(({ measure }) => measure))], ['bytes', 'packets', 'requests', 'empty']);
});

test('a run with fewer repeats is paired with the repeats that both have', () => {
  const { isPaired, rows, notes } = compare({}, { overrides: { workload: { repeats: 1 } } });
  assert.equal(isPaired, true);
  assert.ok(notes.includes('Ratios are of the 1 repeat that both runs have, A and B of all they have.'));
  assert.equal(rowOf(rows, 'sse', 'mean').verdict, 'no difference');
});

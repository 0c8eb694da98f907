// Tests of samples.ts: its claims, in the order of the file.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { ClientRecord } from '../measure/recorder.ts';
import { exampleRun } from '../report/fixture.ts';
import type { Workload } from '../report/result.ts';
import type { SubjectRepeat } from '../report/samples.ts';
import { makePlan, type SegmentPlan } from './plan.ts';
import { samplesOf } from './samples.ts';
import type { SubjectId } from './crew.ts';
import type { SegmentResult } from './segment.ts';

const { workload } = exampleRun({ workload: { clients: 2, ratePerSecond: 2, durationSeconds: 2, warmUpSeconds: 1 } });

/** Plan index i has the sequence 100 + i. */
const record = (...samples: readonly (readonly [index: number, latencyNs: number])[]): ClientRecord =>
  ({
    sequences: Uint32Array.from(samples, ([index]) => 100 + index),
    latencySequences: Uint32Array.from(samples, ([index]) => 100 + index),
    latenciesNs: Float64Array.from(samples, ([, latencyNs]) => latencyNs),
    answers: 7,
    emptyAnswers: 3,
  }) as unknown as ClientRecord;

const plan: SegmentPlan = {
  atMs: Float64Array.from([500, 1200.6, 1300.2, 2900.9]),
  client: Uint32Array.from([0, 1, 0, 2]),
  phaseMs: Float64Array.from([0, 0]),
};

const segment = (subject: SubjectId, rest: Partial<SegmentResult> = {}): SegmentResult =>
  ({
    subject,
    plan,
    sequences: Uint32Array.from(plan.atMs, (_, index) => 100 + index),
    records: [record([2, 40_123_499]), record([1, 41_000_000])],
    probes: [record([3, 39_000_000])],
    kernel: [
      { bytes: 0, packets: 0 },
      { bytes: 1000, packets: 10 },
      { bytes: 5000, packets: 30 },
    ],
    totals: [{ requests: 2 }, { requests: 12 }],
    server: [{ cpu: { user: 0, system: 0 } }, { cpu: { user: 1500, system: 500 } }],
    steadySeconds: 3.2,
    ...rest,
  }) as unknown as SegmentResult;

const firstRepeat = (of: Workload, one: SegmentResult): SubjectRepeat => {
  const repeat = samplesOf(of, [one], 'then').subjects[0]?.repeats[0];
  assert.ok(repeat);
  return repeat;
};

test('each sample says its event in the plan, its reader, its moment and whole microseconds, rising by event', () => {
  const { samples, probes, taken, everyEvent } = firstRepeat(workload, segment('sse'));
  assert.deepEqual(samples, { event: [1, 2], reader: [1, 0], atMs: [200, 300], latencyUs: [41000, 40123] });
  assert.deepEqual(probes, { event: [3], reader: [2], atMs: [1900], latencyUs: [39000] });
  assert.deepEqual([taken, everyEvent], [2, 1]);
});

test('counts are those of the steady part', () => {
  const { steadyBytes, steadyPackets, steadyRequests, steadySeconds, deliveries, probeDeliveries, serverCpuMs } =
    firstRepeat(workload, segment('short-poll'));
  assert.deepEqual(
    [steadyBytes, steadyPackets, steadyRequests, steadySeconds, deliveries, probeDeliveries, serverCpuMs],
    [4000, 20, 10, 3.2, 2, 1, 2],
  );
});

test('what is pushed, and the floor, answers nobody', () => {
  const answersOf = (subject: SubjectId): readonly number[] => {
    const { answers, emptyAnswers } = firstRepeat(workload, segment(subject));
    return [answers, emptyAnswers];
  };
  assert.deepEqual(answersOf('short-poll'), [14, 6]);
  assert.deepEqual(answersOf('sse'), [0, 0]);
  assert.deepEqual(answersOf('floor'), [0, 0]);
});

test('bytes that the kernel did not count are null', () => {
  const { steadyBytes, steadyPackets } = firstRepeat(workload, segment('sse', { kernel: null }));
  assert.deepEqual([steadyBytes, steadyPackets], [null, null]);
});

test('repeats stand under their subject, in their order', () => {
  const { subjects } = samplesOf(
    workload,
    ['floor', 'sse', 'sse', 'floor'].map((id) => segment(id as SubjectId)),
    'then',
  );
  assert.deepEqual(
    subjects.map(({ id, repeats }) => [id, repeats.map(({ repeat }) => repeat)]),
    [
      ['floor', [0, 1]],
      ['sse', [0, 1]],
    ],
  );
});

test('one seed has one fingerprint of its plan, another seed or repeat another', () => {
  const printOf = (seed: number, repeat: number): string =>
    firstRepeat(workload, segment('sse', { plan: makePlan({ ...workload, seed }, repeat) })).plan;
  assert.match(printOf(1, 0), /^[0-9a-f]{16}$/);
  assert.equal(printOf(1, 0), printOf(1, 0));
  assert.equal(new Set([printOf(1, 0), printOf(1, 1), printOf(2, 0)]).size, 3);
});

test('of more than 100,000 samples those of every so-manieth event are kept, whatever arrived', () => {
  const wide: Workload = { ...workload, kind: 'wallboard', clients: 60_000 };
  const { samples, everyEvent, taken } = firstRepeat(
    wide,
    segment('sse', { plan: { ...plan, client: Uint32Array.from([0, 0, 0, 0]) } }),
  );
  assert.equal(everyEvent, 2);
  assert.deepEqual([samples.event, taken], [[2], 2]);
});

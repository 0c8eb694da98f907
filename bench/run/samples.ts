// From the segments of a run to what samples.json holds. Pure.
import { createHash } from 'node:crypto';
import { describeTransport, isTransportId } from '../../servers/protocol/catalog.ts';
import type { Workload } from '../report/result.ts';
import {
  mostSamples,
  samplesVersion,
  type RunSamples,
  type SampleColumns,
  type SubjectRepeat,
} from '../report/samples.ts';
import { warmUpMs, type SegmentPlan } from './plan.ts';
import type { SegmentResult } from './segment.ts';
import { cpuOf, deliveriesOf, kernelDelta, measuredEvents, probeDeliveries, sum } from './tally.ts';
import { planIndexes } from './waits.ts';

/** The samples of a run. @param startedAt ties them to their run.json */
export const samplesOf = (workload: Workload, segments: readonly SegmentResult[], startedAt: string): RunSamples => ({
  schemaVersion: samplesVersion,
  startedAt,
  subjects: [...Map.groupBy(segments, ({ subject }) => subject)].map(([id, own]) => ({
    id,
    repeats: own.map((segment, repeat) => repeatOf(workload, segment, repeat)),
  })),
});

const repeatOf = (workload: Workload, segment: SegmentResult, repeat: number): SubjectRepeat => {
  const {
    subject,
    plan,
    records,
    kernel,
    totals: [from, to],
  } = segment;
  const asks = subject !== 'floor' && isTransportId(subject) && !describeTransport(subject).push;
  const everyEvent = strideOf(workload, segment);
  const columnsOf = (readers: SegmentResult['records'], firstReader: number): SampleColumns =>
    columns(segment, readers, { firstReader, everyEvent, fromMs: warmUpMs(workload) });
  return {
    repeat,
    plan: fingerprint(plan),
    taken: sum(records, ({ latenciesNs }) => latenciesNs.length),
    everyEvent,
    samples: columnsOf(records, 0),
    probes: columnsOf(segment.probes, workload.clients),
    steadyBytes: kernel && kernelDelta([segment], 'bytes', [1, 2]),
    steadyPackets: kernel && kernelDelta([segment], 'packets', [1, 2]),
    steadyRequests: to.requests - from.requests,
    steadySeconds: Number(segment.steadySeconds.toFixed(6)),
    deliveries: deliveriesOf([segment]),
    probeDeliveries: probeDeliveries([segment]),
    answers: asks ? sum(records, ({ answers }) => answers) : 0,
    emptyAnswers: asks ? sum(records, ({ emptyAnswers }) => emptyAnswers) : 0,
    serverCpuMs: cpuOf([segment]),
  };
};

/** From the plan and not from what arrived, so that two runs with one plan keep the same events, whatever they lost. */
const strideOf = (workload: Workload, segment: SegmentResult): number => {
  const readers = workload.kind === 'wallboard' ? workload.clients : 1;
  return Math.max(1, Math.ceil((measuredEvents(workload, [segment]) * readers) / mostSamples));
};

interface Choice {
  readonly firstReader: number;
  readonly everyEvent: number;
  readonly fromMs: number;
}

const columns = (
  segment: SegmentResult,
  readers: SegmentResult['records'],
  { firstReader, everyEvent, fromMs }: Choice,
): SampleColumns => {
  const indexes = planIndexes(segment);
  const rows = readers.flatMap(({ latenciesNs, latencySequences }, reader) =>
    Array.from(latencySequences, (sequence, at) => ({
      event: indexes.get(sequence),
      reader: firstReader + reader,
      latencyUs: Math.round((latenciesNs[at] ?? 0) / 1000),
    })).filter((row): row is typeof row & { event: number } => row.event !== undefined && row.event % everyEvent === 0),
  );
  rows.sort((left, right) => left.event - right.event || left.reader - right.reader);
  return {
    event: rows.map(({ event }) => event),
    reader: rows.map(({ reader }) => reader),
    atMs: rows.map(({ event }) => Math.floor((segment.plan.atMs[event] ?? 0) - fromMs)),
    latencyUs: rows.map(({ latencyUs }) => latencyUs),
  };
};

/** Sixteen hexadecimal digits over all that was planned. */
const fingerprint = ({ atMs, client, phaseMs }: SegmentPlan): string => {
  const hash = createHash('sha256');
  for (const { buffer, byteOffset, byteLength } of [atMs, client, phaseMs]) {
    hash.update(new Uint8Array(buffer, byteOffset, byteLength));
  }
  return hash.digest('hex').slice(0, 16);
};

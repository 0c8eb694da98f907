// From segments to what the model is held against.
import type { TransportDescription } from '../../servers/protocol/catalog.ts';
import { meanWithError, stalledShare } from '../measure/stalls.ts';
import type { Observed } from '../model/observed.ts';
import { plannedWaits, type PlannedWaits } from '../model/timetable.ts';
import { delayedAckMs } from '../model/wire.ts';
import type { FloorResult, Workload } from '../report/result.ts';
import { warmUpMs } from './plan.ts';
import type { SegmentResult } from './segment.ts';
import {
  clientCostMs,
  cpuOf,
  deliveriesOf,
  kernelDelta,
  measuredEvents,
  ownCpuMs,
  probeMean,
  recordsOf,
  sum,
} from './tally.ts';

/** What a transport is combined with. */
export interface Surroundings {
  readonly workload: Workload;
  readonly floor: FloorResult;
  readonly floorSegments: readonly SegmentResult[];
  /** Why the bytes are estimated; `null` when the kernel counted them. */
  readonly estimatedBecause: string | null;
}

/** Events that follow another within the time that a fan-out keeps the busiest thread. */
const crowdedShare = ({ kind, clients }: Workload, segments: readonly SegmentResult[]): number => {
  if (kind === 'desktops') return 0;
  const fanOutMs =
    1 + clients * Math.max(clientCostMs(segments), cpuOf(segments) / Math.max(1, deliveriesOf(segments)));
  const gaps = segments.flatMap(({ plan }) =>
    [...plan.atMs].map((atMs, index, all) => atMs - (all[index - 1] ?? -Infinity)),
  );
  return gaps.filter((gap) => gap < fanOutMs).length / gaps.length;
};

/** Clients whose first two events came closer than a delayed acknowledgement. */
const sharedFirstAcks = ({ kind, clients }: Workload, segments: readonly SegmentResult[]): number => {
  if (kind === 'wallboard') return 0;
  return sum(segments, ({ plan }) => {
    const times = Array.from({ length: clients }, (): number[] => []);
    plan.client.forEach((client, index) => times[client]?.push(plan.atMs[index] ?? 0));
    return times.filter(([first = 0, second = Infinity]) => second - first < delayedAckMs).length;
  });
};

/** Sums the planned waits of all repeats. */
const plannedOf = (
  { costModel }: TransportDescription,
  segments: readonly SegmentResult[],
  { workload, oneWayMs }: { readonly workload: Workload; readonly oneWayMs: number },
): PlannedWaits | null => {
  if (costModel === 'push' || costModel === 'long-poll') return null;
  const readAfterMs = oneWayMs + (costModel === 'board-new-connection' ? workload.rttMs : 0);
  const parts = segments.map(({ plan, goNs }) =>
    plannedWaits({
      plan,
      kind: workload.kind,
      intervalMs: workload.pollIntervalMs,
      goMs: Number(goNs) / 1e6,
      readAfterMs,
      fromMs: warmUpMs(workload),
      toMs: warmUpMs(workload) + workload.durationSeconds * 1000,
    }),
  );
  return {
    waitSumMs: sum(parts, ({ waitSumMs }) => waitSumMs),
    waits: sum(parts, ({ waits }) => waits),
    polls: sum(parts, ({ polls }) => polls),
    emptyPolls: sum(parts, ({ emptyPolls }) => emptyPolls),
  };
};

/** The figures of one transport, all repeats together. */
export const observe = (
  description: TransportDescription,
  segments: readonly SegmentResult[],
  around: Surroundings & { readonly meanMs: number; readonly n: number },
): Observed => {
  const { workload, floor, estimatedBecause, meanMs, n } = around;
  const records = recordsOf(segments);
  const deliveries = deliveriesOf(segments);
  const probe = probeMean(segments);
  const planned = plannedOf(description, segments, { workload, oneWayMs: probe.meanMs });
  const floorCost = floor.serverCpuMsPerDelivery ?? 0;
  const kernel = (field: 'bytes' | 'packets'): number | null =>
    estimatedBecause === null ? kernelDelta(segments, field, [1, 2]) : null;
  return {
    costModel: description.costModel,
    connectionsEach: description.connections,
    heartbeat: description.heartbeat,
    workload,
    floorMeanMs: probe.meanMs,
    floorErrorMs: probe.standardErrorMs,
    stalledShare: stalledShare(segments.map(({ probes }) => probes)),
    meanMs,
    meanErrorMs: meanWithError(segments.map(({ records }) => records)).standardErrorMs,
    n,
    hasMissed: records.some(({ missed }) => missed > 0),
    distinctEvents: measuredEvents(workload, segments),
    plannedWaitMs: planned && planned.waits > 0 ? planned.waitSumMs / planned.waits : null,
    plannedEmptyShare: planned && planned.polls > 0 ? planned.emptyPolls / planned.polls : null,
    // What is pushed answers nobody: a stream asked once, before anything was measured.
    answers: description.push ? 0 : sum(records, ({ answers }) => answers),
    emptyAnswers: description.push ? 0 : sum(records, ({ emptyAnswers }) => emptyAnswers),
    ownCostMs: ownCpuMs(segments, floorCost) / Math.max(1, deliveries) - floorCost,
    ownClientCostMs: clientCostMs(segments) - clientCostMs(around.floorSegments),
    crowdedShare: crowdedShare(workload, segments),
    sharedFirstAcks: sharedFirstAcks(workload, segments),
    steady: {
      seconds: sum(segments, ({ steadySeconds }) => steadySeconds) / segments.length,
      requests: sum(segments, ({ totals: [from, to] }) => to.requests - from.requests),
      connections: sum(segments, ({ totals: [from, to] }) => to.connections - from.connections),
      deliveries,
      appBytes: sum(segments, ({ totals: [from, to] }) => to.bytesUp - from.bytesUp + to.bytesDown - from.bytesDown),
      ipBytes: kernel('bytes'),
      packets: kernel('packets'),
    },
  };
};

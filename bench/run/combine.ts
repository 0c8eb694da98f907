// From the segments of one subject to its result: samples pooled, losses counted, predictions set beside them.
import { describeTransport, type TransportDescription, type TransportId } from '../../servers/protocol/catalog.ts';
import { meanWithError, stalledShare, type MeanWithError } from '../measure/stalls.ts';
import { summarize, type Block } from '../measure/statistics.ts';
import type { Observed } from '../model/observed.ts';
import { predict } from '../model/predict.ts';
import { plannedWaits, type PlannedWaits } from '../model/timetable.ts';
import { delayedAckMs, predictBytes, predictPackets } from '../model/wire.ts';
import type { FloorResult, TransportResult, WireBytes, Workload } from '../report/result.ts';
import { warmUpMs } from './plan.ts';
import { cpuMs, type SegmentResult } from './segment.ts';

const sum = <Item>(items: readonly Item[], of: (item: Item) => number): number =>
  items.reduce((total, item) => total + of(item), 0);

const recordsOf = (segments: readonly SegmentResult[]): SegmentResult['records'] =>
  segments.flatMap(({ records }) => records);

/** One block a reader and second. */
const blocksOf = (segments: readonly SegmentResult[]): readonly Block[] =>
  recordsOf(segments).flatMap(({ latenciesNs, seconds }) => {
    const blocks = new Map<number, number[]>();
    latenciesNs.forEach((latency, index) => {
      const second = seconds[index] ?? 0;
      const block = blocks.get(second);
      if (block) block.push(latency);
      else blocks.set(second, [latency]);
    });
    return [...blocks.values()].map((latencies) => ({ latenciesNs: latencies }));
  });

/** Events of the measured part that were meant for the clients; the probes' own do not count. */
const measuredEvents = (workload: Workload, segments: readonly SegmentResult[]): number =>
  sum(
    segments,
    ({ plan }) =>
      plan.atMs.filter((atMs, index) => atMs >= warmUpMs(workload) && (plan.client[index] ?? 0) < workload.clients)
        .length,
  );

/** Entries that a client should have got and neither got nor reported as missed. */
const lostIn = ({ kind }: Workload, { plan, sequences, records }: SegmentResult): number =>
  sum(
    records.map((record, client) => ({ record, client })),
    ({ record, client }) => {
      const got = new Set(record.sequences);
      let lacking = 0;
      sequences.forEach((sequence, index) => {
        if ((kind === 'wallboard' || plan.client[index] === client) && !got.has(sequence)) lacking += 1;
      });
      return Math.max(0, lacking - record.missed);
    },
  );

const cpuOf = (segments: readonly SegmentResult[]): number =>
  sum(segments, ({ server: [from, to] }) => cpuMs(from.cpu, to.cpu));

const probeDeliveries = (segments: readonly SegmentResult[]): number =>
  sum(
    segments.flatMap(({ probes }) => probes),
    ({ sequences }) => sequences.length,
  );

/** Server CPU of the clients' deliveries: the probes cost what the floor costs, and that is taken off. */
const ownCpuMs = (segments: readonly SegmentResult[], floorMsPerDelivery: number): number =>
  Math.max(0, cpuOf(segments) - probeDeliveries(segments) * floorMsPerDelivery);

/** The floor at the same moment: mean of the probes, and its standard error. */
const probeMean = (segments: readonly SegmentResult[]): MeanWithError =>
  meanWithError(segments.map(({ probes }) => probes));

/** The load generator's CPU a delivery. */
const clientCostMs = (segments: readonly SegmentResult[]): number =>
  sum(segments, ({ totals: [from, to] }) => cpuMs(from.cpu, to.cpu)) /
  Math.max(1, deliveriesOf(segments) + probeDeliveries(segments));

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

/** Deliveries from "all ready" to "drained": warm-up and measured part. */
const deliveriesOf = (segments: readonly SegmentResult[]): number =>
  sum(recordsOf(segments), ({ sequences }) => sequences.length);

const latencyOf = (workload: Workload, segments: readonly SegmentResult[]): ReturnType<typeof summarize> =>
  summarize(blocksOf(segments), measuredEvents(workload, segments));

/** The floor's own result. */
export const combineFloor = (workload: Workload, segments: readonly SegmentResult[]): FloorResult => {
  const deliveries = deliveriesOf(segments);
  return {
    ...latencyOf(workload, segments),
    serverCpuMsPerDelivery: deliveries === 0 ? null : cpuOf(segments) / (deliveries + probeDeliveries(segments)),
  };
};

/** What a transport is combined with. */
export interface Surroundings {
  readonly workload: Workload;
  readonly floor: FloorResult;
  readonly floorSegments: readonly SegmentResult[];
  /** Why the bytes are estimated; `null` when the kernel counted them. */
  readonly estimatedBecause: string | null;
}

export const combine = (id: TransportId, segments: readonly SegmentResult[], around: Surroundings): TransportResult => {
  const { workload } = around;
  const { latencyMs, curve } = latencyOf(workload, segments);
  const records = recordsOf(segments);
  const observed = observe(describeTransport(id), segments, {
    ...around,
    meanMs: latencyMs.mean ?? NaN,
    n: latencyMs.n,
  });
  const deliveries = deliveriesOf(segments);
  const cpuMsOfClients = ownCpuMs(segments, around.floor.serverCpuMsPerDelivery ?? 0);
  const followers = workload.kind === 'wallboard' ? workload.clients : 1;
  return {
    id,
    latencyMs,
    curve,
    published: measuredEvents(workload, segments) * followers,
    delivered: latencyMs.n,
    lost: sum(segments, (segment) => lostIn(workload, segment)),
    duplicated: sum(records, ({ duplicated }) => duplicated),
    outOfOrder: sum(records, ({ outOfOrder }) => outOfOrder),
    missed: sum(records, ({ missed }) => missed),
    requests: observed.answers,
    emptyResponses: observed.emptyAnswers,
    connections: sum(segments, ({ totals: [, to] }) => to.connections),
    reconnects: sum(records, ({ reconnects }) => reconnects),
    bytes: wireBytes(segments, observed, around.estimatedBecause),
    serverCpuMsPerDelivery: deliveries === 0 ? null : cpuMsOfClients / deliveries,
    serverCpuMs: cpuMsOfClients,
    serverRssBytes: Math.max(...segments.map(({ server: [, to] }) => to.rssBytes)),
    model: predict(observed),
  };
};

const kernelDelta = (
  segments: readonly SegmentResult[],
  field: 'bytes' | 'packets',
  [from, to]: readonly [0 | 1 | 2, 0 | 1 | 2],
): number => sum(segments, ({ kernel }) => (kernel ? kernel[to][field] - kernel[from][field] : 0));

const wireBytes = (segments: readonly SegmentResult[], observed: Observed, reason: string | null): WireBytes => {
  const { deliveries } = observed.steady;
  const stream = {
    payloadUp: sum(segments, ({ totals: [from, to] }) => to.bytesUp - from.bytesUp),
    payloadDown: sum(segments, ({ totals: [from, to] }) => to.bytesDown - from.bytesDown),
  };
  if (reason === null) {
    const steady = kernelDelta(segments, 'bytes', [1, 2]);
    return {
      total: kernelDelta(segments, 'bytes', [0, 2]),
      setup: kernelDelta(segments, 'bytes', [0, 1]),
      steady,
      perDelivery: deliveries === 0 ? null : steady / deliveries,
      deliveries,
      ...stream,
      packets: kernelDelta(segments, 'packets', [1, 2]),
      source: 'kernel',
    };
  }
  const packets = predictPackets(observed);
  const steady = Math.round(predictBytes(observed, packets));
  // Handshake 172 B a connection, and one packet with its acknowledgement for what was said until then.
  const setup = sum(
    segments,
    ({ totals: [from] }) => from.bytesUp + from.bytesDown + from.connections * (172 + 2 * 104),
  );
  const perDelivery = deliveries === 0 ? null : steady / deliveries;
  return {
    total: setup + steady,
    setup,
    steady,
    perDelivery,
    deliveries,
    ...stream,
    packets,
    source: 'estimated',
    reason,
  };
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

const observe = (
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
    workload,
    floorMeanMs: probe.meanMs,
    floorErrorMs: probe.standardErrorMs,
    stalledShare: stalledShare(segments.map(({ probes }) => probes)),
    meanMs,
    meanErrorMs: meanWithError(segments.map(({ records }) => records)).standardErrorMs,
    n,
    distinctEvents: measuredEvents(workload, segments),
    plannedWaitMs: planned && planned.waits > 0 ? planned.waitSumMs / planned.waits : null,
    plannedEmptyShare: planned && planned.polls > 0 ? planned.emptyPolls / planned.polls : null,
    answers: sum(records, ({ answers }) => answers),
    emptyAnswers: sum(records, ({ emptyAnswers }) => emptyAnswers),
    ownCostMs: ownCpuMs(segments, floorCost) / Math.max(1, deliveries) - floorCost,
    ownClientCostMs: clientCostMs(segments) - clientCostMs(around.floorSegments),
    crowdedShare: crowdedShare(workload, segments),
    sharedFirstAcks: sharedFirstAcks(workload, segments),
    steady: {
      requests: sum(segments, ({ totals: [from, to] }) => to.requests - from.requests),
      connections: sum(segments, ({ totals: [from, to] }) => to.connections - from.connections),
      deliveries,
      appBytes: sum(segments, ({ totals: [from, to] }) => to.bytesUp - from.bytesUp + to.bytesDown - from.bytesDown),
      ipBytes: kernel('bytes'),
      packets: kernel('packets'),
    },
  };
};

// From segments to what the model is held against.
import { describeTransport, type TransportDescription, type TransportId } from '../../servers/protocol/catalog.ts';
import type { KernelCounters } from '../measure/kernel-counters.ts';
import { meanWithError, stalledShare } from '../measure/stalls.ts';
import type { Observed } from '../model/observed.ts';
import { quantileOf } from '../model/tolerances.ts';
import { delayedAckMs } from '../ledger/golden.ts';
import { messageBytes, recordOverhead, totalOf, type MessageCounts, type MessageSizes } from '../model/messages.ts';
import { messageSizes } from '../model/specimens.ts';
import type { FloorResult, Workload } from '../report/result.ts';
import { contextOf } from './wire-ledger.ts';
import { cpuMs } from './reading.ts';
import type { SegmentResult } from './segment.ts';
import { fanOutSlopes } from './fan-out-slopes.ts';
import { expectedProbeSamples, expectedSamples, misdated, plannedFigures } from './waits.ts';
import {
  clientCostMs,
  cpuOf,
  deliveriesOf,
  kernelDelta,
  measuredEvents,
  ownCpuMs,
  probeDeliveries,
  probeMean,
  recordsOf,
  relayCostMs,
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

/** What {@link observe} needs beside the segments. */
export interface Around extends Surroundings {
  readonly meanMs: number;
  readonly n: number;
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

/** All latencies, rising, milliseconds. */
const sortedLatencies = (records: SegmentResult['records']): Float64Array => {
  const all = new Float64Array(sum(records, ({ latenciesNs }) => latenciesNs.length));
  let at = 0;
  for (const { latenciesNs } of records) for (const ns of latenciesNs) all[at++] = ns / 1e6;
  return all.sort();
};

/** The server's CPU from both books; a peer's is read from /proc alone. */
const serverCpuOf = (segments: readonly SegmentResult[]): Observed['serverCpu'] => {
  const read = segments.flatMap(({ serverCpuReadMs }) => (serverCpuReadMs === null ? [] : [serverCpuReadMs]));
  return read.length === segments.length ? { toldMs: cpuOf(segments), readMs: sum(read, (ms) => ms) } : null;
};

/** The longest that anything around the server stood still, in any repeat. */
const worstStallMs = (segments: readonly SegmentResult[]): number =>
  Math.max(...segments.map(({ standstillMs: { clients, relay, publisher } }) => Math.max(clients, relay) + publisher));

/** Median duration of a request, for polls on a timetable: a held one lasts as long as nothing happens. */
const requestTimeOf = (
  { costModel }: TransportDescription,
  segments: readonly SegmentResult[],
): Observed['requestTimeMs'] => {
  if (costModel === 'push' || costModel === 'long-poll') return null;
  const medians = segments.map(({ requestTimeMs }) => requestTimeMs).filter((median) => median !== null);
  return medians.length === 0 ? null : sum(medians, (median) => median) / medians.length;
};

/** BOSH counts the time for which a request is held in whole seconds (XEP-0124 §7.1, `wait`). */
const holdMsOf = ({ connections }: TransportDescription, { holdSeconds }: Workload): number =>
  1000 * (connections === 2 ? Math.max(1, Math.round(holdSeconds)) : holdSeconds);

/** CPU of all three processes for one request and its answer. */
const serviceMsOf = (segments: readonly SegmentResult[], requests: number): number =>
  (cpuOf(segments) + sum(segments, ({ totals: [from, to], relayCpuMs }) => cpuMs(from.cpu, to.cpu) + relayCpuMs)) /
  Math.max(1, requests);

const countsOf = (segments: readonly SegmentResult[], isPush: boolean): MessageCounts => {
  const records = recordsOf(segments);
  const answers = isPush ? 0 : sum(records, ({ allAnswers }) => allAnswers);
  const emptyAnswers = isPush ? 0 : sum(records, ({ allEmptyAnswers }) => allEmptyAnswers);
  return {
    requests: sum(segments, ({ totals: [from, to] }) => to.requests - from.requests),
    newsAnswers: answers - emptyAnswers,
    emptyAnswers,
    deliveries: deliveriesOf(segments),
  };
};

const fanOutOf = (segments: readonly SegmentResult[], deliveries: number): Observed['fanOut'] => ({
  ...fanOutSlopes(segments),
  serverMs: cpuOf(segments) / Math.max(1, deliveries + probeDeliveries(segments)),
  relayMs: relayCostMs(segments),
  clientsMs: clientCostMs(segments),
});

/** All messages, with what TLS makes of them. */
const wireBytesOf = (
  id: TransportId,
  sizes: MessageSizes,
  { workload, counts }: { readonly workload: Workload; readonly counts: MessageCounts },
): number => totalOf(messageBytes(sizes, counts)) + (workload.isTls === true ? recordOverhead(id, sizes, counts) : 0);

const steadyOf = (
  id: TransportId,
  segments: readonly SegmentResult[],
  { workload, estimatedBecause }: Surroundings,
): Observed['steady'] => {
  const counts = countsOf(segments, describeTransport(id).push);
  const kernel = (field: keyof KernelCounters): number | null =>
    estimatedBecause === null ? kernelDelta(segments, field, [1, 2]) : null;
  const sizes = messageSizes(id, contextOf(workload, segments));
  const isSeen = segments.every(({ seen }) => seen !== null) && workload.isTls !== true;
  return {
    ...counts,
    seconds: sum(segments, ({ steadySeconds }) => steadySeconds) / segments.length,
    connections: sum(segments, ({ totals: [from, to] }) => to.connections - from.connections),
    messageBytes: sizes === undefined ? null : wireBytesOf(id, sizes, { workload, counts }),
    messagePayload: sizes === undefined ? null : messageBytes(sizes, counts).payload,
    seenPayload: isSeen
      ? sum(segments, ({ seen }) => (seen ? seen[1].layers.payload - seen[0].layers.payload : 0))
      : null,
    answerBytes: sizes === undefined ? 0 : totalOf(sizes.answer) + totalOf(sizes.entry),
    heartbeatBytes: sizes === undefined ? 0 : totalOf(sizes.heartbeat),
    requestHeads: isSeen ? sum(segments, ({ seen }) => (seen ? seen[1].requestHeads - seen[0].requestHeads : 0)) : null,
    ledgerBytes: null,
    ipBytes: kernel('bytes'),
    packets: kernel('packets'),
    retransmitted: kernel('retransmitted') ?? 0,
  };
};

/** The figures of one transport, all repeats together. */
export const observe = (id: TransportId, segments: readonly SegmentResult[], around: Around): Observed => {
  const { workload, floor, meanMs, n } = around;
  const description = describeTransport(id);
  const records = recordsOf(segments);
  const deliveries = deliveriesOf(segments);
  const probe = probeMean(segments);
  const floorCost = floor.serverCpuMsPerDelivery ?? 0;
  const latenessMs = sum(segments, ({ publishLatenessMs }) => publishLatenessMs) / segments.length;
  const transitMs = probe.meanMs - latenessMs;
  const steady = steadyOf(id, segments, around);
  const holdMs = holdMsOf(description, workload);
  const floorMedianMs = quantileOf(sortedLatencies(segments.flatMap(({ probes }) => probes)), 0.5);
  return {
    costModel: description.costModel,
    connectionsEach: description.connections,
    heartbeat: description.heartbeat,
    workload,
    floorMeanMs: probe.meanMs,
    floorErrorMs: probe.standardErrorMs,
    transitMs,
    medianTransitMs: floorMedianMs - latenessMs,
    floorMedianMs,
    stalledShare: stalledShare(segments.map(({ probes }) => probes)),
    meanMs,
    meanErrorMs: meanWithError(segments.map(({ records }) => records)).standardErrorMs,
    n,
    latenciesMs: sortedLatencies(records),
    expectedSamples: expectedSamples(workload, segments),
    expectedProbeSamples: expectedProbeSamples(workload, segments),
    probeSamples: sum(segments, ({ probes }) => sum(probes, ({ latenciesNs }) => latenciesNs.length)),
    misdated: misdated(segments),
    serverCpu: serverCpuOf(segments),
    worstStallMs: worstStallMs(segments),
    requestTimeMs: requestTimeOf(description, segments),
    serviceMs: serviceMsOf(segments, Math.max(steady.requests, deliveries)),
    holdMs,
    hasMissed: records.some(({ missed }) => missed > 0),
    distinctEvents: measuredEvents(workload, segments),
    planned: plannedFigures(description, segments, {
      workload,
      transitMs,
      medianTransitMs: floorMedianMs - latenessMs,
      latenessMs,
      holdMs,
    }),
    // What is pushed answers nobody: a stream asked once, before anything was measured.
    answers: description.push ? 0 : sum(records, ({ answers }) => answers),
    emptyAnswers: description.push ? 0 : sum(records, ({ emptyAnswers }) => emptyAnswers),
    ownCostMs: ownCpuMs(segments, floorCost) / Math.max(1, deliveries) - floorCost,
    ownClientCostMs: clientCostMs(segments) - clientCostMs(around.floorSegments),
    fanOut: workload.kind === 'wallboard' ? fanOutOf(segments, deliveries) : null,
    crowdedShare: crowdedShare(workload, segments),
    sharedFirstAcks: sharedFirstAcks(workload, segments),
    steady,
  };
};

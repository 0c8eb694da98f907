// Sums over the segments of one subject: samples, losses, CPU, bytes. Nothing is judged here.
import type { KernelCounters } from '../measure/kernel-counters.ts';
import { meanWithError, type MeanWithError } from '../measure/stalls.ts';
import { summarize, type Block } from '../measure/statistics.ts';
import type { ClientRecord } from '../measure/recorder.ts';
import type { Workload } from '../report/result.ts';
import { probeCount, warmUpMs } from './plan.ts';
import { cpuMs } from './reading.ts';
import type { SegmentResult } from './segment.ts';

/** Sum of one figure over all items. */
export const sum = <Item>(items: readonly Item[], of: (item: Item) => number): number =>
  items.reduce((total, item) => total + of(item), 0);

/** What the clients of all repeats saw. */
export const recordsOf = (segments: readonly SegmentResult[]): SegmentResult['records'] =>
  segments.flatMap(({ records }) => records);

/**
 * What is resampled together. In `desktops` one reader in one second. On a wallboard one event over all its readers: they
 * see the same events, so that readers are no samples of their own, and blocks of readers made the intervals too narrow.
 */
const blocksOf = ({ kind }: Workload, segments: readonly SegmentResult[]): readonly Block[] => {
  const blocks = new Map<string, number[]>();
  segments.forEach(({ records }, repeat) =>
    records.forEach(({ latenciesNs, seconds, latencySequences }, reader) =>
      latenciesNs.forEach((latency, at) => {
        const name = kind === 'wallboard' ? `${repeat} ${latencySequences[at]}` : `${repeat} ${reader} ${seconds[at]}`;
        const block = blocks.get(name);
        if (block) block.push(latency);
        else blocks.set(name, [latency]);
      }),
    ),
  );
  return [...blocks.values()].map((latencies) => ({ latenciesNs: latencies }));
};

/** Events of the measured part that were meant for the clients; the probes' own do not count. */
export const measuredEvents = (workload: Workload, segments: readonly SegmentResult[]): number =>
  sum(
    segments,
    ({ plan }) =>
      plan.atMs.filter((atMs, index) => atMs >= warmUpMs(workload) && (plan.client[index] ?? 0) < workload.clients)
        .length,
  );

/** What became of the entries of one segment. */
export interface Deliveries {
  /** Neither delivered nor reported as missed. */
  readonly lost: number;
  /** Not delivered, and reported so by a client whose board had scrolled. */
  readonly missed: number;
  /** Delivered to a client whom they do not concern. */
  readonly foreign: number;
}

/**
 * Holds what each reader got against what was published for it.
 * @param mayMiss boards may miss what scrolled away, and say so; where there is a cursor everything missing is lost
 * @param firstReader index of the first record in the plan: 0 for clients, `clients` for probes
 */
export const checkDeliveries = (
  { kind }: Workload,
  { plan, sequences }: SegmentResult,
  records: readonly ClientRecord[],
  { mayMiss, firstReader }: { readonly mayMiss: boolean; readonly firstReader: number },
): Deliveries => {
  const everything = new Set(sequences);
  const expected = records.map(() => (kind === 'wallboard' ? everything : new Set<number>()));
  if (kind === 'desktops') {
    sequences.forEach((sequence, index) => expected[(plan.client[index] ?? 0) - firstReader]?.add(sequence));
  }
  const total = { lost: 0, missed: 0, foreign: 0 };
  records.forEach((record, reader) => {
    const meant = expected[reader] ?? new Set<number>();
    const got = new Set(record.sequences);
    const lacking = meant.difference(got).size;
    total.foreign += got.difference(meant).size;
    if (mayMiss && record.missed > 0) total.missed += lacking;
    else total.lost += lacking;
  });
  return total;
};

/** Entries that bare TCP itself lost: then the bench is at fault, not a transport. */
export const floorLosses = (workload: Workload, segments: readonly SegmentResult[]): number =>
  sum(segments, (segment) => {
    // A probe that brought no record at all lost whatever was published for it.
    const silent = Math.max(0, probeCount - segment.probes.length);
    const probes = checkDeliveries(workload, segment, segment.probes, {
      mayMiss: false,
      firstReader: workload.clients,
    });
    const floor =
      segment.subject === 'floor'
        ? checkDeliveries(workload, segment, segment.records, { mayMiss: false, firstReader: 0 }).lost
        : 0;
    return probes.lost + floor + silent;
  });

/** Server CPU, probes included, milliseconds. */
export const cpuOf = (segments: readonly SegmentResult[]): number =>
  sum(segments, ({ server: [from, to] }) => cpuMs(from.cpu, to.cpu));

/** Entries that the probes got. */
export const probeDeliveries = (segments: readonly SegmentResult[]): number =>
  sum(
    segments.flatMap(({ probes }) => probes),
    ({ sequences }) => sequences.length,
  );

/** Server CPU of the clients' deliveries: the probes cost what the floor costs, and that is taken off. */
export const ownCpuMs = (segments: readonly SegmentResult[], floorMsPerDelivery: number): number =>
  Math.max(0, cpuOf(segments) - probeDeliveries(segments) * floorMsPerDelivery);

/** The floor at the same moment: mean of the probes, and its standard error. */
export const probeMean = (segments: readonly SegmentResult[]): MeanWithError =>
  meanWithError(segments.map(({ probes }) => probes));

/** The load generator's CPU a delivery. */
export const clientCostMs = (segments: readonly SegmentResult[]): number =>
  sum(segments, ({ totals: [from, to] }) => cpuMs(from.cpu, to.cpu)) /
  Math.max(1, deliveriesOf(segments) + probeDeliveries(segments));

/** Deliveries from "all ready" to "drained": warm-up and measured part. */
export const deliveriesOf = (segments: readonly SegmentResult[]): number =>
  sum(recordsOf(segments), ({ sequences }) => sequences.length);

/** Latency of the measured part. */
export const latencyOf = (workload: Workload, segments: readonly SegmentResult[]): ReturnType<typeof summarize> =>
  summarize(blocksOf(workload, segments), measuredEvents(workload, segments));

/** What the kernel counted between two of its three readings. */
export const kernelDelta = (
  segments: readonly SegmentResult[],
  field: keyof KernelCounters,
  [from, to]: readonly [0 | 1 | 2, 0 | 1 | 2],
): number => sum(segments, ({ kernel }) => (kernel ? kernel[to][field] - kernel[from][field] : 0));

/** The relay's CPU a delivery; 0 without one. */
export const relayCostMs = (segments: readonly SegmentResult[]): number =>
  sum(segments, ({ relayCpuMs }) => relayCpuMs) / Math.max(1, deliveriesOf(segments) + probeDeliveries(segments));

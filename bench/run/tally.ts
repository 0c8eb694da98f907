// Sums over the segments of one subject: samples, losses, CPU, bytes. Nothing is judged here.
import { meanWithError, type MeanWithError } from '../measure/stalls.ts';
import { summarize, type Block } from '../measure/statistics.ts';
import type { Workload } from '../report/result.ts';
import { warmUpMs } from './plan.ts';
import { cpuMs, type SegmentResult } from './segment.ts';

/** Sum of one figure over all items. */
export const sum = <Item>(items: readonly Item[], of: (item: Item) => number): number =>
  items.reduce((total, item) => total + of(item), 0);

/** What the clients of all repeats saw. */
export const recordsOf = (segments: readonly SegmentResult[]): SegmentResult['records'] =>
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
export const measuredEvents = (workload: Workload, segments: readonly SegmentResult[]): number =>
  sum(
    segments,
    ({ plan }) =>
      plan.atMs.filter((atMs, index) => atMs >= warmUpMs(workload) && (plan.client[index] ?? 0) < workload.clients)
        .length,
  );

/** Entries that a client should have got and neither got nor reported as missed. */
export const lostIn = ({ kind }: Workload, { plan, sequences, records }: SegmentResult): number =>
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
  summarize(blocksOf(segments), measuredEvents(workload, segments));

/** What the kernel counted between two of its three readings. */
export const kernelDelta = (
  segments: readonly SegmentResult[],
  field: 'bytes' | 'packets',
  [from, to]: readonly [0 | 1 | 2, 0 | 1 | 2],
): number => sum(segments, ({ kernel }) => (kernel ? kernel[to][field] - kernel[from][field] : 0));

// Who is first in a run, and who cannot be told apart from the first. Browser-safe.
import type { Interval, RunResult, TransportResult } from './result.ts';

/** The transports by one figure, best first, and those of them that share the first place. */
export interface Ranking {
  readonly order: readonly TransportResult[];
  readonly first: readonly TransportResult[];
}

/** An emulated delay is true to about a millisecond: a smaller difference is the relay's, not the transport's. */
const relayErrorMs = 1;
/** The byte ledger closes to 0.5 % on either side. */
const byteErrorShare = 0.01;
/** CPU time is read from the process without an interval; two runs of the same code differ by this much. */
const cpuErrorShare = 0.1;

/** Transports that delivered every event once and in order, with nothing missed. */
export const soundTransports = (run: RunResult): readonly TransportResult[] =>
  run.transports.filter(
    ({ delivered, lost, duplicated, outOfOrder, missed }) =>
      delivered > 0 && lost + duplicated + outOfOrder + missed === 0,
  );

/** By mean latency. Whose 95 % interval touches the best one's, or has none, shares the first place. */
export const rankByLatency = (run: RunResult, candidates: readonly TransportResult[]): Ranking => {
  const errorMs = run.workload.rttMs > 0 ? relayErrorMs : 0;
  return rank(candidates, meanOf, (one, best) => {
    const intervals = touches(one.latencyMs.ci95.mean, best.latencyMs.ci95.mean);
    return intervals || (meanOf(one) ?? 0) - (meanOf(best) ?? 0) < errorMs;
  });
};

/** By steady bytes per event. */
export const rankByBytes = (candidates: readonly TransportResult[]): Ranking =>
  rank(candidates, bytesOf, (one, best) => (bytesOf(one) ?? 0) <= (bytesOf(best) ?? 0) * (1 + byteErrorShare));

/** By server CPU per event. */
export const rankByCpu = (candidates: readonly TransportResult[]): Ranking =>
  rank(candidates, cpuOf, (one, best) => (cpuOf(one) ?? 0) <= (cpuOf(best) ?? 0) * (1 + cpuErrorShare));

/** Mean latency of a transport. */
export const meanOf = ({ latencyMs }: TransportResult): number | null => latencyMs.mean;

/** Steady bytes per event of a transport. */
export const bytesOf = ({ bytes }: TransportResult): number | null => bytes.perDelivery;

/** Server CPU per event of a transport, milliseconds. */
export const cpuOf = ({ serverCpuMsPerDelivery }: TransportResult): number | null => serverCpuMsPerDelivery;

const rank = (
  candidates: readonly TransportResult[],
  figure: (one: TransportResult) => number | null,
  isTied: (one: TransportResult, best: TransportResult) => boolean,
): Ranking => {
  const order = candidates
    .filter((one) => figure(one) !== null)
    .toSorted((a, b) => (figure(a) ?? 0) - (figure(b) ?? 0));
  const best = order[0];
  return { order, first: best ? order.filter((one) => one === best || isTied(one, best)) : [] };
};

const touches = (one: Interval, other: Interval): boolean =>
  one === null || other === null || (one[0] <= other[1] && other[0] <= one[1]);

// Percentiles and intervals of latency samples. Pure.
import { createHistogram } from 'node:perf_hooks';
import { seededRandom } from '../../servers/simulation/random.ts';
import type { Interval, LatencyMs, PercentileCurve } from '../report/result.ts';

/** Samples that hang together: one reader in one second, or one event over all its readers. Blocks are what is resampled. */
export interface Block {
  readonly latenciesNs: readonly number[];
}

/** What a percentile needs before it is more than a guess: about ten samples above it. */
const leastSamples = { p50: 20, p90: 100, p99: 1000, mean: 20 } as const;
/** p99 also wants so many distinct events. */
const leastEventsForTail = 100;

const highestNs = 3_600_000_000_000;

const toMs = (ns: number): number => ns / 1e6;

/** HDR histogram with three significant figures. */
export const summarize = (
  blocks: readonly Block[],
  distinctEvents: number,
): { latencyMs: LatencyMs; curve: PercentileCurve } => {
  const histogram = createHistogram({ lowest: 1, highest: highestNs, figures: 3 });
  let sum = 0;
  let n = 0;
  for (const { latenciesNs } of blocks) {
    for (const latency of latenciesNs) {
      histogram.record(Math.max(1, Math.round(latency)));
      sum += latency;
      n += 1;
    }
  }
  const hasTail = n >= leastSamples.p99 && distinctEvents >= leastEventsForTail;
  const percentile = (share: number, least: number): number | null =>
    n < least ? null : toMs(histogram.percentile(share));
  const intervals = bootstrap(blocks, n);
  return {
    latencyMs: {
      p50: percentile(50, leastSamples.p50),
      p90: percentile(90, leastSamples.p90),
      p99: hasTail ? toMs(histogram.percentile(99)) : null,
      max: n === 0 ? null : toMs(histogram.max),
      mean: n < 1 ? null : toMs(sum / n),
      n,
      ci95: { mean: intervals.mean, p50: intervals.p50, p99: hasTail ? intervals.p99 : null },
    },
    curve: curveOf((share) => toMs(histogram.percentile(share)), n),
  };
};

const shares = [0, 5, 10, 20, 30, 40, 50, 60, 70, 75, 80, 85, 90, 92.5, 95, 97, 98, 99, 99.5, 99.9, 99.95, 99.99];

/** Up to the percentile that still has a sample of its own. */
const curveOf = (percentile: (share: number) => number, n: number): PercentileCurve =>
  n === 0
    ? []
    : shares
        .filter((share) => share <= 100 - 100 / n)
        .map((share) => [share / 100, percentile(Math.max(share, 100 / n))] as const);

/** Work is bounded: fewer resamples where there are many samples, for there the intervals are narrow anyway. */
const resamplesFor = (n: number): number => Math.min(400, Math.max(40, Math.floor(4e6 / Math.max(1, n))));

interface Intervals {
  readonly mean: Interval;
  readonly p50: Interval;
  readonly p99: Interval;
}

/** Bootstrap over blocks (Efron & Tibshirani, "An Introduction to the Bootstrap", §8.6): the middle 95 % of resamples. */
const bootstrap = (blocks: readonly Block[], n: number): Intervals => {
  if (n < leastSamples.mean || blocks.length < 2) return { mean: null, p50: null, p99: null };
  const random = seededRandom(n);
  const means: number[] = [];
  const medians: number[] = [];
  const tails: number[] = [];
  for (let round = 0; round < resamplesFor(n); round += 1) {
    const drawn: number[] = [];
    for (let index = 0; index < blocks.length; index += 1) drawn.push(...random.pick(blocks).latenciesNs);
    if (drawn.length === 0) continue;
    const sorted = Float64Array.from(drawn).sort();
    means.push(toMs(drawn.reduce((sum, value) => sum + value, 0) / drawn.length));
    medians.push(toMs(sorted[Math.floor(sorted.length * 0.5)] ?? 0));
    tails.push(toMs(sorted[Math.floor(sorted.length * 0.99)] ?? 0));
  }
  return { mean: middle95(means), p50: middle95(medians), p99: middle95(tails) };
};

const middle95 = (values: readonly number[]): Interval => {
  const sorted = values.toSorted((left, right) => left - right);
  const at = (share: number): number => sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? 0;
  return [at(0.025), at(0.975)];
};

// The ratio of two runs' latencies with its interval: a bootstrap over moments, with what the floor moved taken off. Pure.
import { seededRandom, type Random } from '../../servers/simulation/random.ts';
import { betweenRuns } from './drift.ts';
import type { LatencyMeasure } from './measures.ts';
import type { Column, Side, Sides } from './sides.ts';
import { studentReach } from './student.ts';

/** How the floor is reckoned with: what it moved is taken off, or each latency is divided by it (two machines). */
export type FloorUse = 'shift' | 'divide';

/** A ratio B/A and the ends of its 95 % interval. */
export interface RatioEstimate {
  readonly ratio: number;
  readonly low: number;
  readonly high: number;
}

/** What a figure needs on either side, as in a run (measure/statistics.ts), and clusters enough to resample. */
const leastSamples = { mean: 20, p50: 20, p99: 1000 } as const;
const leastEventsForTail = 100;
const leastClusters = 5;

/** Enough for a standard error (Efron & Tibshirani, "An Introduction to the Bootstrap", §6.4). */
const resamples = 200;

/** Three estimates; `null` where n is too small. */
export type LatencyRatios = Readonly<Record<LatencyMeasure, RatioEstimate | null>>;

/**
 * Bootstrap over clusters (Davison & Hinkley, "Bootstrap Methods and their Application", §3.8), the same draw for both halves
 * of a pair, for the probes beside them and for all measures. The floor is the covariate (control variates: Lavenberg & Welch,
 * Management Science 27, 1981): in the first eight recordings the mean of the same code was off by 1.3 to 3.1 standard errors
 * without it, and by 0.6 to 1.5 with it.
 */
export const latencyRatios = (sides: Sides, use: FloorUse): LatencyRatios => {
  const { a, b, isPaired, kind } = sides;
  const clusters = Math.min(a.clusters, b.clusters);
  const random = seededRandom(a.own.ms.length + b.own.ms.length);
  const seen = estimates(sides, [ones(a), ones(b)], use);
  const drawn = Array.from({ length: clusters < leastClusters ? 0 : resamples }, () => {
    const weights = draw(random, a.clusters);
    return estimates(sides, [weights, isPaired ? weights : draw(random, b.clusters)], use);
  });
  const reach = studentReach(clusters - 1) * betweenRuns[kind];
  const interval = (name: keyof Estimates): RatioEstimate | null => {
    const error = deviation(drawn.map((one) => one[name]));
    const center = seen[name];
    if (!Number.isFinite(center) || !(error >= 0)) return null;
    return { ratio: Math.exp(center), low: Math.exp(center - reach * error), high: Math.exp(center + reach * error) };
  };
  const holds = (measure: LatencyMeasure): boolean => clusters >= leastClusters && isEnough(sides, measure);
  return {
    mean: holds('mean') ? interval('mean') : null,
    p50: holds('p50') ? interval('p50') : null,
    p99: holds('p99') ? hull(interval('p99'), interval('p99BesideTail')) : null,
  };
};

const isEnough = ({ a, b }: Sides, measure: LatencyMeasure): boolean =>
  [a, b].every(
    ({ own, events }) => own.ms.length >= leastSamples[measure] && (measure !== 'p99' || events >= leastEventsForTail),
  );

/** Logarithms of ratios. */
interface Estimates {
  readonly mean: number;
  readonly p50: number;
  readonly p99: number;
  /** With the probes' own tail taken off instead of their mean. */
  readonly p99BesideTail: number;
}

/**
 * Each figure beside the same figure of the floor. The tail is the exception: few of the probes' samples are in it, and whether
 * a standstill met them is luck. So p99 is estimated with their mean and with their tail, and the interval covers both.
 */
const estimates = ({ a, b }: Sides, [ofA, ofB]: readonly [Weights, Weights], use: FloorUse): Estimates => {
  const ratio = (own: (column: Column, weights: Weights) => number, floor = own): number => {
    const [ownA, ownB, floorA, floorB] = [own(a.own, ofA), own(b.own, ofB), floor(a.probes, ofA), floor(b.probes, ofB)];
    if (use === 'divide') return Math.log(ownB / floorB / (ownA / floorA));
    return Math.log((ownB - (Number.isFinite(floorB - floorA) ? floorB - floorA : 0)) / ownA);
  };
  return { mean: ratio(mean), p50: ratio(median), p99: ratio(tail, mean), p99BesideTail: ratio(tail) };
};

/** How often each cluster was drawn. */
type Weights = Uint32Array;

const ones = ({ clusters }: Side): Weights => new Uint32Array(clusters).fill(1);

const draw = (random: Random, clusters: number): Weights => {
  const weights = new Uint32Array(clusters);
  for (let index = 0; index < clusters; index += 1) {
    const drawn = random.integer(clusters);
    weights[drawn] = (weights[drawn] ?? 0) + 1;
  }
  return weights;
};

const dot = (weights: Weights, values: Float64Array): number => {
  let sum = 0;
  for (let index = 0; index < values.length; index += 1) sum += (weights[index] ?? 0) * (values[index] ?? 0);
  return sum;
};

const mean = ({ sums, sizes }: Column, weights: Weights): number => dot(weights, sums) / dot(weights, sizes);

const median = (column: Column, weights: Weights): number => quantile(column, weights, 0.5);

const tail = (column: Column, weights: Weights): number => quantile(column, weights, 0.99);

/** Nearest rank among the weighted values, counted from whichever end is nearer; NaN of nothing. */
const quantile = (column: Column, weights: Weights, share: number): number => {
  const total = dot(weights, column.sizes);
  const rank = Math.ceil(total * share);
  if (total === 0) return NaN;
  return (
    column.ms[share <= 0.5 ? rowFromBelow(column, weights, rank) : rowFromAbove(column, weights, total - rank)] ?? NaN
  );
};

/** The first row up to which so many weighted values lie. */
const rowFromBelow = ({ cluster }: Column, weights: Weights, rank: number): number => {
  let row = 0;
  for (let count = 0; row < cluster.length; row += 1) {
    count += weights[cluster[row] ?? 0] ?? 0;
    if (count >= rank) break;
  }
  return row;
};

/** The last row above which at most so many weighted values lie. */
const rowFromAbove = ({ cluster }: Column, weights: Weights, above: number): number => {
  let row = cluster.length - 1;
  for (let count = 0; row > 0; row -= 1) {
    count += weights[cluster[row] ?? 0] ?? 0;
    if (count > above) break;
  }
  return row;
};

const deviation = (values: readonly number[]): number => {
  const finite = values.filter(Number.isFinite);
  if (finite.length < 2) return NaN;
  const center = finite.reduce((sum, value) => sum + value, 0) / finite.length;
  return Math.sqrt(finite.reduce((sum, value) => sum + (value - center) ** 2, 0) / (finite.length - 1));
};

const hull = (one: RatioEstimate | null, other: RatioEstimate | null): RatioEstimate | null =>
  one && other ? { ...one, low: Math.min(one.low, other.low), high: Math.max(one.high, other.high) } : one;

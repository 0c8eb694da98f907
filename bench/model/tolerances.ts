// How far off a figure may be (MEASURING §0). Nobody widens these to pass: where a prediction is off, it or the harness is wrong.
import type { Observed } from './observed.ts';

/** Means, quantiles and counts: 5 % in the default run, 3 % from 10 s on. */
export const meanShare = ({ workload }: Pick<Observed, 'workload'>): number =>
  workload.durationSeconds >= 10 ? 0.03 : 0.05;

/** Bytes: 0.5 %. */
export const byteShare = 0.005;

/** Packets: 1 %, for one that is shared or doubled weighs more among packets than among bytes. */
export const packetShare = 0.01;

/** Shares of answers: five percentage points. */
export const sharePoints = 0.05;

/** Independent samples: on a wallboard all clients see the same event. */
export const independentSamples = ({
  workload,
  n,
  distinctEvents,
}: Pick<Observed, 'workload' | 'n' | 'distinctEvents'>): number => (workload.kind === 'desktops' ? n : distinctEvents);

/** The value below which a share of sorted values lies (nearest rank); NaN of nothing. */
export const quantileOf = (sorted: Float64Array, share: number): number =>
  sorted[Math.min(sorted.length - 1, Math.max(0, Math.ceil(sorted.length * share) - 1))] ?? Number.NaN;

/**
 * How far a process that stood still may have moved a quantile: by all of its standstill when that took as much of the time
 * as there are samples above the quantile, and by a share of it when it took less. Milliseconds.
 */
export const stallDoubtMs = (
  { workload, worstStallMs }: Pick<Observed, 'workload' | 'worstStallMs'>,
  share: number,
) => {
  const measuredMs = workload.durationSeconds * workload.repeats * 1000;
  return worstStallMs * Math.min(1, worstStallMs / measuredMs / (1 - share));
};

/** How far it may have moved a mean: every moment of it by half its length, over the whole time. Milliseconds. */
export const stallMeanDoubtMs = ({ workload, worstStallMs }: Pick<Observed, 'workload' | 'worstStallMs'>): number =>
  worstStallMs ** 2 / (2 * workload.durationSeconds * workload.repeats * 1000);

/**
 * What computing may add to a way, milliseconds: that of one message, and on a wallboard that of all who are served before.
 * Where the way is long it does not matter; where it is a fraction of a millisecond nothing else does.
 */
export const computingMs = ({
  workload,
  serviceMs,
  fanOut,
}: Pick<Observed, 'workload' | 'serviceMs' | 'fanOut'>): number =>
  serviceMs + (fanOut === null ? 0 : workload.clients * (fanOut.serverMs + fanOut.relayMs + fanOut.clientsMs));

/** What a timer or a scheduler is off by: who comes within that of a turn may just have caught it, or just have missed it. */
const turnJitterMs = 1.2;

/** Samples that fall to the other side of a turn than the timetable says, of `n` of which one comes every `everyMs`. */
export const flippedSamples = (n: number, everyMs: number): number => (n * turnJitterMs) / everyMs;

/**
 * Standard error of how many of n samples lie above a quantile. The count of a tail is Poisson and lopsided: the square root
 * of it is what is nearly normal (Anscombe 1948), so that four standard errors of the root are 4 (√k + 1) of the count.
 */
export const tailCountError = (n: number, share: number): number => Math.sqrt(n * share * (1 - share)) + 1;

/**
 * Standard error of the largest of n samples, which lie `spacing` apart at the top: how far it stays below the end is
 * exponential, not normal, and what has the probability of four standard errors lies 9.7 spacings away.
 */
export const largestError = (spacing: number): number => (9.7 / 4) * spacing;

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

// How one event spreads over the readers of a wallboard: a line through their arrival times, event by event.
import { quantileOf } from '../model/tolerances.ts';
import type { SegmentResult } from './segment.ts';

/** Slope of the least-squares line through values at 0, 1, 2 …; NaN of fewer than two. */
export const slopeOf = (values: Float64Array): number => {
  const middle = (values.length - 1) / 2;
  let products = 0;
  let squares = 0;
  values.forEach((value, rank) => {
    products += (rank - middle) * value;
    squares += (rank - middle) ** 2;
  });
  return products / squares;
};

/** Median slope over all events, and how sure it is, milliseconds a reader. */
export const fanOutSlopes = (
  segments: readonly SegmentResult[],
): { readonly slopeMs: number; readonly slopeErrorMs: number } => {
  const slopes = segments.flatMap(({ records }) => {
    const arrivals = new Map<number, number[]>();
    for (const { latenciesNs, latencySequences } of records) {
      latencySequences.forEach((sequence, at) => {
        const latencyMs = (latenciesNs[at] ?? 0) / 1e6;
        const known = arrivals.get(sequence);
        if (known) known.push(latencyMs);
        else arrivals.set(sequence, [latencyMs]);
      });
    }
    return [...arrivals.values()].filter((all) => all.length > 1).map((all) => slopeOf(Float64Array.from(all).sort()));
  });
  const sorted = Float64Array.from(slopes).sort();
  // Standard error of a median from the middle half of the samples: 1.2533 σ/√n, σ = IQR/1.349.
  const spread = (quantileOf(sorted, 0.75) - quantileOf(sorted, 0.25)) / 1.349;
  return { slopeMs: quantileOf(sorted, 0.5), slopeErrorMs: (1.2533 * spread) / Math.sqrt(Math.max(1, sorted.length)) };
};

// Means with an error that knows that seconds hang together, and how often the machine was busy with something else. Pure.
import type { ClientRecord } from './recorder.ts';

/** A mean, and how far off it may be. */
export interface MeanWithError {
  readonly meanMs: number;
  readonly standardErrorMs: number;
}

/** How much later than the median a sample counts as stalled; on an idle machine the last percent lies within 5 ms. */
const stallMs = 10;

interface Batch {
  n: number;
  sum: number;
}

const samplesOf = (records: readonly ClientRecord[]): readonly number[] =>
  records.flatMap(({ latenciesNs }) => [...latenciesNs]).map((ns) => ns / 1e6);

/** One batch a second and repeat, over all readers: a busy machine delays them all at once. */
const batchesOf = (repeats: readonly (readonly ClientRecord[])[]): readonly Batch[] => {
  const batches = new Map<string, Batch>();
  repeats.forEach((records, repeat) => {
    for (const { latenciesNs, seconds } of records) {
      latenciesNs.forEach((ns, index) => {
        const key = `${repeat} ${seconds[index]}`;
        const batch = batches.get(key) ?? { n: 0, sum: 0 };
        batch.n += 1;
        batch.sum += ns / 1e6;
        batches.set(key, batch);
      });
    }
  });
  return [...batches.values()];
};

const varianceOf = (values: readonly number[], mean: number): number =>
  values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / Math.max(1, values.length - 1);

/**
 * Mean and standard error: the larger of that of independent samples and that of batch means
 * (Law & Kelton, "Simulation Modeling and Analysis", §9.5.3).
 */
export const meanWithError = (repeats: readonly (readonly ClientRecord[])[]): MeanWithError => {
  const samples = repeats.flatMap(samplesOf);
  if (samples.length < 2) return { meanMs: NaN, standardErrorMs: Infinity };
  const meanMs = samples.reduce((sum, value) => sum + value, 0) / samples.length;
  const independent = Math.sqrt(varianceOf(samples, meanMs) / samples.length);
  const means = batchesOf(repeats).map(({ n, sum }) => sum / n);
  const batched = means.length < 2 ? 0 : Math.sqrt(varianceOf(means, meanMs) / means.length);
  return { meanMs, standardErrorMs: Math.max(independent, batched) };
};

/** Share of the samples that came more than 10 ms after the median. */
export const stalledShare = (repeats: readonly (readonly ClientRecord[])[]): number => {
  const sorted = repeats.flatMap(samplesOf).sort((left, right) => left - right);
  if (sorted.length === 0) return 1;
  const limit = (sorted[Math.floor(sorted.length / 2)] ?? 0) + stallMs;
  return sorted.filter((ms) => ms > limit).length / sorted.length;
};

// Latencies in buckets of about one per cent: percentiles of a lane without keeping its samples. Pure.

/** Buckets a doubling: neighbours lie 2^(1/64) = 1.09 % apart. */
const perDoubling = 64;
/** Below this everything is one bucket, in milliseconds. */
const leastMs = 0.01;
/** 0.01 ms to about ten minutes. */
const bucketCount = 26 * perDoubling;
/** Samples that have to lie above a percentile before it says something (the bench's rule too). */
const samplesAbove = 10;

const shares = [
  0, 0.01, 0.05, 0.1, 0.2, 0.25, 0.3, 0.4, 0.5, 0.6, 0.7, 0.75, 0.8, 0.85, 0.9, 0.925, 0.95, 0.96, 0.97, 0.98, 0.985,
  0.99, 0.9925, 0.995, 0.9975, 0.999, 0.9995, 0.9999,
];

/** Bounded, whatever it is given. */
export class LatencyHistogram {
  readonly #counts = new Uint32Array(bucketCount);
  #n = 0;

  get n(): number {
    return this.#n;
  }

  /** A clock error may make a latency negative: it counts as none. */
  record(ms: number): void {
    const bucket = ms <= leastMs ? 0 : Math.ceil(Math.log2(ms / leastMs) * perDoubling);
    const index = Math.min(bucket, bucketCount - 1);
    this.#counts[index] = (this.#counts[index] as number) + 1;
    this.#n += 1;
  }

  reset(): void {
    this.#counts.fill(0);
    this.#n = 0;
  }

  /** The least latency that so large a share is not above; `null` = too few samples for it. */
  percentile(share: number): number | null {
    return this.#n * (1 - share) < samplesAbove ? null : this.#valueAt(share);
  }

  /** The percentile curve, as far as there are samples for it. */
  curve(): readonly (readonly [share: number, ms: number])[] {
    return shares
      .filter((share) => this.#n * (1 - share) >= samplesAbove)
      .map((share) => [share, this.#valueAt(share)]);
  }

  #valueAt(share: number): number {
    const wanted = Math.max(1, Math.ceil(share * this.#n));
    let seen = 0;
    for (let index = 0; index < bucketCount; index += 1) {
      seen += this.#counts[index] as number;
      // The middle of the bucket, on the logarithmic scale.
      if (seen >= wanted) return leastMs * 2 ** ((index - 0.5) / perDoubling);
    }
    return leastMs * 2 ** (bucketCount / perDoubling);
  }
}

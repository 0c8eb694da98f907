// One timeline for the page and its worker: each counts from its own start, so the start is added.

/** Milliseconds on the browser's monotonic clock; comparable between the page and its worker, not with the server. */
export const nowMs = (): number => performance.timeOrigin + performance.now();

/** The same in nanoseconds. The two parts are added as integers, for a double has no room for both. */
export const nowNs = (): bigint =>
  BigInt(Math.round(performance.timeOrigin * 1000)) * 1000n + BigInt(Math.round(performance.now() * 1e6));

/** From {@link nowNs} to {@link nowMs}. */
export const toMs = (ns: bigint): number => Number(ns / 1000n) / 1000;

// The distance between the browser's clock and the server's, from the quickest of many questions (NTP's rule: RFC 5905 §10). Pure.

/** One question of the time: when it was asked and answered on the browser's clock, and what the server's clock said. */
export interface ClockSample {
  readonly askedMs: number;
  readonly answeredMs: number;
  readonly serverMs: number;
}

/** What is known of the server's clock. */
export interface ClockEstimate {
  /** Server minus browser, milliseconds. */
  readonly offsetMs: number;
  /** Largest possible error, milliseconds: half the round trip of the best sample. */
  readonly errorMs: number;
}

/** Questions whose best one is taken. */
export const samplesPerSync = 40;

/** `null` without a sample. The answer lies between question and answer, so half the round trip bounds the error. */
export const estimateClock = (samples: readonly ClockSample[]): ClockEstimate | null => {
  let best: ClockEstimate | null = null;
  for (const { askedMs, answeredMs, serverMs } of samples) {
    const errorMs = (answeredMs - askedMs) / 2;
    if (errorMs >= 0 && (best === null || errorMs < best.errorMs)) {
      best = { offsetMs: serverMs - (askedMs + answeredMs) / 2, errorMs };
    }
  }
  return best;
};

/** Crystals of two clocks run apart by at most this, as a share: 15 ppm (RFC 5905 §7.2, PHI). */
const driftPerMs = 0.000_015;

/** A new estimate replaces an old one only if it is better than what drift has made of that: a clock that jumps disturbs more than one that is 0.1 ms off. */
export const betterClock = (
  known: ClockEstimate | null,
  found: ClockEstimate | null,
  ageMs: number,
): ClockEstimate | null => {
  if (known === null || found === null) return found ?? known;
  const agedMs = known.errorMs + ageMs * driftPerMs;
  return found.errorMs < agedMs || Math.abs(found.offsetMs - known.offsetMs) > found.errorMs + agedMs ? found : known;
};

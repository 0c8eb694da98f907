// Timetables: when events are *meant* to happen, made from the seed beforehand and never slowed by a slow server.
import type { Random } from './random.ts';

/** How events are spread over time. */
export type ArrivalPattern = 'poisson' | 'fixed' | 'burst';
export const arrivalPatterns: readonly ArrivalPattern[] = ['poisson', 'fixed', 'burst'];

/** Events in one burst; bursts come as often as keeps the mean rate. */
const burstSize = 10;

/** Milliseconds from the start at which the events happen, rising without end. */
export function* timetable(pattern: ArrivalPattern, ratePerSecond: number, random: Random): Generator<number, never> {
  const meanMs = 1000 / ratePerSecond;
  let atMs = 0;
  for (let count = 0; ; count += 1) {
    switch (pattern) {
      case 'poisson':
        atMs += random.exponential(meanMs);
        break;
      case 'fixed':
        atMs += meanMs;
        break;
      case 'burst':
        if (count % burstSize === 0) atMs += meanMs * burstSize;
        break;
    }
    yield atMs;
  }
}

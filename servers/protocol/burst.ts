// A burst: many events at a fixed rate, as `POST /events` and the control channel ask for one.
import { checkNumber } from './parameters.ts';

/** What is asked for. */
export interface Burst {
  readonly count: number;
  readonly ratePerSecond: number;
}

const countRule = { least: 1, most: 100_000, isWhole: true };
/** A slower one would hold one of the few places for days. */
const rateRule = { least: 0.001, most: 1_000_000 };

/** @throws {LabError} LAB_PARAMETER_INVALID with the value seen and the value wanted */
export const readBurst = (value: unknown): Burst => {
  const { count, ratePerSecond } = (value ?? {}) as { readonly count?: unknown; readonly ratePerSecond?: unknown };
  return {
    count: checkNumber(count, 'burst.count', countRule),
    ratePerSecond: checkNumber(ratePerSecond, 'burst.ratePerSecond', rateRule),
  };
};

// A model row: prediction beside measurement, judged true, false, or null (too few samples for the tolerance).
import type { ModelRow } from '../report/result.ts';

/** How a row is judged. */
export interface Judgement {
  readonly name: string;
  readonly predicted: number;
  readonly measured: number;
  readonly unit: string;
  readonly tolerance: number;
  /** Standard error of the measurement, from the model's own variance. @default 0, for figures without sampling error */
  readonly standardError?: number;
  /** What the model itself cannot know under this workload, in `unit`. @default 0 */
  readonly uncertainty?: number;
}

/** [MEASURING §0] a row is null when 4 standard errors exceed its tolerance. */
const standardErrors = 4;

/**
 * [MEASURING §0] judged at 4 standard errors or the tolerance, whichever is larger; what the model cannot know comes on top.
 * False beyond that; true inside the tolerance, when no doubt is larger than it; null in between, and without a measurement.
 */
export const judge = ({ standardError = 0, uncertainty = 0, ...row }: Judgement): ModelRow => {
  const { measured, predicted, tolerance } = row;
  const distance = Math.abs(measured - predicted);
  const sampling = standardErrors * standardError;
  const isSure = sampling <= tolerance && uncertainty <= tolerance;
  if (!Number.isFinite(distance)) return { ...row, ok: null };
  if (distance > Math.max(tolerance, sampling) + uncertainty) return { ...row, ok: false };
  return { ...row, ok: isSure && distance <= tolerance ? true : null };
};

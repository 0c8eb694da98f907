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

/** True inside the tolerance; false beyond it and beyond what the model cannot know; null when neither can be said. */
export const judge = ({ standardError = 0, uncertainty = 0, ...row }: Judgement): ModelRow => ({
  ...row,
  ok: canTell(row, Math.max(standardErrors * standardError, uncertainty)) ? holds(row, uncertainty) : null,
});

const canTell = ({ measured, tolerance }: Judgement, doubt: number): boolean =>
  Number.isFinite(measured) && doubt <= tolerance;

const holds = ({ measured, predicted, tolerance }: Judgement, uncertainty: number): boolean | null => {
  const distance = Math.abs(measured - predicted);
  if (distance <= tolerance) return true;
  return distance <= tolerance + uncertainty ? null : false;
};

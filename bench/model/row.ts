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
}

/** [MEASURING §0] a row is null when 4 standard errors exceed its tolerance. */
const standardErrors = 4;

export const judge = ({ standardError = 0, ...row }: Judgement): ModelRow => ({
  ...row,
  ok:
    Number.isFinite(row.measured) && standardErrors * standardError <= row.tolerance
      ? Math.abs(row.measured - row.predicted) <= row.tolerance
      : null,
});

// Theory beside measurement as one compact table: every prediction, how far it is off in percent of its tolerance, and its mark. Browser-safe.
import type { ChartTable } from './chart-definition.ts';
import { toCsv } from './csv.ts';
import { figuresIn, noFigure } from './figures.ts';
import type { ModelRow, RunResult } from './result.ts';
import { judgedTransports, marks, outcomeWord, reasonWord, type JudgedRow } from './verdict.ts';
import { reportWords, type ReportWords } from './words.ts';

/** A prediction beside its measurement, with the figures behind the words. */
export interface ModelCheck extends JudgedRow {
  readonly letter: string;
  readonly row: ModelRow;
  /** (measured - predicted) in percent of the tolerance; infinite where nothing is tolerated, `null` without a figure. */
  readonly deviation: number | null;
}

/** Every prediction of a run, in its order. */
export const modelChecks = (run: RunResult, words: ReportWords = reportWords): readonly ModelCheck[] => {
  const judged = new Map(judgedTransports(run, words).map((transport) => [transport.id, transport]));
  return run.transports.flatMap(({ id, model }) => {
    const transport = judged.get(id);
    return model.flatMap((row, at) => {
      const words = transport?.rows[at];
      return transport && words ? [{ ...words, letter: transport.letter, row, deviation: deviationOf(row) }] : [];
    });
  });
};

/** The furthest off first, whichever way; without a figure last. */
export const byDeviation = (checks: readonly ModelCheck[]): readonly ModelCheck[] =>
  checks.toSorted((one, other) => sizeOf(other) - sizeOf(one) || 0);

/** The checks as cells. */
export const modelTable = (checks: readonly ModelCheck[], words: ReportWords = reportWords): ChartTable => ({
  head: [
    words.transport,
    words.prediction,
    words.verdict,
    words.predicted,
    words.measured,
    words.unit,
    words.deviation,
  ],
  rows: checks.map((check) => [
    `${check.letter} ${check.title}`,
    check.name,
    `${marks[check.outcome].sign} ${outcomeWord(check.outcome, words)}`,
    check.predicted,
    check.measured,
    check.unit,
    formatDeviation(check.deviation, words),
  ]),
});

/** How far a prediction is off, with the sign of the way in which it is. */
export const formatDeviation = (deviation: number | null, words: ReportWords = reportWords): string => {
  if (deviation === null) return noFigure;
  const size = Number.isFinite(deviation) ? figuresIn(words).formatNumber(Math.abs(deviation)) : '∞';
  return `${signOf(deviation)}${size}`;
};

/** Every prediction as CSV, its figures in full and with a decimal point; only the words follow the language. */
export const modelCsv = (run: RunResult, words: ReportWords = reportWords): string =>
  toCsv({
    head: [
      'id',
      words.transport,
      words.prediction,
      words.predicted,
      words.measured,
      words.tolerance,
      words.unit,
      words.deviation,
      words.verdict,
      words.reason,
    ],
    rows: modelChecks(run, words).map((check) => [
      check.id,
      check.title,
      check.name,
      ...[check.row.predicted, check.row.measured, check.row.tolerance].map(plainNumber),
      check.unit,
      plainNumber(check.deviation),
      outcomeWord(check.outcome, words),
      check.outcome === 'holds' ? '' : reasonWord(check, words),
    ]),
  });

/** A figure that could not be taken is no number, and null when it comes from a file: an empty field. */
const plainNumber = (value: number | null): string => (value === null || !Number.isFinite(value) ? '' : String(value));

const deviationOf = ({ predicted, measured, tolerance }: ModelRow): number | null => {
  if (![predicted, measured, tolerance].every(Number.isFinite)) return null;
  return measured === predicted ? 0 : ((measured - predicted) / tolerance) * 100;
};

const sizeOf = ({ deviation }: ModelCheck): number => (deviation === null ? -1 : Math.abs(deviation));

const signOf = (deviation: number): string => {
  if (Math.abs(deviation) < 0.5) return '';
  return deviation > 0 ? '+' : '−';
};

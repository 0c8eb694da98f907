// The headline of a run as CSV text, for a spreadsheet: every figure in full. Browser-safe.
import { toCsv } from './csv.ts';
import { faultWords, headlineColumnsIn, headlineRows } from './headline.ts';
import type { HeadlineColumn, HeadlineRow } from './headline.ts';
import type { RunResult } from './result.ts';
import { fill, reportWords, type ReportWords } from './words.ts';

/**
 * One row a transport, a peer and the floor. Figures are not rounded and have a decimal point whatever the language, so that
 * a program can read them; a figure that there is not is an empty field.
 *
 * @param words of the heads, English by default
 */
export const headlineCsv = (run: RunResult, words: ReportWords = reportWords): string => {
  const fields: readonly Field[] = [
    { name: 'id', of: ({ id, peer }) => id ?? peer ?? 'floor' },
    { name: words.transport, of: ({ title }) => title },
    ...headlineColumnsIn(words).flatMap((column) => fieldsOf(column, words)),
    { name: 'n', of: ({ latencyMs }) => latencyMs.n },
  ];
  return toCsv({
    head: fields.map(({ name }) => name),
    rows: headlineRows(run, words).map((row) => fields.map(({ of }) => textOf(of(row)))),
  });
};

interface Field {
  readonly name: string;
  readonly of: (row: HeadlineRow) => string | number | null;
}

/** A figure, and the ends of its interval where it has one; the column of faults holds three figures. */
const fieldsOf = ({ words: name, figure, interval }: HeadlineColumn, words: ReportWords): readonly Field[] => {
  if (!figure) return faultWords(words).map((fault, at) => ({ name: fault, of: ({ faults }) => faults?.[at] ?? null }));
  const ends = [words.intervalLow, words.intervalHigh].map((end, at) => ({
    name: fill(end, { name }),
    of: (row: HeadlineRow) => interval?.(row)?.[at] ?? null,
  }));
  return [{ name, of: figure }, ...(interval ? ends : [])];
};

const textOf = (value: string | number | null): string =>
  value === null || (typeof value === 'number' && !Number.isFinite(value)) ? '' : String(value);

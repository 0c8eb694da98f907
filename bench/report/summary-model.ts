// Theory beside measurement in Markdown: how many rows came out how, what did not hold and why, and then every row.
import { formatCount, formatNumber } from './figures.ts';
import { table } from './markdown.ts';
import type { RunResult } from './result.ts';
import { judgedRows, judgedTransports, marks, reasonWord, type JudgedRow, type JudgedTransport } from './verdict.ts';

/** The section without its heading; empty of a run without predictions. */
export const model = (run: RunResult): string => {
  const transports = judgedTransports(run);
  if (transports.length === 0) return '';
  return [
    table(countHead, transports.map(countCells), 1),
    ...openTable(judgedRows(run).filter(({ outcome }) => outcome !== 'holds')),
    ...transports.map(transportTable),
  ].join('\n\n');
};

const signed = (outcome: keyof typeof marks): string => `${marks[outcome].sign} ${marks[outcome].word}`;

/** Head of the table that counts. */
export const countHead = ['transport', signed('holds'), signed('fails'), signed('undecided')];

/** A row of it. */
export const countCells = ({ title, counts }: JudgedTransport): readonly string[] => [
  title,
  formatNumber(counts.holds),
  formatNumber(counts.fails),
  formatNumber(counts.undecided),
];

const figureHead = ['predicted', 'measured', 'tolerance', 'unit'];
const figureCells = ({ predicted, measured, tolerance, unit }: JudgedRow): readonly string[] => [
  predicted,
  measured,
  tolerance,
  unit,
];

/** Why a row is not called true, in words that go on from its name. */
export const reasonOf = (row: JudgedRow): string => reasonWord(row);

/** The failing first. */
export const openRows = (rows: readonly JudgedRow[]): readonly JudgedRow[] =>
  ['fails', 'undecided'].flatMap((outcome) => rows.filter((row) => row.outcome === outcome));

const openTable = (rows: readonly JudgedRow[]): readonly string[] => {
  if (rows.length === 0) return [];
  const cells = openRows(rows).map((row) => [
    row.title,
    row.name,
    signed(row.outcome),
    reasonOf(row),
    ...figureCells(row),
  ]);
  return [
    `### What does not hold, or cannot be told\n\n${table(['transport', 'what', 'verdict', 'because it', ...figureHead], cells, 4)}`,
  ];
};

const transportTable = ({ title, rows }: JudgedTransport): string => {
  const cells = rows.map((row) => [row.name, signed(row.outcome), ...figureCells(row)]);
  return `### ${title}: ${formatCount(rows.length, 'prediction')}\n\n${table(['what', 'verdict', ...figureHead], cells, 2)}`;
};

// What a person reads in the terminal: the headline, where the bytes go, what a freeze did, and what theory says of it all.
import { formatNumber } from './figures.ts';
import { hasFault, headlineColumns, headlineRows, isFloor, workloadLine } from './headline.ts';
import type { HeadlineColumn, HeadlineRow } from './headline.ts';
import { wrapParagraph } from './paragraph.ts';
import { peerFaults } from './prose-peer.ts';
import type { RunResult } from './result.ts';
import { freezeLines } from './table-freeze.ts';
import { ledgerLines } from './table-ledger.ts';
import { modelLines } from './table-model.ts';
import { alignedLine, columnWidths, sheetFor, tableWidth, type Sheet, type TableLook } from './terminal.ts';
import { verdictSentence } from './verdict.ts';

/** The whole table as text, ending with a line break. No line is longer than `width`, down to 60. */
export const renderTable = (run: RunResult, look: TableLook = {}): string => {
  const sheet = sheetFor(look);
  const { width, paint } = sheet;
  const sections = [
    paint('bold', wrapParagraph(`${run.workload.name} · ${workloadLine(run.workload)}`, width)),
    ...headlineLines(headlineRows(run), sheet),
    ...noteLines(run).map((line) => wrapParagraph(line, width)),
    '',
    ...followedByGap(ledgerLines(run, sheet)),
    ...followedByGap(freezeLines(run, sheet)),
    ...followedByGap(modelLines(run, sheet)),
    paint(run.void ? ['bold', 'red'] : 'bold', wrapParagraph(verdictSentence(run), width)),
  ];
  return `${sections.join('\n')}\n`;
};

const followedByGap = (lines: readonly string[]): readonly string[] => (lines.length === 0 ? [] : [...lines, '']);

const headlineLines = (rows: readonly HeadlineRow[], { width, paint }: Sheet): readonly string[] => {
  const { columns, isShort } = fit(rows, width);
  const heads = headsOf(columns);
  const body = rows.map((row) => cellsOf(row, columns, isShort));
  const layout = { widths: columnWidths([...heads, ...body]), left: [0] };
  return [
    ...heads.map((cells) => paint('dim', alignedLine(cells, layout))),
    ...rows.map((row, at) => {
      const text = alignedLine(body[at] ?? [], layout);
      if (hasFault(row)) return paint('red', text);
      return isFloor(row) ? paint('dim', text) : text;
    }),
  ];
};

const headsOf = (columns: readonly HeadlineColumn[]): readonly (readonly string[])[] =>
  ([0, 1] as const).map((at) => ['', ...columns.map(({ head }) => head[at])]);

const cellsOf = (row: HeadlineRow, columns: readonly HeadlineColumn[], isShort: boolean): readonly string[] => [
  nameOf(row, isShort),
  ...columns.map((column) => cellOf(column, row)),
];

/** Leaves out the columns of the lowest rank before it shortens the names, and those of the next ranks after it. */
const fit = (rows: readonly HeadlineRow[], width: number) => {
  const isFitting = (columns: readonly HeadlineColumn[], isShort: boolean): boolean =>
    tableWidth(columnWidths([...headsOf(columns), ...rows.map((row) => cellsOf(row, columns, isShort))])) <= width;
  const narrowed = narrowing(headlineColumns);
  const choices = [
    ...[headlineColumns, withoutLowest(headlineColumns)].map((columns) => ({ columns, isShort: false })),
    ...narrowed.map((columns) => ({ columns, isShort: true })),
  ];
  const narrowest = { columns: narrowed.at(-1) ?? headlineColumns, isShort: true };
  return choices.find(({ columns, isShort }) => isFitting(columns, isShort)) ?? narrowest;
};

const withoutLowest = (columns: readonly HeadlineColumn[]): readonly HeadlineColumn[] => {
  const lowest = Math.min(...columns.map(({ rank }) => rank));
  return columns.filter(({ rank }) => rank !== lowest);
};

/** All columns, then fewer and fewer. */
const narrowing = (columns: readonly HeadlineColumn[]): readonly (readonly HeadlineColumn[])[] =>
  columns.length <= 3 ? [columns] : [columns, ...narrowing(withoutLowest(columns))];

const nameOf = ({ letter, title, id, peer }: HeadlineRow, isShort: boolean): string =>
  `${letter} ${isShort ? (id ?? peer ?? 'floor') : title}`;

/** A fault carries a sign of its own, because colour may be missing. */
const cellOf = (column: HeadlineColumn, row: HeadlineRow): string =>
  column.key === 'faults' && hasFault(row) ? `! ${column.cell(row)}` : column.cell(row);

const noteLines = (run: RunResult): readonly string[] => {
  const rows = headlineRows(run);
  const missed = rows.filter((row) => row.missed > 0);
  const estimated = run.transports.find(({ bytes }) => bytes.source === 'estimated');
  return [
    ...(rows.some(({ latencyMs }) => latencyMs.p99 === null)
      ? ['– under p99: n too small (it wants 1,000 samples).']
      : []),
    ...missed.map(
      (row) => `${row.title} missed ${formatNumber(row.missed)} of its events: they left the board between two polls.`,
    ),
    ...peerFaults(run).map((fault) => `! ${fault}`),
    ...(estimated ? [`~ bytes are estimated: ${estimated.bytes.reason ?? 'the kernel was not asked'}.`] : []),
  ];
};

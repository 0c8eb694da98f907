// The table a person reads in the terminal: the headline, then theory beside measurement.
import { styleText } from 'node:util';
import { describeTransport } from '../../servers/protocol/catalog.ts';
import { formatNumber } from './figures.ts';
import { hasFault, headlineColumns, headlineRows, isFloor, workloadLine } from './headline.ts';
import type { HeadlineColumn, HeadlineRow } from './headline.ts';
import { peerFaults } from './prose-peer.ts';
import type { RunResult } from './result.ts';
import { judgedRows, marks, verdictSentence } from './verdict.ts';
import type { JudgedRow } from './verdict.ts';

/** Where the table is printed. */
export interface TableLook {
  /** Columns of the terminal. @default 100 */
  readonly width?: number;
  /** Whether ANSI colours may be used; they never carry meaning alone. @default false */
  readonly isColour?: boolean;
}

type Paint = (style: Parameters<typeof styleText>[0], text: string) => string;

/** The whole table as text, ending with a line break. No line is longer than `width`, down to 60. */
export const renderTable = (run: RunResult, { width = 100, isColour = false }: TableLook = {}): string => {
  const paint: Paint = (style, text) => (isColour ? styleText(style, text, { validateStream: false }) : text);
  const sections = [
    paint('bold', wrap(`${run.workload.name} · ${workloadLine(run.workload)}`, width)),
    ...headlineLines(headlineRows(run), width, paint),
    ...noteLines(run).map((line) => wrap(line, width)),
    '',
    ...modelLines(judgedRows(run), width, paint),
    paint(run.void ? ['bold', 'red'] : 'bold', wrap(verdictSentence(run), width)),
  ];
  return `${sections.join('\n')}\n`;
};

const headlineLines = (rows: readonly HeadlineRow[], width: number, paint: Paint): readonly string[] => {
  const { columns, isShort } = fit(rows, width);
  const first = firstColumn(rows, isShort);
  const sizes = columns.map((column) => columnWidth(column, rows));
  const line = (name: string, cells: readonly string[]): string =>
    [name.padEnd(first), ...cells.map((cell, index) => cell.padStart(sizes[index] ?? 0))].join('  ').trimEnd();
  const heads = [0, 1] as const;
  return [
    ...heads.map((at) =>
      paint(
        'dim',
        line(
          '',
          columns.map(({ head }) => head[at]),
        ),
      ),
    ),
    ...rows.map((row) => {
      const text = line(
        nameOf(row, isShort),
        columns.map((column) => cellOf(column, row)),
      );
      if (hasFault(row)) return paint('red', text);
      return isFloor(row) ? paint('dim', text) : text;
    }),
  ];
};

/** Leaves out columns of the lowest rank, after short names, until the table fits. */
const fit = (rows: readonly HeadlineRow[], width: number) => {
  const total = (columns: readonly HeadlineColumn[], isShort: boolean): number =>
    columns.reduce((sum, column) => sum + 2 + columnWidth(column, rows), firstColumn(rows, isShort));
  let columns = headlineColumns;
  if (total(columns, false) <= width) return { columns, isShort: false };
  while (columns.length > 3 && total(columns, true) > width) {
    const lowest = Math.min(...columns.map(({ rank }) => rank));
    columns = columns.filter(({ rank }) => rank !== lowest);
  }
  return { columns, isShort: true };
};

const nameOf = ({ letter, title, id, peer }: HeadlineRow, isShort: boolean): string =>
  `${letter} ${isShort ? (id ?? peer ?? 'floor') : title}`;

const firstColumn = (rows: readonly HeadlineRow[], isShort: boolean): number =>
  Math.max(0, ...rows.map((row) => nameOf(row, isShort).length));

/** A fault carries a sign of its own, because colour may be missing. */
const cellOf = (column: HeadlineColumn, row: HeadlineRow): string =>
  column.key === 'faults' && hasFault(row) ? `! ${column.cell(row)}` : column.cell(row);

const columnWidth = (column: HeadlineColumn, rows: readonly HeadlineRow[]): number =>
  Math.max(...column.head.map(({ length }) => length), ...rows.map((row) => cellOf(column, row).length));

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

const modelLines = (rows: readonly JudgedRow[], width: number, paint: Paint): readonly string[] => {
  if (rows.length === 0) return [];
  const isShort = width < 96;
  const table = rows.map((row) => [
    isShort ? `${describeTransport(row.id).letter} ${row.name}` : `${row.id}: ${row.name}`,
    row.predicted,
    row.measured,
    row.tolerance,
    row.unit,
    width < 72 ? marks[row.outcome].sign : `${marks[row.outcome].sign} ${marks[row.outcome].word}`,
  ]);
  const heads = ['theory beside measurement', 'predicted', 'measured', 'tolerance', 'unit', ''];
  const sizes = heads.map((head, at) => Math.max(head.length, ...table.map((cells) => cells[at]?.length ?? 0)));
  const others = sizes.slice(1).reduce((sum, size) => sum + size + 2, 0);
  sizes[0] = Math.max(12, Math.min(sizes[0] ?? 0, width - others));
  const line = (cells: readonly string[]): string =>
    cells
      .map((cell, at) => place(cell, at, sizes[at] ?? 0))
      .join('  ')
      .trimEnd();
  const colours = { holds: 'green', fails: 'red', undecided: 'yellow' } as const;
  return [
    paint('dim', line(heads)),
    ...table.map((cells, at) => paint(colours[rows[at]?.outcome ?? 'undecided'], line(cells))),
    ...(width < 72 ? ['✓ holds, ✗ fails, – cannot tell'] : []),
    '',
  ];
};

/** Names and words stand left, figures right. */
const place = (cell: string, column: number, size: number): string => {
  if (column === 0) return (cell.length > size ? `${cell.slice(0, size - 1)}…` : cell).padEnd(size);
  return column < 4 ? cell.padStart(size) : cell.padEnd(size);
};

/** Breaks a sentence between words. */
const wrap = (text: string, width: number): string => {
  const lines = [''];
  for (const word of text.split(' ')) {
    const line = lines.at(-1) ?? '';
    if (line.length === 0) lines[lines.length - 1] = word;
    else if (line.length + 1 + word.length <= width) lines[lines.length - 1] = `${line} ${word}`;
    else lines.push(word);
  }
  return lines.join('\n');
};

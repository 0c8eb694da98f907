// The comparison as a person reads it in the terminal: what to know first, one row a transport and measure, what differs.
import { styleText } from 'node:util';
import { describeTransport } from '../../servers/protocol/catalog.ts';
import { formatNumber, formatPlain, formatThree, joinWords, noFigure } from '../report/figures.ts';
import { wrapParagraph } from '../report/paragraph.ts';
import type { ComparedRow, CompareVerdict, Comparison } from './compare.ts';
import { measureIds, measures } from './measures.ts';

/** Where the table is printed. */
export interface CompareLook {
  /** Columns of the terminal. @default 80 */
  readonly width?: number;
  /** Whether ANSI colours may be used; they never carry meaning alone. @default false */
  readonly isColour?: boolean;
}

type Style = Parameters<typeof styleText>[0];
type Paint = (style: Style, text: string) => string;

const heads = ['', 'measure', 'A', 'B', 'B/A', '95 % interval', 'B is'] as const;

/** Names and words stand left, figures right. */
const isLeft = (column: number): boolean => column < 2 || column === heads.length - 1;

const styles: Readonly<Record<CompareVerdict, Style>> = {
  faster: 'green',
  fewer: 'green',
  less: 'green',
  slower: 'red',
  more: 'red',
  'no difference': 'dim',
  'n too small': 'yellow',
};

/** The whole comparison as text, ending with a line break; it fits 80 columns. */
export const renderComparison = (
  comparison: Comparison,
  { width = 80, isColour = false }: CompareLook = {},
): string => {
  const paint: Paint = (style, text) => (isColour ? styleText(style, text, { validateStream: false }) : text);
  const { a, b, notes, rows } = comparison;
  return [
    paint('bold', wrapParagraph(`A is ${a}, B is ${b}.`, width)),
    ...notes.map((note) => wrapParagraph(note, width)),
    '',
    ...rowLines(rows, paint),
    '',
    paint('bold', wrapParagraph(foundSentence(rows), width)),
    wrapParagraph(marginSentence(), width),
    '',
  ].join('\n');
};

const rowLines = (rows: readonly ComparedRow[], paint: Paint): readonly string[] => {
  const table = rows.map((row, at) => cellsOf(row, rows[at - 1]?.transport !== row.transport));
  const sizes = heads.map((head, column) => Math.max(head.length, ...table.map((cells) => cells[column]?.length ?? 0)));
  const line = (cells: readonly string[]): string =>
    cells
      .map((cell, column) => (isLeft(column) ? cell.padEnd(sizes[column] ?? 0) : cell.padStart(sizes[column] ?? 0)))
      .join('  ')
      .trimEnd();
  return [
    paint('dim', line(heads)),
    ...table.map((cells, at) => paint(styles[rows[at]?.verdict ?? 'n too small'], line(cells))),
  ];
};

const cellsOf = (
  { transport, measure, verdict, a, b, ratio, ci95 }: ComparedRow,
  isFirst: boolean,
): readonly string[] => [
  isFirst ? `${describeTransport(transport).letter} ${transport}` : '',
  measures[measure].title,
  figure(measure, a),
  figure(measure, b),
  formatRatio(ratio),
  ci95 === null ? noFigure : `${formatRatio(ci95[0])} to ${formatRatio(ci95[1])}`,
  verdict,
];

const figure = (measure: ComparedRow['measure'], value: number | null): string => {
  if (value === null) return noFigure;
  if (measure === 'bytes') return formatNumber(value);
  if (measure === 'cpu') return formatThree(value * 1000);
  return measure === 'empty' ? formatNumber(value * 100, 1) : formatThree(value);
};

const formatRatio = (value: number | null): string => formatNumber(value, value !== null && value >= 10 ? 1 : 3);

/** What differs, in words. */
const foundSentence = (rows: readonly ComparedRow[]): string => {
  const found = rows.filter(({ verdict }) => verdict !== 'no difference' && verdict !== 'n too small');
  if (found.length === 0) return 'Nothing is shown to differ.';
  const said = [...Map.groupBy(found, ({ measure, verdict }) => `${measures[measure].words} ${verdict}`)].map(
    ([words, own]) =>
      `${words} through ${joinWords(own.map(({ transport, ratio }) => `${transport} (${formatRatio(ratio)})`))}`,
  );
  return `B differs: ${said.join('; ')}.`;
};

const marginSentence = (): string =>
  `A difference is one only when its whole interval lies beyond a margin: ${joinWords(
    measureIds.map((id) => `${id} ${formatPlain(measures[id].marginShare * 100)}\u00a0%`),
  )}. The interval says how large a difference could still hide.`;

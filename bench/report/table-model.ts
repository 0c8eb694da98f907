// Theory beside measurement in the terminal: how many rows came out how, and in full those that did not hold.
import { formatNumber } from './figures.ts';
import { wrapParagraph } from './paragraph.ts';
import type { RunResult } from './result.ts';
import { alignedLine, columnWidths, tableWidth, type Paint, type Sheet } from './terminal.ts';
import {
  doubts,
  judgedTransports,
  marks,
  type Doubt,
  type JudgedRow,
  type JudgedTransport,
  type Outcome,
} from './verdict.ts';

/** The lines of both tables; none of a run without predictions. */
export const modelLines = (run: RunResult, sheet: Sheet): readonly string[] => {
  const transports = judgedTransports(run);
  if (transports.length === 0) return [];
  const isOpen = transports.some(({ counts }) => counts.fails + counts.undecided > 0);
  return [
    ...countLines(transports, sheet),
    ...(isOpen ? ['', ...openLines(transports, sheet)] : []),
    wrapParagraph('Every row, with those that hold: summary.md and report.html.', sheet.width),
  ];
};

const outcomes = ['holds', 'fails', 'undecided'] as const satisfies readonly Outcome[];
const colours = { holds: 'green', fails: 'red', undecided: 'yellow' } as const satisfies Record<Outcome, unknown>;

const countLines = (transports: readonly JudgedTransport[], { paint }: Sheet): readonly string[] => {
  const head = [
    'theory beside measurement',
    ...outcomes.map((outcome) => `${marks[outcome].sign} ${marks[outcome].word}`),
  ];
  const body = transports.map(({ letter, id, counts }) => [
    `${letter} ${id}`,
    ...outcomes.map((outcome) => formatNumber(counts[outcome])),
  ]);
  const sums = outcomes.map((outcome) => transports.reduce((sum, { counts }) => sum + counts[outcome], 0));
  const foot = ['  all', ...sums.map((sum) => formatNumber(sum))];
  const layout = { widths: columnWidths([head, ...body, foot]), left: [0] };
  return [
    paint('bold', alignedLine(head, layout)),
    ...body.map((cells, at) => paintCounts(alignedLine(cells, layout), transports[at]?.counts, paint)),
    paint('dim', alignedLine(foot, layout)),
  ];
};

const paintCounts = (line: string, counts: JudgedTransport['counts'] | undefined, paint: Paint): string => {
  if ((counts?.fails ?? 0) > 0) return paint(colours.fails, line);
  return (counts?.undecided ?? 0) > 0 ? paint(colours.undecided, line) : line;
};

/** Rows that did not hold, then those that cannot be told, by the reason. */
const openLines = (transports: readonly JudgedTransport[], sheet: Sheet): readonly string[] => {
  const rows = transports.flatMap(({ letter, rows }) => rows.map((row) => ({ letter, row })));
  const groups = [
    { words: 'does not hold', of: ({ outcome }: JudgedRow) => outcome === 'fails' },
    ...(Object.keys(doubts) as Doubt[]).map((doubt) => ({
      words: `cannot be told: ${doubts[doubt]}`,
      of: (row: JudgedRow) => row.doubt === doubt,
    })),
  ].map(({ words, of }) => ({ words, rows: rows.filter(({ row }) => of(row)) }));
  const layout = layoutOf(rows.filter(({ row }) => row.outcome !== 'holds').map(cellsOf), sheet.width);
  return [
    sheet.paint('dim', alignedLine(heads, layout)),
    ...groups.flatMap(({ words, rows: found }) => [
      ...(found.length > 0 ? [wrapParagraph(`${words}:`, sheet.width)] : []),
      ...found.flatMap((one) => rowLines(one, layout).map((line) => sheet.paint(colours[one.row.outcome], line))),
    ]),
  ];
};

const heads = ['', 'predicted', 'measured', 'tolerance', 'unit'];

interface LetteredRow {
  readonly letter: string;
  readonly row: JudgedRow;
}

/** A name that is too long for its column has a line of its own: a row is shown in full. */
const rowLines = (one: LetteredRow, layout: ReturnType<typeof layoutOf>): readonly string[] => {
  const [name = '', ...figures] = cellsOf(one);
  if (name.length <= (layout.widths[0] ?? 0)) return [alignedLine([name, ...figures], layout)];
  return [name, alignedLine(['', ...figures], layout)];
};

const cellsOf = ({ letter, row }: LetteredRow): readonly string[] => [
  `${marks[row.outcome].sign} ${letter} ${row.name}`,
  row.predicted,
  row.measured,
  row.tolerance,
  row.unit,
];

/** Names give way where the figures need the room. */
const layoutOf = (rows: readonly (readonly string[])[], width: number) => {
  const [first = 0, ...others] = columnWidths([heads, ...rows]);
  const room = width - tableWidth(others) - 2;
  return { widths: [Math.max(12, Math.min(first, room)), ...others], left: [0, 4] };
};

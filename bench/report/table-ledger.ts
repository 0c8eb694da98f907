// The byte ledger in the terminal: the largest layers that fit, the rest as one, and the total beside the kernel's.
import { noFigure } from './figures.ts';
import {
  derivedCell,
  derivedSign,
  formatLayerBytes,
  layerCell,
  layerWords,
  ledgerRows,
  residualCell,
  type LedgerRow,
} from './ledger.ts';
import { wrapParagraph } from './paragraph.ts';
import { ledgerLayers, type LedgerLayer, type RunResult } from './result.ts';
import { alignedLine, columnWidths, tableWidth, type Sheet } from './terminal.ts';

/** The lines of the table; none of a run without a ledger. */
export const ledgerLines = (run: RunResult, { width, paint }: Sheet): readonly string[] => {
  const rows = ledgerRows(run, 'steady');
  if (rows.length === 0) return [];
  const { heads, body } = fit(rows, width);
  const layout = { widths: columnWidths([...heads, ...body]), left: [0] };
  return [
    paint('bold', 'where the bytes of one event go, B'),
    ...heads.map((cells) => paint('dim', alignedLine(cells, layout))),
    ...body.map((cells) => alignedLine(cells, layout)),
    ...legend(rows).map((line) => wrapParagraph(line, width)),
  ];
};

type Cells = readonly string[];

interface Grid {
  readonly heads: readonly Cells[];
  readonly body: readonly Cells[];
}

/** Takes in layers, the largest first, as long as the table fits; they stand in the order of the ledger. */
const fit = (rows: readonly LedgerRow[], width: number): Grid => {
  const ranked = bySize(rows);
  for (let count = ranked.length; count > 0; count -= 1) {
    const grid = gridOf(
      rows,
      ledgerLayers.filter((layer) => ranked.slice(0, count).includes(layer)),
      ranked,
    );
    if (tableWidth(columnWidths([...grid.heads, ...grid.body])) <= width) return grid;
  }
  return gridOf(rows, [], ranked);
};

/** Layers that hold anything, by their share in the mean transport, largest first. */
const bySize = (rows: readonly LedgerRow[]): readonly LedgerLayer[] => {
  const weight = (layer: LedgerLayer): number =>
    rows.reduce((sum, { layers, total }) => sum + (layers[layer] ?? 0) / (total === null || total <= 0 ? 1 : total), 0);
  return ledgerLayers.filter((layer) => weight(layer) > 0).toSorted((one, other) => weight(other) - weight(one));
};

const gridOf = (rows: readonly LedgerRow[], shown: readonly LedgerLayer[], all: readonly LedgerLayer[]): Grid => {
  const rest = all.filter((layer) => !shown.includes(layer));
  const heads = ([0, 1] as const).map((at) => [
    '',
    ...shown.map((layer) => layerWords[layer].head[at]),
    ...(rest.length > 0 ? [['other', 'layers'][at] ?? ''] : []),
    ['total', ''][at] ?? '',
    ['kernel', ''][at] ?? '',
    ['residual', '%'][at] ?? '',
  ]);
  const body = rows.map((row) => [
    `${row.letter} ${row.id}`,
    ...shown.map((layer) => layerCell(row, layer)),
    ...(rest.length > 0 ? [sumCell(row, rest)] : []),
    formatLayerBytes(row.total),
    formatLayerBytes(row.kernel),
    residualCell(row),
  ]);
  return { heads, body };
};

const sumCell = ({ layers, derived }: LedgerRow, rest: readonly LedgerLayer[]): string => {
  const bytes = rest.map((layer) => layers[layer]);
  const sum = bytes.includes(null) ? null : bytes.reduce<number>((total, one) => total + (one ?? 0), 0);
  return derivedCell(
    sum,
    rest.some((layer) => derived.includes(layer) && layers[layer] !== 0),
  );
};

const legend = (rows: readonly LedgerRow[]): readonly string[] => [
  ...(rows.some(({ derived }) => derived.length > 0)
    ? [`${derivedSign} derived from what is known of each message, not read off the wire.`]
    : []),
  ...(rows.some(({ kernel }) => kernel === null) ? [`${noFigure} under kernel: it could not count here.`] : []),
];

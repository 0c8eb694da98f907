// A server that stood still, in the terminal: three lines a transport.
import { formatPlain, formatThree, noFigure } from './figures.ts';
import { freezeMsOf, freezeNames, freezeRows, freezeSources, sourceWords } from './freeze.ts';
import type { RunResult } from './result.ts';
import { alignedLine, columnWidths, type Sheet } from './terminal.ts';

/** The lines of the table; none of a run without a freeze. */
export const freezeLines = (run: RunResult, { paint }: Sheet): readonly string[] => {
  const rows = freezeRows(run);
  if (rows.length === 0) return [];
  const head = ['', 'ms', ...freezeNames];
  const body = rows.flatMap(({ letter, id, ms }) =>
    freezeSources
      .filter((source) => ms[source] !== undefined)
      .map((source, at) => ({
        source,
        cells: [
          at === 0 ? `${letter} ${id ?? 'floor'}` : '',
          sourceWords[source],
          ...freezeNames.map((name) => formatThree(ms[source]?.[name] ?? null)),
        ],
      })),
  );
  const layout = { widths: columnWidths([head, ...body.map(({ cells }) => cells)]), left: [0, 1] };
  const isMissing = body.some(({ cells }) => cells.includes(noFigure));
  return [
    paint('bold', `a server that stands still for ${formatPlain(freezeMsOf(run))} ms`),
    paint('dim', alignedLine(head, layout)),
    ...body.map(({ cells, source }) => {
      const line = alignedLine(cells, layout);
      return source === 'closedLoop' ? paint('dim', line) : line;
    }),
    ...(isMissing ? [`${noFigure} n too small.`] : []),
  ];
};

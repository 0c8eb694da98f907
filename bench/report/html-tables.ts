// The tables of report.html: real ones, with captions, scopes and units, that scroll on their own where they are wide.
import type { TransportId } from '../../servers/protocol/catalog.ts';
import type { ChartTable } from './chart-definition.ts';
import { formatNumber, formatThree } from './figures.ts';
import { hasFault, headlineColumns, headlineRows, isFloor, wordsCell } from './headline.ts';
import type { HeadlineColumn, HeadlineRow } from './headline.ts';
import { markup } from './markup.ts';
import type { Markup } from './markup.ts';
import type { PeerId } from './peers.ts';
import type { RunResult } from './result.ts';

/** The letter of a transport or a peer on its colour's ring. */
export const badge = (id: TransportId | PeerId | null, letter: string): Markup =>
  markup`<span class="badge ${id === null ? 'own-floor' : `own-${id}`}" aria-hidden="true">${letter}</span>`;

/** The headline: one row a transport, the floor last. */
export const headlineTable = (run: RunResult): Markup =>
  scrolling(
    'The figures, one row a transport',
    markup`<table class="headline"><caption><span>One row a transport; small print is the 95 % interval</span></caption>
<thead><tr><th scope="col">transport</th>${headlineColumns.map(({ words }) => markup`<th scope="col">${words}</th>`)}</tr></thead>
<tbody>${headlineRows(run).map(headlineRow)}</tbody></table>`,
  );

const headlineRow = (row: HeadlineRow): Markup => markup`<tr${isFloor(row) ? markup` class="floor"` : markup``}>
<th scope="row"><span class="name">${badge(row.id ?? row.peer, row.letter)} ${row.title}</span>${missed(row)}</th>${headlineColumns.map((column) => cell(row, column))}</tr>
`;

const missed = (row: HeadlineRow): Markup =>
  row.missed > 0 ? markup` <small class="warn">missed ${formatNumber(row.missed)} events</small>` : markup``;

const cell = (row: HeadlineRow, column: HeadlineColumn): Markup => {
  const interval = column.interval?.(row) ?? null;
  const small = interval ? markup`<small>${formatThree(interval[0])} – ${formatThree(interval[1])}</small>` : markup``;
  if (column.key === 'faults' && hasFault(row))
    return markup`<td class="warn"><strong>✗ ${column.cell(row)}</strong></td>`;
  return markup`<td>${wordsCell(column, row)}${small}</td>`;
};

/** A table of ready cells; the first `texts` columns hold words. */
export const plainTable = (
  { head, rows }: ChartTable,
  { caption, texts }: { readonly caption: string; readonly texts: number },
): Markup => {
  const isText = (column: number): Markup => (column < texts ? markup` class="text"` : markup``);
  return scrolling(
    caption,
    markup`<table><caption><span>${caption}</span></caption>
<thead><tr>${head.map((name, column) => markup`<th scope="col"${isText(column)}>${name}</th>`)}</tr></thead>
<tbody>${rows.map(
      (cells) =>
        markup`<tr>${cells.map((text, column) => (column === 0 ? markup`<th scope="row">${text}</th>` : markup`<td${isText(column)}>${text}</td>`))}</tr>
`,
    )}</tbody></table>`,
  );
};

/** A wide table scrolls inside its own region, which the keyboard can reach. */
export const scrolling = (label: string, table: Markup): Markup =>
  markup`<div class="scroll" role="region" aria-label="${label}" tabindex="0">${table}</div>`;

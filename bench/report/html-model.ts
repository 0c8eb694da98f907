// Theory beside measurement in report.html: the count by transport, what did not hold and why, and every row to unfold.
import { formatCount } from './figures.ts';
import { badge, plainTable, scrolling } from './html-tables.ts';
import { markup } from './markup.ts';
import type { Markup } from './markup.ts';
import type { RunResult } from './result.ts';
import { countCells, countHead, openRows, reasonOf } from './summary-model.ts';
import {
  countOutcomes,
  judgedRows,
  judgedTransports,
  marks,
  type JudgedRow,
  type JudgedTransport,
  type Outcome,
} from './verdict.ts';

/** The section; nothing of a run without predictions. */
export const theorySection = (run: RunResult): Markup => {
  const transports = judgedTransports(run);
  if (transports.length === 0) return markup``;
  const { holds, fails, undecided } = countOutcomes(run);
  const open = openRows(judgedRows(run));
  return markup`<section aria-labelledby="theory"><h2 id="theory">Theory beside measurement</h2>
<p class="note">${formatCount(holds + fails + undecided, 'prediction')}: ${holds} ✓ holding, ${fails} ✗ failing, ${undecided} – that could not be judged (too few samples, or too busy a machine).</p>
${plainTable({ head: countHead, rows: transports.map(countCells) }, { caption: 'How many predictions came out how', texts: 1 })}
${open.length === 0 ? markup`` : openTable(open)}
<h3 class="below">Every prediction</h3>
${transports.map(unfolding)}</section>`;
};

const openTable = (
  rows: readonly JudgedRow[],
): Markup => markup`<h3 class="below">What does not hold, or cannot be told</h3>
${rowTable(rows, { caption: 'The failing first; each with the reason', isMixed: true })}`;

/** Those with a failing row are open. */
const unfolding = ({ id, letter, title, rows, counts }: JudgedTransport): Markup =>
  markup`<details class="predictions"${counts.fails > 0 ? markup` open` : markup``}><summary>${badge(id, letter)} ${title}: ${tally(counts)}</summary>
${rowTable(rows, { caption: `What a model predicts of ${title}, and what was measured`, isMixed: false })}</details>
`;

const tally = (counts: Readonly<Record<Outcome, number>>): string =>
  (['holds', 'fails', 'undecided'] as const)
    .filter((outcome) => counts[outcome] > 0)
    .map((outcome) => `${marks[outcome].sign} ${counts[outcome]} ${words[outcome]}`)
    .join(' · ');

const words: Readonly<Record<Outcome, string>> = { holds: 'hold', fails: 'fail', undecided: 'cannot be told' };

interface RowTableLook {
  readonly caption: string;
  /** Whether rows of several transports stand together: then each says whose it is, and why it is here. */
  readonly isMixed: boolean;
}

const rowTable = (rows: readonly JudgedRow[], { caption, isMixed }: RowTableLook): Markup =>
  scrolling(
    caption,
    markup`<table><caption><span>${caption}</span></caption>
<thead><tr>${isMixed ? markup`<th scope="col">transport</th><th scope="col" class="text">what</th>` : markup`<th scope="col">what</th>`}<th scope="col" class="text">verdict</th><th scope="col">predicted</th><th scope="col">measured</th><th scope="col">tolerance</th><th scope="col" class="text">unit</th>${isMixed ? markup`<th scope="col" class="text">because it</th>` : markup``}</tr></thead>
<tbody>${rows.map((row) => bodyRow(row, isMixed))}</tbody></table>`,
  );

const bodyRow = (row: JudgedRow, isMixed: boolean): Markup => markup`<tr>${
  isMixed
    ? markup`<th scope="row"><span class="name">${row.title}</span></th><td class="text">${row.name}</td>`
    : markup`<th scope="row">${row.name}</th>`
}<td class="text verdict-cell ${row.outcome}">${marks[row.outcome].sign} ${marks[row.outcome].word}</td><td>${row.predicted}</td><td>${row.measured}</td><td>${row.tolerance}</td><td class="text">${row.unit}</td>${isMixed ? markup`<td class="text reason">${reasonOf(row)}</td>` : markup``}</tr>
`;

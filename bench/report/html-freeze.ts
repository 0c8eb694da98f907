// A server that stood still, in report.html: what was computed, measured, and would have been told, a group a transport.
import { formatSampled } from './figures.ts';
import { freezeNames, freezeRows, freezeSources, sourceWords, type FreezeRow } from './freeze.ts';
import { badge, scrolling } from './html-tables.ts';
import { markup } from './markup.ts';
import type { Markup } from './markup.ts';
import { freezeNote } from './prose-freeze.ts';
import type { RunResult } from './result.ts';
import { freezeHeading } from './summary.ts';

const caption = 'Latency under the freeze, ms: computed, measured, and as a closed-loop tool would have told it';

/** The section; nothing of a run without a freeze. */
export const freezeSection = (run: RunResult): Markup => {
  const rows = freezeRows(run);
  if (rows.length === 0) return markup``;
  return markup`<section aria-labelledby="freeze"><h2 id="freeze">${freezeHeading(run)}</h2>
<p class="note">${freezeNote}</p>
${scrolling(
  caption,
  markup`<table class="grouped"><caption><span>${caption}</span></caption>
<thead><tr><th scope="col">transport</th><th scope="col" class="text">source</th>${freezeNames.map((name) => markup`<th scope="col">${name}</th>`)}</tr></thead>
${rows.map(group)}</table>`,
)}</section>`;
};

/** The rows of one transport, under its name. */
const group = ({ id, letter, title, ms }: FreezeRow): Markup => {
  const sources = freezeSources.filter((source) => ms[source] !== undefined);
  const name = markup`<th scope="rowgroup" rowspan="${sources.length}"><span class="name">${badge(id, letter)} ${title}</span></th>`;
  const lines = sources.map((source, at) => {
    const cells = freezeNames.map((figure) => markup`<td>${formatSampled(ms[source]?.[figure] ?? null)}</td>`);
    return markup`<tr>${at === 0 ? name : markup``}<th scope="row" class="text">${sourceWords[source]}</th>${cells}</tr>
`;
  });
  return markup`<tbody${id === null ? markup` class="floor"` : markup``}>${lines}</tbody>`;
};

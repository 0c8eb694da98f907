// The sections of report.html, top to bottom: verdict, winners, prose, figures, charts, theory, environment, guide.
import { chartDefinitions } from './chart-definitions.ts';
import type { ChartDefinition } from './chart-definition.ts';
import { toCsv } from './csv.ts';
import { environmentFacts, readingGuide, workloadFacts } from './facts.ts';
import type { Fact } from './facts.ts';
import { freezeSection } from './html-freeze.ts';
import { theorySection } from './html-model.ts';
import { workloadLine } from './headline.ts';
import { headlineTable, plainTable } from './html-tables.ts';
import { winnerTiles } from './html-winners.ts';
import { markup } from './markup.ts';
import type { Markup } from './markup.ts';
import { ledgerCaptions, ledgerSentences, ledgerTable, wholeSpanNote } from './ledger.ts';
import { writeProse } from './prose.ts';
import { fanOutNote } from './prose-peer.ts';
import type { RunResult } from './result.ts';
import { breakEvenNote, breakEvenTable, fanOutHeading, fanOutTable, ledgerHeading } from './summary.ts';
import { countOutcomes, verdictSentence } from './verdict.ts';

/** Everything between the body tags but the scripts. */
export const renderBody = (run: RunResult): Markup => markup`<a class="skip" href="#figures">To the figures</a>
<header>
<p class="brand">Transport Lab · ${run.environment.startedAt.slice(0, 10)}</p>
<h1>${run.workload.name}</h1>
<p class="lead">${workloadLine(run.workload)}</p>
${verdict(run)}
</header>
<main>
${winnerTiles(run)}
<section aria-labelledby="words"><h2 id="words">In plain words</h2>
<div class="prose">${writeProse(run).map(({ heading, text }) => markup`<div><h3>${heading}</h3><p>${text}</p></div>`)}</div></section>
<section aria-labelledby="figures"><h2 id="figures">The figures</h2>
${headlineTable(run)}</section>
<section aria-labelledby="charts"><h2 id="charts">Charts</h2>
<noscript><p class="note">The charts need JavaScript; each table below holds the same figures.</p></noscript>
<div class="charts">${chartDefinitions(run).map(chartFigure)}</div></section>
${ledger(run)}
${freezeSection(run)}
${theorySection(run)}
${breakEven(run)}
${fanOut(run)}
<section aria-labelledby="run-facts"><h2 id="run-facts">The run</h2>
<div class="columns"><div><h3>What was asked</h3>${facts(workloadFacts(run))}</div>
<div><h3>Where it ran</h3>${facts(environmentFacts(run))}</div></div></section>
<section aria-labelledby="guide"><h2 id="guide">How to read this</h2>${facts(readingGuide(run))}</section>
</main>
<footer><p>Drawn from <code>run.json</code> of this run. This file holds everything it shows and asks nobody for anything.</p>
<p><a class="button" id="download" download="run.json" hidden>Download run.json</a></p></footer>`;

const verdict = (run: RunResult): Markup => {
  const { fails, holds } = countOutcomes(run);
  const [kind, sign] = verdictKind(run, fails, holds);
  return markup`<p class="verdict ${kind}"><span aria-hidden="true">${sign}</span> ${verdictSentence(run)}</p>`;
};

const verdictKind = (run: RunResult, fails: number, holds: number): readonly [kind: string, sign: string] => {
  if (run.void) return ['bad', '✗'];
  if (fails > 0) return ['bad', '✗'];
  return holds > 0 ? ['good', '✓'] : ['open', '–'];
};

const chartFigure = ({
  id,
  title,
  caption,
  description,
  table,
}: ChartDefinition): Markup => markup`<figure class="chart chart-${id}">
<figcaption><h3 id="title-${id}">${title}</h3><p>${caption}</p></figcaption>
<div class="canvas"><canvas id="chart-${id}" role="img" aria-label="${description}"></canvas></div>
<details><summary>The same as a table<span class="quiet">: ${title}</span></summary>
${plainTable(table, { caption: title, texts: 1 })}
<p><a class="button" download="${id}.csv" href="${dataUrl('text/csv', toCsv(table))}">Download ${id}.csv</a></p></details>
</figure>
`;

/** Links that download without a script and without a server. */
const dataUrl = (type: string, text: string): string => `data:${type};charset=utf-8,${encodeURIComponent(text)}`;

const ledger = (run: RunResult): Markup => {
  const steady = ledgerTable(run, 'steady');
  if (steady.rows.length === 0) return markup``;
  return markup`<section aria-labelledby="ledger"><h2 id="ledger">${ledgerHeading}</h2>
<p class="note">${ledgerSentences(run).join(' ')}</p>
${plainTable(steady, { caption: ledgerCaptions.steady, texts: 1 })}
<h3 class="below">With the set-up</h3>
<p class="note">${wholeSpanNote}</p>
${plainTable(ledgerTable(run, 'whole'), { caption: ledgerCaptions.whole, texts: 1 })}</section>`;
};

const breakEven = (run: RunResult): Markup => {
  const table = breakEvenTable(run);
  if (table.rows.length === 0) return markup``;
  return markup`<section aria-labelledby="break-even"><h2 id="break-even">Break-even of polling and push</h2>
<p class="note">${breakEvenNote}</p>
${plainTable(table, { caption: 'Where polling and push move the same bytes', texts: 2 })}</section>`;
};

const fanOut = (run: RunResult): Markup => {
  if (!run.fanOut) return markup``;
  return markup`<section aria-labelledby="fan-out"><h2 id="fan-out">${fanOutHeading}</h2>
<p class="note">${fanOutNote(run.fanOut)}</p>
${plainTable(fanOutTable(run), { caption: 'One node, many subscribers', texts: 1 })}</section>`;
};

const facts = (list: readonly Fact[]): Markup =>
  markup`<dl>${list.map(([name, value]) => markup`<div><dt>${name}</dt><dd>${value}</dd></div>`)}</dl>`;

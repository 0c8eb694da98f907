// summary.md: the run in Markdown, as it is read on a code host.
import { chartDefinitions } from './chart-definitions.ts';
import { breakEvens } from './break-even.ts';
import { describeTransport } from '../../servers/protocol/catalog.ts';
import { environmentFacts, readingGuide, workloadFacts } from './facts.ts';
import { formatBytes, formatMs, formatNumber, formatPlain, formatSampled, formatThree } from './figures.ts';
import { freezeMsOf, freezeNames, freezeRows, freezeSources, sourceWords } from './freeze.ts';
import { headlineColumns, headlineRows, wordsCell, workloadLine } from './headline.ts';
import { ledgerCaptions, ledgerSentences, ledgerTable, wholeSpanNote } from './ledger.ts';
import { list, plain, table } from './markdown.ts';
import { writeProse } from './prose.ts';
import { freezeNote } from './prose-freeze.ts';
import { fanOutNote } from './prose-peer.ts';
import type { RunResult } from './result.ts';
import { model } from './summary-model.ts';
import { verdictSentence } from './verdict.ts';

/** The summary of a run, ending with a line break. */
export const renderSummary = (run: RunResult): string =>
  [
    `# Transport Lab: ${plain(run.workload.name)}`,
    plain(workloadLine(run.workload)),
    `**${plain(verdictSentence(run))}**`,
    ...writeProse(run).map(({ heading, text }) => `## ${heading}\n\n${plain(text)}`),
    `## The figures\n\n${headline(run)}`,
    ...chartLinks(run),
    ...section(ledgerHeading, ledger(run)),
    ...section(freezeHeading(run), freeze(run)),
    ...section('Theory beside measurement', model(run)),
    ...section('Break-even of polling and push', breakEven(run)),
    ...section('Capacity', capacity(run)),
    ...section(fanOutHeading, fanOut(run)),
    `## What was asked\n\n${list(workloadFacts(run))}`,
    `## Where it ran\n\n${list(environmentFacts(run))}`,
    `## How to read this\n\n${list(readingGuide(run))}`,
    'All of this is drawn from `run.json`; `report.html` shows the same with charts to explore.',
  ].join('\n\n') + '\n';

const section = (heading: string, body: string): readonly string[] => (body === '' ? [] : [`## ${heading}\n\n${body}`]);

const headline = (run: RunResult): string =>
  table(
    ['', 'transport', ...headlineColumns.map(({ words }) => words)],
    headlineRows(run).map((row) => [
      row.letter,
      row.missed > 0 ? `${row.title} (missed ${formatNumber(row.missed)})` : row.title,
      ...headlineColumns.map((column) => {
        const interval = column.interval?.(row);
        return interval
          ? `${column.cell(row)} (${formatThree(interval[0])} to ${formatThree(interval[1])})`
          : wordsCell(column, row);
      }),
    ]),
    2,
  );

const chartLinks = (run: RunResult): readonly string[] =>
  chartDefinitions(run).map(
    ({ id, title, caption, description }) =>
      `### ${title}\n\n![${plain(description).replaceAll(/[[\]]/g, '')}](charts/${id}.png)\n\n${caption}`,
  );

/** Heading of the byte ledger. */
export const ledgerHeading = 'Where the bytes go';

const ledger = (run: RunResult): string => {
  const steady = ledgerTable(run, 'steady');
  if (steady.rows.length === 0) return '';
  const whole = ledgerTable(run, 'whole');
  return [
    plain(`${ledgerCaptions.steady}.`),
    table(steady.head, steady.rows, 1),
    plain(ledgerSentences(run).join(' ')),
    plain(`${ledgerCaptions.whole}.`),
    table(whole.head, whole.rows, 1),
    plain(wholeSpanNote),
  ].join('\n\n');
};

/** Heading of the freeze. */
export const freezeHeading = (run: RunResult): string =>
  `A server that stands still for ${formatPlain(freezeMsOf(run))} ms`;

const freeze = (run: RunResult): string => {
  const rows = freezeRows(run);
  if (rows.length === 0) return '';
  const cells = rows.flatMap(({ title, ms }) =>
    freezeSources.flatMap((source) => {
      const figures = ms[source];
      return figures ? [[title, sourceWords[source], ...freezeNames.map((name) => formatSampled(figures[name]))]] : [];
    }),
  );
  const head = ['transport', 'source', ...freezeNames.map((name) => `${name}, ms`)];
  return [plain(freezeNote), table(head, cells, 2)].join('\n\n');
};

/** The break-evens as table cells; the HTML report shows the same. */
export const breakEvenTable = (run: RunResult) => ({
  head: ['poll', 'push', 'bytes of one poll', 'bytes a push adds', 'break-even interval', 'break-even rate, events/s'],
  rows: breakEvens(run).map((even) => [
    describeTransport(even.poll).title,
    describeTransport(even.push).title,
    formatBytes(even.bytesPerPoll),
    formatBytes(even.overheadPerPush),
    formatMs(even.intervalMs),
    formatThree(even.ratePerSecond),
  ]),
});

/** What the break-even table says. */
export const breakEvenNote =
  'Poll less often than the interval, or have more events per client than the rate (at the interval of this run), and polling moves fewer bytes than that push. Computed from the measured bytes, without the content of the events.';

const breakEven = (run: RunResult): string => {
  const { head, rows } = breakEvenTable(run);
  return rows.length === 0 ? '' : `${table(head, rows, 2)}\n\n${breakEvenNote}`;
};

const capacity = (run: RunResult): string => {
  if (run.capacity.length === 0) return '';
  return table(
    ['transport', 'connection', 'answers per second', 'connections', 'seconds'],
    run.capacity.map((row) => [
      describeTransport(row.id).title,
      row.isNewConnectionEach ? 'a new one for each answer' : 'kept',
      formatNumber(row.answersPerSecond),
      formatNumber(row.connections),
      formatNumber(row.durationSeconds),
    ]),
    2,
  );
};

/** Heading of the fan-out table. */
export const fanOutHeading = 'Fan-out beside a peer';

/** The fan-out comparison as table cells, empty where it was not measured; the HTML report shows the same. */
export const fanOutTable = ({ fanOut }: RunResult) => ({
  head: [
    'server',
    'paced: server CPU per delivery, µs',
    'burst: server CPU per delivery, µs',
    'burst: events per second',
    'burst: CPU of the counting clients, %',
    'missing',
    'surplus',
  ],
  rows: (fanOut?.rows ?? []).map(({ title, paced, burst, missing, surplus }) => [
    title,
    formatThree(paced.serverCpuMsPerDelivery * 1000),
    formatThree(burst.serverCpuMsPerDelivery * 1000),
    formatThree(burst.eventsPerSecond),
    formatNumber(burst.counterCpuShare * 100),
    formatNumber(missing),
    formatNumber(surplus),
  ]),
});

const fanOut = (run: RunResult): string => {
  const { head, rows } = fanOutTable(run);
  return run.fanOut ? `${table(head, rows, 1)}\n\n${fanOutNote(run.fanOut)}` : '';
};

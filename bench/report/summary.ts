// summary.md: the run in Markdown, as it is read on a code host.
import { chartDefinitions } from './chart-definitions.ts';
import { breakEvens } from './break-even.ts';
import { describeTransport } from '../../servers/protocol/catalog.ts';
import { environmentFacts, readingGuide, workloadFacts } from './facts.ts';
import type { Fact } from './facts.ts';
import { formatBytes, formatMs, formatNumber, formatThree } from './figures.ts';
import { headlineColumns, headlineRows, workloadLine } from './headline.ts';
import { writeProse } from './prose.ts';
import { fanOutNote } from './prose-peer.ts';
import type { RunResult } from './result.ts';
import { judgedRows, marks, verdictSentence } from './verdict.ts';

/** The summary of a run, ending with a line break. */
export const renderSummary = (run: RunResult): string =>
  [
    `# Transport Lab: ${plain(run.workload.name)}`,
    plain(workloadLine(run.workload)),
    `**${plain(verdictSentence(run))}**`,
    ...writeProse(run).map(({ heading, text }) => `## ${heading}\n\n${plain(text)}`),
    `## The figures\n\n${headline(run)}`,
    ...chartLinks(run),
    ...section('Theory beside measurement', model(run)),
    ...section('Break-even of polling and push', breakEven(run)),
    ...section('Capacity', capacity(run)),
    ...section(fanOutHeading, fanOut(run)),
    `## What was asked\n\n${list(workloadFacts(run))}`,
    `## Where it ran\n\n${list(environmentFacts(run))}`,
    `## How to read this\n\n${list(readingGuide)}`,
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
          : column.cell(row);
      }),
    ]),
    2,
  );

const chartLinks = (run: RunResult): readonly string[] =>
  chartDefinitions(run).map(
    ({ id, title, caption, description }) =>
      `### ${title}\n\n![${plain(description).replaceAll(/[[\]]/g, '')}](charts/${id}.png)\n\n${caption}`,
  );

const model = (run: RunResult): string => {
  const rows = judgedRows(run);
  if (rows.length === 0) return '';
  return table(
    ['transport', 'what', 'verdict', 'predicted', 'measured', 'tolerance', 'unit'],
    rows.map((row) => [
      row.title,
      row.name,
      `${marks[row.outcome].sign} ${marks[row.outcome].word}`,
      row.predicted,
      row.measured,
      row.tolerance,
      row.unit,
    ]),
    3,
  );
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

const list = (facts: readonly Fact[]): string =>
  facts.map(([name, value]) => `- **${name}**: ${plain(value)}`).join('\n');

/** A Markdown table: the first `texts` columns stand left, figures right. */
const table = (head: readonly string[], rows: readonly (readonly string[])[], texts: number): string => {
  const line = (cells: readonly string[]): string => `| ${cells.map(plain).join(' | ')} |`;
  const rule = `|${head.map((_, column) => (column < texts ? '---' : '---:')).join('|')}|`;
  return [line(head), rule, ...rows.map(line)].join('\n');
};

/** Text that cannot become a tag, a table cell or a line of its own. */
const plain = (text: string): string =>
  text
    .replaceAll(/\s*[\r\n]+\s*/g, ' ')
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('|', '\\|');

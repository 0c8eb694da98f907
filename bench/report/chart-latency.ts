// The percentile curve of a run: how late news is, from the median out to the tail. Browser-safe.
import { describeTransport } from '../../servers/protocol/catalog.ts';
import type { ChartDefinition, ChartTable } from './chart-definition.ts';
import { linesChart, pointsOf, type Line } from './chart-lines.ts';
import { strokeOf } from './chart-look.ts';
import type { ResolvedLook } from './chart-look.ts';
import { headlineRows } from './headline.ts';
import type { HeadlineRow } from './headline.ts';
import { describePeer, isPeerId, isPeerResult, measuredOf, peerTitle } from './peers.ts';
import type { Interval, LatencyMs, RunResult } from './result.ts';
import { fill } from './words.ts';

/** The latency chart of a run. */
export const latencyChart = (run: RunResult, look: ResolvedLook): ChartDefinition =>
  linesChart(look, {
    id: 'latency',
    title: look.words.latencyTitle,
    caption: look.words.latencyCaption,
    description: describe(run, look),
    runs: [{ run }],
    lines: curvesOf(run, look),
    table: latencyTable(look, headlineRows(run, look.words)),
  });

const curvesOf = (run: RunResult, { theme, ink, words }: ResolvedLook): readonly Line[] => [
  ...measuredOf(run).map((result) => {
    const { id, curve, latencyMs } = result;
    const { letter } = isPeerId(id) ? describePeer(id) : describeTransport(id);
    const title = isPeerResult(result) ? peerTitle(result, words) : describeTransport(result.id).title;
    const points = pointsOf(curve, latencyMs.n, words);
    return { name: `${letter}  ${title}`, letter, stroke: strokeOf(id, theme), points };
  }),
  ...(run.floor
    ? [
        {
          name: `·  ${words.floor}`,
          letter: '·',
          stroke: { colour: ink.floor, dash: [6, 6], marker: 'circle' as const },
          points: pointsOf(run.floor.curve, run.floor.latencyMs.n, words),
        },
      ]
    : []),
];

/** Whose latencies they are; without any, why not. */
interface LatencyRow {
  readonly title: string;
  readonly latencyMs: LatencyMs | null;
}

/** The figures of latency as a table. */
export const latencyTable = (
  look: Pick<ResolvedLook, 'words' | 'figures'>,
  rows: readonly LatencyRow[],
  first = look.words.transport,
): ChartTable => {
  const { words } = look;
  const heads = ['p50', 'p90', 'p99', words.max, words.mean].map((name) => fill(words.inMs, { name }));
  return { head: [first, ...heads, words.meanInterval, 'n'], rows: rows.map((row) => tableRow(look, row)) };
};

const tableRow = (
  { words, figures }: Pick<ResolvedLook, 'words' | 'figures'>,
  { title, latencyMs }: LatencyRow,
): readonly string[] => {
  if (!latencyMs) return [title, ...Array<string>(7).fill(words.compareMissing)];
  const { formatNumber, formatSampled, formatThree } = figures;
  /** `40.9 to 41.3`, or why there is none. */
  const formatInterval = (interval: Interval): string =>
    interval === null
      ? words.tooFew
      : fill(words.fromTo, { low: formatThree(interval[0]), high: formatThree(interval[1]) });
  return [
    title,
    ...[latencyMs.p50, latencyMs.p90, latencyMs.p99, latencyMs.max, latencyMs.mean].map(formatSampled),
    formatInterval(latencyMs.ci95.mean),
    formatNumber(latencyMs.n),
  ];
};

const describe = (run: RunResult, look: ResolvedLook): string =>
  fill(look.words.latencyMedians, {
    parts: headlineRows(run, look.words)
      .map((row) => medianOf(look, row))
      .join(look.words.semicolon),
  });

/** A title with its median, and its p99 where there is one. */
export const medianOf = (
  { words, figures }: ResolvedLook,
  { title, latencyMs: { p50, p99 } }: Pick<HeadlineRow, 'title' | 'latencyMs'>,
): string =>
  fill(p99 === null ? words.latencyMedian : words.latencyMedianTail, {
    title,
    p50: figures.formatMs(p50),
    p99: figures.formatMs(p99),
  });

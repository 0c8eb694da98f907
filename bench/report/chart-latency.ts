// The percentile curve: how late news is, from the median out to the tail, on a scale that opens the tail up. Browser-safe.
import { describeTransport } from '../../servers/protocol/catalog.ts';
import type { ChartDefinition, ChartPoint, Tick } from './chart-definition.ts';
import { sharedOptions, strokeOf } from './chart-look.ts';
import type { ResolvedLook, Stroke } from './chart-look.ts';
import { formatMs, formatNumber, formatSampled, formatThree, tooFewSamples } from './figures.ts';
import { headlineRows } from './headline.ts';
import type { HeadlineRow } from './headline.ts';
import { describePeer, isPeerId, isPeerResult, measuredOf, peerTitle } from './peers.ts';
import type { Interval, PercentileCurve, RunResult } from './result.ts';

/** Fewer samples than this above a percentile say nothing about it (MEASURING: p99 wants 1000 samples). */
const samplesAbove = 10;

/**
 * Where a share of the samples stands on the x axis: the square root of its nines. It gives the median, 90, 99 and
 * 99.9 % about equal steps (0.55, 1, 1.41, 1.73); nines alone would press the lower half into a tenth of the axis.
 */
export const tailScale = (share: number): number => Math.sqrt(Math.max(0, -Math.log10(1 - share)));

/** The latency chart of a run. */
export const latencyChart = (run: RunResult, look: ResolvedLook): ChartDefinition => {
  const lines = curvesOf(run, look).filter(({ points }) => points.length > 1);
  const title = 'How late news arrives';
  const caption =
    'Latency in ms, logarithmic, by share of events. Each line ends where fewer than 10 samples lie above it.';
  const ticks = { x: shareTicks(lines), y: latencyTicks(lines) };
  const shared = sharedOptions(look, { title, caption, run });
  return {
    id: 'latency',
    title,
    caption,
    description: describe(run),
    config: {
      type: 'line',
      data: {
        datasets: lines.map(({ points, stroke, name }, order) => dataset(name, points, { stroke, order, look })),
      },
      options: {
        ...shared,
        parsing: false,
        interaction: { mode: 'nearest', intersect: false },
        layout: { padding: look.isPicture ? { top: 20, right: 70, bottom: 18, left: 22 } : { right: 34 } },
        scales: {
          x: axis(look, 'linear', { title: 'share of events that arrived within', ticks: ticks.x }),
          y: axis(look, 'logarithmic', { title: 'latency, ms (logarithmic)', ticks: ticks.y }),
        },
      },
    },
    ticks,
    shortLabels: [],
    barTexts: [],
    endLetters: lines.map(({ letter, stroke }, dataset) => ({ dataset, letter, colour: stroke.colour })),
    marks: null,
    layers: null,
    reference: null,
    ink: look.ink,
    table: { head: tableHead, rows: headlineRows(run).map(tableRow) },
  };
};

interface Line {
  readonly name: string;
  readonly letter: string;
  readonly stroke: Stroke;
  readonly points: readonly ChartPoint[];
}

const curvesOf = (run: RunResult, { theme, ink }: ResolvedLook): readonly Line[] => [
  ...measuredOf(run).map((result) => {
    const { id, curve, latencyMs } = result;
    const { letter } = isPeerId(id) ? describePeer(id) : describeTransport(id);
    const title = isPeerResult(result) ? peerTitle(result) : describeTransport(result.id).title;
    return { name: `${letter}  ${title}`, letter, stroke: strokeOf(id, theme), points: pointsOf(curve, latencyMs.n) };
  }),
  ...(run.floor
    ? [
        {
          name: '·  Bare TCP (floor)',
          letter: '·',
          stroke: { colour: ink.floor, dash: [6, 6], marker: 'circle' as const },
          points: pointsOf(run.floor.curve, run.floor.latencyMs.n),
        },
      ]
    : []),
];

/** A logarithmic axis has no zero: a latency below the clock's microsecond stands at a microsecond. */
const pointsOf = (curve: PercentileCurve, n: number): readonly ChartPoint[] =>
  curve
    .filter(([share]) => share >= 0 && share < 1 && (1 - share) * n >= samplesAbove)
    .map(([share, ms]) => ({
      x: tailScale(share),
      y: Math.max(0.001, ms),
      text: `${formatThree(share * 100)} % within ${formatMs(ms)}`,
    }));

const dataset = (
  label: string,
  points: readonly ChartPoint[],
  { stroke, order, look }: { readonly stroke: Stroke; readonly order: number; readonly look: ResolvedLook },
) => ({
  label,
  data: points,
  order: 0 - order,
  borderColor: stroke.colour,
  backgroundColor: look.ink.surface,
  borderDash: stroke.dash,
  borderWidth: look.isPicture ? 3.5 : 2.5,
  pointStyle: stroke.marker,
  pointBorderWidth: 2,
  pointRadius: markerRadii(points, order, look.isPicture ? 6 : 4.5),
  pointHitRadius: 6,
  pointHoverRadius: 6,
});

/** Five markers a line, shifted from line to line so that lines on top of each other show each its own. */
const markerRadii = (points: readonly ChartPoint[], order: number, radius: number): number[] => {
  const widest = points.at(-1)?.x ?? 1;
  const places = [0, 1, 2, 3, 4].map((step) => ((step + 0.15 + order * 0.1) / 5) * widest);
  const chosen = new Set(places.map((place) => points.findIndex(({ x }) => x >= place)));
  return points.map((_, index) => (chosen.has(index) ? radius : 0));
};

const axis = (
  { ink, textSize }: ResolvedLook,
  type: 'linear' | 'logarithmic',
  { title, ticks }: { readonly title: string; readonly ticks: readonly Tick[] },
) => ({
  type,
  min: ticks[0]?.value ?? 0,
  max: ticks.at(-1)?.value ?? 1,
  title: { display: true, text: title, color: ink.muted, font: { size: textSize } },
  ticks: { color: ink.muted, font: { size: textSize }, maxRotation: 0, autoSkipPadding: 10 },
  grid: { color: ink.grid, tickColor: ink.grid },
  border: { color: ink.grid },
});

const shareTicks = (lines: readonly Line[]): readonly Tick[] => {
  const widest = Math.max(tailScale(0.9), ...lines.map(({ points }) => points.at(-1)?.x ?? 0));
  const shown = [0, 0.25, 0.5, 0.75, 0.9, 0.95, 0.99, 0.999, 0.9999].filter(
    (share) => tailScale(share) <= widest + 1e-9,
  );
  const ticks = shown.map((share) => ({ value: tailScale(share), label: `${share * 100} %` }));
  const last = ticks.at(-1)?.value ?? 0;
  return widest - last > 1e-9 ? [...ticks, { value: widest, label: '' }] : ticks;
};

/** 1, 2 and 5 of every decade the lines pass, as many as can be read. */
const latencyTicks = (lines: readonly Line[]): readonly Tick[] => {
  const values = lines.flatMap(({ points }) => points.map(({ y }) => y));
  if (values.length === 0) return [1, 10, 100].map((value) => ({ value, label: formatNumber(value) }));
  const [low, high] = [Math.min(...values), Math.max(...values)];
  const decades = Array.from({ length: 14 }, (_, index) => 10 ** (index - 4));
  const steps = decades.flatMap((decade) => [1, 2, 5].map((digit) => Number((digit * decade).toPrecision(1))));
  const from = steps.findLastIndex((step) => step <= low);
  const to = steps.findIndex((step) => step >= high);
  return steps.slice(Math.max(0, from), to + 1).map((value) => ({ value, label: String(value) }));
};

const tableHead = ['transport', 'p50, ms', 'p90, ms', 'p99, ms', 'max, ms', 'mean, ms', 'mean, 95 % interval', 'n'];

const tableRow = ({ title, latencyMs }: HeadlineRow): readonly string[] => [
  title,
  ...[latencyMs.p50, latencyMs.p90, latencyMs.p99, latencyMs.max, latencyMs.mean].map(formatSampled),
  formatInterval(latencyMs.ci95.mean),
  formatNumber(latencyMs.n),
];

/** `40.9 to 41.3`, or why there is none. */
const formatInterval = (interval: Interval): string =>
  interval === null ? tooFewSamples : `${formatThree(interval[0])} to ${formatThree(interval[1])}`;

const describe = (run: RunResult): string => {
  const medians = headlineRows(run).map(
    ({ title, latencyMs: { p50, p99 } }) => `${title} ${formatMs(p50)}${p99 === null ? '' : `, p99 ${formatMs(p99)}`}`,
  );
  return `Percentile curves of latency. Medians: ${medians.join('; ')}.`;
};

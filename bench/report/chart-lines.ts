// What the charts of latency share: percentile curves on a scale that opens the tail up, ticks that hold them, rings at their ends. Browser-safe.
import type { ChartDefinition, ChartPoint, ChartTable, Tick } from './chart-definition.ts';
import { sharedOptions } from './chart-look.ts';
import type { ResolvedLook, Stroke } from './chart-look.ts';
import { figuresIn } from './figures.ts';
import type { PercentileCurve, RunResult } from './result.ts';
import { fill, type ReportWords } from './words.ts';

/** One line of such a chart. */
export interface Line {
  readonly name: string;
  readonly letter: string;
  readonly stroke: Stroke;
  readonly points: readonly ChartPoint[];
}

/** What such a chart shows, before it is known how it looks. */
interface LinePlan {
  readonly id: string;
  readonly title: string;
  readonly caption: string;
  /** What must be known besides. @default nothing */
  readonly notes?: readonly string[];
  readonly description: string;
  readonly runs: readonly { readonly run: RunResult; readonly label?: string }[];
  readonly lines: readonly Line[];
  readonly table: ChartTable;
}

/** Fewer samples than this above a percentile say nothing about it (MEASURING: p99 wants 1000 samples). */
const samplesAbove = 10;

/** Whether of `n` samples enough lie above a share. */
export const isSampled = (share: number, n: number): boolean => (1 - share) * n >= samplesAbove;

/**
 * Where a share of the samples stands on the x axis: the square root of its nines. It gives the median, 90, 99 and
 * 99.9 % about equal steps (0.55, 1, 1.41, 1.73); nines alone would press the lower half into a tenth of the axis.
 */
export const tailScale = (share: number): number => Math.sqrt(Math.max(0, -Math.log10(1 - share)));

/** A logarithmic axis has no zero: a latency below the clock's microsecond stands at a microsecond. */
export const pointsOf = (curve: PercentileCurve, n: number, words: ReportWords): readonly ChartPoint[] => {
  const { formatPercent, formatThree, formatMs } = figuresIn(words);
  return curve
    .filter(([share]) => share >= 0 && share < 1 && isSampled(share, n))
    .map(([share, ms]) => ({
      x: tailScale(share),
      y: Math.max(0.001, ms),
      text: fill(words.latencyPoint, { percent: formatPercent(formatThree(share * 100)), ms: formatMs(ms) }),
    }));
};

/** A chart of percentile curves; a line of fewer than two points is not drawn. */
export const linesChart = (look: ResolvedLook, plan: LinePlan): ChartDefinition => {
  const { id, title, caption, notes = [], description, runs, table } = plan;
  const lines = plan.lines.filter(({ points }) => points.length > 1);
  const ticks = ticksOf(
    lines.map(({ points }) => points),
    look.words,
  );
  const shared = sharedOptions(look, { title, caption, notes, runs });
  return {
    id,
    title,
    caption: [caption, ...notes].join(look.words.gap),
    description,
    config: {
      type: 'line',
      data: { datasets: lines.map((line, order) => lineDataset(look, line, order)) },
      options: {
        ...shared,
        parsing: false,
        interaction: { mode: 'nearest', intersect: false },
        layout: { padding: look.isPicture ? { top: 20, right: 70, bottom: 18, left: 22 } : { right: 34 } },
        scales: {
          x: axis(look, 'linear', { title: look.words.latencyShare, ticks: ticks.x }),
          y: axis(look, 'logarithmic', { title: look.words.latencyAxis, ticks: ticks.y }),
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
    table,
  };
};

const lineDataset = (look: ResolvedLook, { name, points, stroke }: Line, order: number) => ({
  label: name,
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
  ...endsOf(ticks),
  title: { display: true, text: title, color: ink.muted, font: { size: textSize } },
  ticks: { color: ink.muted, font: { size: textSize }, maxRotation: 0, autoSkipPadding: 10 },
  grid: { color: ink.grid, tickColor: ink.grid },
  border: { color: ink.grid },
});

/** Where an axis with these ticks begins and ends. */
export const endsOf = (ticks: readonly Tick[]) => ({ min: ticks[0]?.value ?? 0, max: ticks.at(-1)?.value ?? 1 });

type Points = readonly ChartPoint[];

/** Ticks of both axes that hold all lines between them. */
export const ticksOf = (lines: readonly Points[], words: ReportWords) => ({
  x: shareTicks(lines, words),
  y: latencyTicks(lines, words),
});

const shareTicks = (lines: readonly Points[], words: ReportWords): readonly Tick[] => {
  const { formatPercent, formatTick } = figuresIn(words);
  const widest = Math.max(tailScale(0.9), ...lines.map((points) => points.at(-1)?.x ?? 0));
  const shown = [0, 0.25, 0.5, 0.75, 0.9, 0.95, 0.99, 0.999, 0.9999].filter(
    (share) => tailScale(share) <= widest + 1e-9,
  );
  const ticks = shown.map((share) => ({ value: tailScale(share), label: formatPercent(formatTick(share * 100)) }));
  const last = ticks.at(-1)?.value ?? 0;
  return widest - last > 1e-9 ? [...ticks, { value: widest, label: '' }] : ticks;
};

/** 1, 2 and 5 of every decade the lines pass, as many as can be read. */
const latencyTicks = (lines: readonly Points[], words: ReportWords): readonly Tick[] => {
  const { formatTick } = figuresIn(words);
  const values = lines.flatMap((points) => points.map(({ y }) => y));
  if (values.length === 0) return [1, 10, 100].map((value) => ({ value, label: formatTick(value) }));
  const [low, high] = [Math.min(...values), Math.max(...values)];
  const decades = Array.from({ length: 14 }, (_, index) => 10 ** (index - 4));
  const steps = decades.flatMap((decade) => [1, 2, 5].map((digit) => Number((digit * decade).toPrecision(1))));
  const from = steps.findLastIndex((step) => step <= low);
  const to = steps.findIndex((step) => step >= high);
  return steps.slice(Math.max(0, from), to + 1).map((value) => ({ value, label: formatTick(value) }));
};

// Further lines over a chart of latency, such as what this browser measured over what the bench did. Browser-safe.
import type { ChartDefinition, ChartPoint, ChartTable } from './chart-definition.ts';
import { endsOf, isSampled, pointsOf, ticksOf } from './chart-lines.ts';
import { figuresIn, noFigure } from './figures.ts';
import type { PercentileCurve } from './result.ts';
import { fill, reportWords, type ReportWords } from './words.ts';

/** A line to lay over the others. */
export interface OverlayLine {
  readonly name: string;
  /** One letter; that of the bench's own line may stand here again, for its ring is dashed. */
  readonly letter: string;
  readonly colour: string;
  /** Rising by share. */
  readonly points: PercentileCurve;
  /** Samples behind the line: where too few lie above a point, the line ends. */
  readonly n: number;
}

/**
 * The chart with these lines on top, dotted, their letters in dashed rings; the axes grow where they have to.
 *
 * @param words those that the chart was made with, English by default
 */
export const withOverlay = (
  definition: ChartDefinition,
  lines: readonly OverlayLine[],
  words: ReportWords = reportWords,
): ChartDefinition => {
  if (lines.length === 0) return definition;
  const drawn = lines
    .map((line) => ({ ...line, points: pointsOf(line.points, line.n, words) }))
    .filter(({ points }) => points.length > 1);
  const { config, endLetters } = definition;
  const { datasets } = config.data;
  const points = [...datasets.map(({ data }) => data as readonly ChartPoint[]), ...drawn.map((line) => line.points)];
  const ticks = ticksOf(points, words);
  return {
    ...definition,
    caption: [definition.caption, words.overlayCaption].join(words.gap),
    description: [definition.description, describe(lines, words)].join(words.gap),
    config: {
      ...config,
      data: { ...config.data, datasets: [...datasets, ...drawn.map((line, at) => dataset(definition, line, at))] },
      options: optionsWith(definition, ticks, words.overlayCaption),
    },
    ticks,
    endLetters: [
      ...endLetters,
      ...drawn.map(({ letter, colour }, at) => ({ dataset: datasets.length + at, letter, colour, isDashed: true })),
    ],
    table: tableWith(definition.table, lines, words),
  };
};

/** The axes around all lines; in a picture the note stands under its caption. */
const optionsWith = (
  { config: { options } }: ChartDefinition,
  ticks: ReturnType<typeof ticksOf>,
  note: string,
): ChartDefinition['config']['options'] => {
  const { scales, plugins } = options ?? {};
  const lines = [plugins?.subtitle?.text ?? []].flat();
  return {
    ...options,
    scales: {
      x: { ...scales?.['x'], ...endsOf(ticks.x) },
      y: { ...scales?.['y'], ...endsOf(ticks.y) },
    },
    plugins: { ...plugins, subtitle: { ...plugins?.subtitle, text: [...lines.slice(0, 1), note, ...lines.slice(1)] } },
  };
};

/** Dots, which no line of a run has. */
const dots = { borderDash: [0.1, 6], borderCapStyle: 'round' as const };

const dataset = (
  { config, ink }: ChartDefinition,
  { name, letter, colour, points }: Omit<OverlayLine, 'points'> & { readonly points: readonly ChartPoint[] },
  at: number,
) => ({
  label: `${letter}  ${name}`,
  data: points,
  order: 0 - config.data.datasets.length - at,
  borderColor: colour,
  backgroundColor: ink.surface,
  ...dots,
  borderWidth: config.options?.responsive ? 3.5 : 5,
  pointRadius: 0,
  pointHitRadius: 6,
  pointHoverRadius: 6,
});

const describe = (lines: readonly OverlayLine[], words: ReportWords): string =>
  fill(words.overlayDescribed, {
    parts: lines
      .map(({ name, points, n }) => `${name} ${figuresIn(words).formatMs(latencyAt(points, 0.5, n))}`)
      .join(words.semicolon),
  });

/** Of the columns of a run's table a curve knows the percentiles and n. */
const tableWith = ({ head, rows }: ChartTable, lines: readonly OverlayLine[], words: ReportWords): ChartTable => {
  const { formatNumber, formatSampled } = figuresIn(words);
  const unknown = Array<string>(Math.max(0, head.length - 5)).fill(noFigure);
  return {
    head,
    rows: [
      ...rows,
      ...lines.map(({ name, points, n }) => [
        name,
        ...[0.5, 0.9, 0.99].map((share) => formatSampled(latencyAt(points, share, n))),
        ...unknown,
        formatNumber(n),
      ]),
    ],
  };
};

/** Between two points of the curve on a straight line; `null` where the curve does not reach, or with too few samples. */
const latencyAt = (points: PercentileCurve, share: number, n: number): number | null => {
  const at = points.findIndex(([one]) => one >= share);
  const [after, before] = [points[at], points[at - 1] ?? points[at]];
  if (!after || !before || !isSampled(share, n)) return null;
  if (before === after) return after[0] === share ? after[1] : null;
  return before[1] + ((share - before[0]) / (after[0] - before[0])) * (after[1] - before[1]);
};

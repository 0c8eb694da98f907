// What the bar charts share: horizontal bars in the colours of the transports, each with its figure at its end. Browser-safe.
import { describeTransport } from '../../servers/protocol/catalog.ts';
import type { TransportId } from '../../servers/protocol/catalog.ts';
import type { BarMarks, ChartDefinition, ReferenceLine } from './chart-definition.ts';
import { sharedOptions, strokeOf } from './chart-look.ts';
import type { ResolvedLook } from './chart-look.ts';
import { describePeer, isPeerResult, peerTitle, type PeerId } from './peers.ts';
import type { PeerResult, RunResult, TransportResult } from './result.ts';
import { fill } from './words.ts';

/** A bar, or a group of them: whose figure it is. */
export interface Bar {
  readonly id: TransportId | PeerId;
  readonly title: string;
  readonly letter: string;
  readonly note?: string;
  readonly isOutlined?: boolean;
}

/** One figure of every bar. */
interface Series {
  readonly label: string;
  readonly values: readonly (number | null)[];
  readonly text: (value: number | null) => string;
  readonly isOutlined?: boolean;
}

/** What a bar chart shows, before it is known how it looks. */
interface BarPlan {
  readonly id: string;
  readonly title: string;
  readonly caption: string;
  readonly axis: string;
  readonly run: RunResult;
  readonly max?: number;
  readonly bars: readonly Bar[];
  readonly series: readonly Series[];
  readonly marks?: BarMarks | null;
  readonly reference?: ReferenceLine | null;
}

/** A chart of horizontal bars. */
export const barChart = (look: ResolvedLook, plan: BarPlan): ChartDefinition => {
  const { id, title, caption, bars, series, marks = null, reference = null } = plan;
  const { words, figures } = look;
  const names = bars.map((bar) => nameOf(look, bar));
  const shared = sharedOptions(look, { title, caption, gap: reference ? 40 : 14, runs: [{ run: plan.run }] });
  return {
    id,
    title,
    caption,
    description: describeChart(
      look,
      title,
      names.map((name, at) => `${name} ${figures.joinWords(textsAt(series, at))}`),
    ),
    config: {
      type: 'bar',
      data: {
        labels: names.map((name, at) => `${bars[at]?.letter ?? ''}  ${name}`),
        datasets: series.map((one) => dataset(look, bars, one)),
      },
      options: {
        ...shared,
        indexAxis: 'y',
        layout: {
          padding: look.isPicture
            ? { top: 20, right: 110, bottom: 18, left: 22 }
            : { top: reference ? 24 : 0, right: 68 },
        },
        plugins: { ...shared.plugins, legend: { display: false } },
        scales: barScales(look, plan),
      },
    },
    ticks: {},
    shortLabels: bars.map((bar) => `${bar.letter} ${bar.id}${bar.isOutlined ? words.newShort : ''}`),
    barTexts: series.map(({ values, text }) => values.map(text)),
    endLetters: [],
    marks,
    layers: null,
    reference,
    ink: look.ink,
    table: {
      head: [
        words.transport,
        ...series.map(({ label }) =>
          series.length > 1 ? fill(words.noted, { title: plan.axis, note: label }) : plan.axis,
        ),
      ],
      rows: names.map((name, at) => [name, ...textsAt(series, at)]),
    },
  };
};

/** The bar of a transport or a peer. */
export const barOf =
  ({ words }: ResolvedLook) =>
  (result: TransportResult | PeerResult): Bar =>
    isPeerResult(result)
      ? { id: result.id, title: peerTitle(result, words), letter: describePeer(result.id).letter }
      : describedBar(result.id);

/** The bar of a transport. */
export const describedBar = (id: TransportId): Bar => {
  const { title, letter } = describeTransport(id);
  return { id, title, letter };
};

/** The chart in one sentence: its title, and its parts one after the other. */
export const describeChart = ({ words }: ResolvedLook, title: string, parts: readonly string[]): string =>
  fill(words.described, { title, parts: parts.join(words.semicolon) });

const nameOf = ({ words }: ResolvedLook, { title, note }: Bar): string =>
  note ? fill(words.noted, { title, note }) : title;

const textsAt = (series: readonly Series[], at: number): readonly string[] =>
  series.map(({ values, text }) => text(values[at] ?? null));

const dataset = ({ theme, ink }: ResolvedLook, bars: readonly Bar[], { label, values, isOutlined = false }: Series) => {
  const colours = bars.map(({ id }) => strokeOf(id, theme).colour);
  return {
    label,
    data: values,
    borderColor: colours,
    backgroundColor: colours.map((colour, at) => (isOutlined || bars[at]?.isOutlined ? ink.surface : colour)),
    borderWidth: bars.map((bar) => (isOutlined || bar.isOutlined ? 2 : 0)),
    borderSkipped: false,
    borderRadius: 3,
    maxBarThickness: 56,
    categoryPercentage: 0.8,
    barPercentage: isOutlined ? 0.7 : 0.86,
  };
};

/** A linear axis of figures below, the names of the bars on the left. */
export const barScales = ({ ink, textSize }: ResolvedLook, { axis, max }: Pick<BarPlan, 'axis' | 'max'>) => ({
  x: {
    type: 'linear' as const,
    beginAtZero: true,
    ...(max === undefined ? {} : { max }),
    title: { display: true, text: axis, color: ink.muted, font: { size: textSize } },
    ticks: { color: ink.muted, font: { size: textSize }, maxTicksLimit: 6, maxRotation: 0 },
    grid: { color: ink.grid, tickColor: ink.grid },
    border: { display: false },
  },
  y: {
    type: 'category' as const,
    ticks: { color: ink.text, font: { size: textSize }, autoSkip: false },
    grid: { display: false },
    border: { color: ink.muted },
  },
});

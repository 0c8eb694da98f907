// The bar charts: one bar a transport, and a peer where it can be compared, for what a delivery costs in bytes, answers, requests and CPU. Browser-safe.
import { describeTransport } from '../../servers/protocol/catalog.ts';
import type { TransportId } from '../../servers/protocol/catalog.ts';
import type { ChartDefinition, ReferenceLine } from './chart-definition.ts';
import { sharedOptions, strokeOf } from './chart-look.ts';
import type { ResolvedLook } from './chart-look.ts';
import { formatBytes, formatNumber, formatThree, noFigure, ratio } from './figures.ts';
import { describePeer, isPeerResult, measuredOf, peerTitle, type PeerId } from './peers.ts';
import type { PeerResult, RunResult, TransportResult } from './result.ts';

/** Bytes per event, and what a client pays once to get started. */
export const bytesChart = (run: RunResult, look: ResolvedLook): ChartDefinition => {
  const clients = run.workload.clients * run.workload.repeats;
  const measured = measuredOf(run);
  const isEstimated = measured.some(({ bytes }) => bytes.source === 'estimated');
  return barChart(look, {
    id: 'bytes',
    run,
    title: 'Bytes on the wire for one event',
    caption: `IP bytes of both directions, linear${isEstimated ? ', estimated' : ''}. Filled: each event. Outlined: what a client pays once to connect.`,
    axis: isEstimated ? 'bytes (estimated)' : 'bytes',
    bars: measured.map(barOf),
    series: [
      { label: 'each event', values: measured.map(({ bytes }) => bytes.perDelivery), text: formatBytes },
      {
        label: 'once per client',
        values: measured.map(({ bytes }) => ratio(bytes.setup, clients)),
        text: formatBytes,
        isOutlined: true,
      },
    ],
  });
};

/** The share of answers that held nothing new. */
export const emptyChart = (run: RunResult, look: ResolvedLook): ChartDefinition =>
  barChart(look, {
    id: 'empty',
    run,
    title: 'Answers that held nothing new',
    caption: 'Share of all answers, linear. Where the server speaks first, nobody asks in vain.',
    axis: 'share of answers, %',
    max: 100,
    bars: run.transports.map(barOf),
    series: [
      {
        label: 'empty answers',
        values: run.transports.map(percentEmpty),
        text: (value) => (value === null ? noFigure : `${formatNumber(value, 1)} %`),
      },
    ],
  });

/** How often a client asks for each event it gets. */
export const requestsChart = (run: RunResult, look: ResolvedLook): ChartDefinition =>
  barChart(look, {
    id: 'requests',
    run,
    title: 'Requests for one event',
    caption: 'Requests answered over events delivered, both of the measured part, linear.',
    axis: 'requests per event',
    bars: run.transports.map(barOf),
    series: [
      {
        label: 'requests per event',
        values: run.transports.map(({ requests, delivered }) => ratio(requests, delivered)),
        text: (value) => formatNumber(value, 2),
      },
    ],
  });

/** What the server works for each delivery. */
export const cpuChart = (run: RunResult, look: ResolvedLook): ChartDefinition => {
  const measured = measuredOf(run);
  const floor = run.floor?.serverCpuMsPerDelivery ?? null;
  return barChart(look, {
    id: 'cpu',
    run,
    title: 'Server CPU for one event',
    caption: 'Microseconds of CPU of the server process per event delivered, linear.',
    axis: 'CPU, µs per event',
    bars: measured.map(barOf),
    series: [
      {
        label: 'server CPU',
        values: measured.map(({ serverCpuMsPerDelivery: cpu }) => (cpu === null ? null : cpu * 1000)),
        text: (value) => (value === null ? noFigure : `${formatThree(value)} µs`),
      },
    ],
    reference:
      floor === null
        ? null
        : { value: floor * 1000, label: `bare TCP ${formatThree(floor * 1000)} µs`, colour: look.ink.floor },
  });
};

/** Answers a second, a new connection for each or one connection kept. `null` when the run measured none. */
export const capacityChart = (run: RunResult, look: ResolvedLook): ChartDefinition | null => {
  if (run.capacity.length === 0) return null;
  return barChart(look, {
    id: 'capacity',
    run,
    title: 'Answers a second, as fast as the server can',
    caption: 'Straight to the server without the relay, linear. Outlined: a new connection for each answer.',
    axis: 'answers per second',
    bars: run.capacity.map(({ id, isNewConnectionEach }) => ({
      ...describedBar(id),
      isOutlined: isNewConnectionEach,
      note: isNewConnectionEach ? 'new connection each' : 'connection kept',
    })),
    series: [
      {
        label: 'answers per second',
        values: run.capacity.map(({ answersPerSecond }) => answersPerSecond),
        text: (value) => formatNumber(value),
      },
    ],
  });
};

interface Bar {
  readonly id: TransportId | PeerId;
  readonly title: string;
  readonly letter: string;
  readonly note?: string;
  readonly isOutlined?: boolean;
}

interface Series {
  readonly label: string;
  readonly values: readonly (number | null)[];
  readonly text: (value: number | null) => string;
  readonly isOutlined?: boolean;
}

interface BarPlan {
  readonly id: string;
  readonly title: string;
  readonly caption: string;
  readonly axis: string;
  readonly run: RunResult;
  readonly max?: number;
  readonly bars: readonly Bar[];
  readonly series: readonly Series[];
  readonly reference?: ReferenceLine | null;
}

const barOf = (result: TransportResult | PeerResult): Bar =>
  isPeerResult(result)
    ? { id: result.id, title: peerTitle(result), letter: describePeer(result.id).letter }
    : describedBar(result.id);

const describedBar = (id: TransportId): Bar => {
  const { title, letter } = describeTransport(id);
  return { id, title, letter };
};

const percentEmpty = ({ emptyResponses, requests }: TransportResult): number | null => {
  const share = ratio(emptyResponses, requests);
  return share === null ? null : share * 100;
};

const barChart = (look: ResolvedLook, plan: BarPlan): ChartDefinition => {
  const { id, title, caption, bars, series, reference = null } = plan;
  const names = bars.map((bar) => nameOf(bar));
  const shared = sharedOptions(look, { title, caption, gap: reference ? 40 : 14, run: plan.run });
  return {
    id,
    title,
    caption,
    description: `${title}: ${names.map((name, at) => `${name} ${textsAt(series, at).join(' and ')}`).join('; ')}.`,
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
        scales: scalesOf(look, plan),
      },
    },
    ticks: {},
    shortLabels: bars.map((bar) => `${bar.letter} ${bar.id}${bar.isOutlined ? ', new' : ''}`),
    barTexts: series.map(({ values, text }) => values.map(text)),
    endLetters: [],
    reference,
    ink: look.ink,
    table: {
      head: ['transport', ...series.map(({ label }) => (series.length > 1 ? `${plan.axis}, ${label}` : plan.axis))],
      rows: names.map((name, at) => [name, ...textsAt(series, at)]),
    },
  };
};

const nameOf = ({ title, note }: Bar): string => `${title}${note ? `, ${note}` : ''}`;

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

const scalesOf = ({ ink, textSize }: ResolvedLook, { axis, max }: BarPlan) => ({
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

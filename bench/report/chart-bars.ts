// The bar charts: one bar a transport, and a peer where it can be compared, for what a delivery costs in bytes, answers, requests and CPU. Browser-safe.
import { barChart, barOf, describedBar } from './chart-bar-plan.ts';
import type { ChartDefinition } from './chart-definition.ts';
import type { ResolvedLook } from './chart-look.ts';
import { noFigure, ratio } from './figures.ts';
import { measuredOf } from './peers.ts';
import type { RunResult, TransportResult } from './result.ts';
import { fill } from './words.ts';

/** Bytes per event, and what a client pays once to get started. */
export const bytesChart = (run: RunResult, look: ResolvedLook): ChartDefinition => {
  const { words, figures } = look;
  const clients = run.workload.clients * run.workload.repeats;
  const measured = measuredOf(run);
  const isEstimated = measured.some(({ bytes }) => bytes.source === 'estimated');
  return barChart(look, {
    id: 'bytes',
    run,
    title: words.bytesTitle,
    caption: fill(words.bytesCaption, { estimated: isEstimated ? words.bytesEstimated : '' }),
    axis: isEstimated ? words.bytesAxisEstimated : words.bytesAxis,
    bars: measured.map(barOf(look)),
    series: [
      {
        label: words.eachEvent,
        values: measured.map(({ bytes }) => bytes.perDelivery),
        text: figures.formatBytes,
      },
      {
        label: words.oncePerClient,
        values: measured.map(({ bytes }) => ratio(bytes.setup, clients)),
        text: figures.formatBytes,
        isOutlined: true,
      },
    ],
  });
};

/** The share of answers that held nothing new. */
export const emptyChart = (run: RunResult, look: ResolvedLook): ChartDefinition => {
  const { words, figures } = look;
  return barChart(look, {
    id: 'empty',
    run,
    title: words.emptyTitle,
    caption: words.emptyCaption,
    axis: words.emptyAxis,
    max: 100,
    bars: run.transports.map(barOf(look)),
    series: [
      {
        label: words.emptySeries,
        values: run.transports.map(percentEmpty),
        text: (value) => (value === null ? noFigure : figures.formatPercent(figures.formatNumber(value, 1))),
      },
    ],
  });
};

/** How often a client asks for each event it gets. */
export const requestsChart = (run: RunResult, look: ResolvedLook): ChartDefinition => {
  const { words, figures } = look;
  return barChart(look, {
    id: 'requests',
    run,
    title: words.requestsTitle,
    caption: words.requestsCaption,
    axis: words.requestsAxis,
    bars: run.transports.map(barOf(look)),
    series: [
      {
        label: words.requestsAxis,
        values: run.transports.map(({ requests, delivered }) => ratio(requests, delivered)),
        text: (value) => figures.formatNumber(value, 2),
      },
    ],
  });
};

/** What the server works for each delivery. */
export const cpuChart = (run: RunResult, look: ResolvedLook): ChartDefinition => {
  const { words, figures, ink } = look;
  const measured = measuredOf(run);
  const floor = run.floor?.serverCpuMsPerDelivery ?? null;
  const microseconds = (us: number): string => `${figures.formatThree(us)} µs`;
  return barChart(look, {
    id: 'cpu',
    run,
    title: words.cpuTitle,
    caption: words.cpuCaption,
    axis: words.cpuAxis,
    bars: measured.map(barOf(look)),
    series: [
      {
        label: words.cpuSeries,
        values: measured.map(({ serverCpuMsPerDelivery: cpu }) => (cpu === null ? null : cpu * 1000)),
        text: (value) => (value === null ? noFigure : microseconds(value)),
      },
    ],
    reference:
      floor === null
        ? null
        : { value: floor * 1000, label: fill(words.bareTcp, { value: microseconds(floor * 1000) }), colour: ink.floor },
  });
};

/** Answers a second, a new connection for each or one connection kept. `null` when the run measured none. */
export const capacityChart = (run: RunResult, look: ResolvedLook): ChartDefinition | null => {
  if (run.capacity.length === 0) return null;
  const { words, figures } = look;
  return barChart(look, {
    id: 'capacity',
    run,
    title: words.capacityTitle,
    caption: words.capacityCaption,
    axis: words.capacityAxis,
    bars: run.capacity.map(({ id, isNewConnectionEach }) => ({
      ...describedBar(id),
      isOutlined: isNewConnectionEach,
      note: isNewConnectionEach ? words.newConnection : words.keptConnection,
    })),
    series: [
      {
        label: words.capacityAxis,
        values: run.capacity.map(({ answersPerSecond }) => answersPerSecond),
        text: (value) => figures.formatNumber(value),
      },
    ],
  });
};

const percentEmpty = ({ emptyResponses, requests }: TransportResult): number | null => {
  const share = ratio(emptyResponses, requests);
  return share === null ? null : share * 100;
};

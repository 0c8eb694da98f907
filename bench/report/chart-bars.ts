// The bar charts: one bar a transport, and a peer where it can be compared, for what a delivery costs in bytes, answers, requests and CPU. Browser-safe.
import { barChart, barOf, describedBar } from './chart-bar-plan.ts';
import type { ChartDefinition } from './chart-definition.ts';
import type { ResolvedLook } from './chart-look.ts';
import { formatBytes, formatNumber, formatThree, noFigure, ratio } from './figures.ts';
import { measuredOf } from './peers.ts';
import type { RunResult, TransportResult } from './result.ts';

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

const percentEmpty = ({ emptyResponses, requests }: TransportResult): number | null => {
  const share = ratio(emptyResponses, requests);
  return share === null ? null : share * 100;
};

// The headline of a run: one row a transport, a peer and the floor, one column a figure. Terminal, Markdown and HTML draw it.
import { describeTransport } from '../../servers/protocol/catalog.ts';
import type { TransportId } from '../../servers/protocol/catalog.ts';
import { formatCount, formatNumber, formatPlain, formatThree, noFigure, ratio, tooFewSamples } from './figures.ts';
import { describePeer, peersOf, peerTitle, type PeerId } from './peers.ts';
import type { FloorResult, Interval, LatencyMs, PeerResult, RunResult, TransportResult, Workload } from './result.ts';

/** One row: a transport, a peer (`id` null, `peer` says which), or the bare TCP floor under them (both null). */
export interface HeadlineRow {
  readonly id: TransportId | null;
  readonly peer: PeerId | null;
  readonly letter: string;
  readonly title: string;
  readonly latencyMs: LatencyMs;
  /** Mean latency above that of the floor in the same run; `null` for the floor itself, or without one. */
  readonly aboveFloorMs: number | null;
  readonly bytesPerEvent: number | null;
  readonly isEstimated: boolean;
  readonly emptyShare: number | null;
  readonly requestsPerEvent: number | null;
  readonly connections: number | null;
  readonly serverCpuUs: number | null;
  readonly serverRssMb: number | null;
  /** lost, duplicated, out of order; `null` for the floor, which has no protocol that could promise them. */
  readonly faults: readonly [lost: number, duplicated: number, outOfOrder: number] | null;
  readonly missed: number;
}

/** One column of the headline table. */
export interface HeadlineColumn {
  readonly key: string;
  /** Two short lines for a terminal. */
  readonly head: readonly [string, string];
  /** The head in full words, unit included. */
  readonly words: string;
  /** Columns of a lower rank are left out first where there is no room. */
  readonly rank: number;
  readonly cell: (row: HeadlineRow) => string;
  /** The figure where it is one of samples, and missing when they are too few. */
  readonly sampled?: (row: HeadlineRow) => number | null;
  readonly interval?: (row: HeadlineRow) => Interval;
}

/** The rows in the order of the run, then the peers, the floor last. */
export const headlineRows = (run: RunResult): readonly HeadlineRow[] => {
  const floorMs = run.floor?.latencyMs.mean ?? null;
  return [
    ...run.transports.map((result) => transportRow(result, floorMs)),
    ...peersOf(run).map((result) => peerRow(result, floorMs)),
    ...(run.floor ? [floorRow(run.floor)] : []),
  ];
};

/** A cell where there is room for words: why a figure is missing stands in its place. */
export const wordsCell = (column: HeadlineColumn, row: HeadlineRow): string =>
  column.sampled && column.sampled(row) === null ? tooFewSamples : column.cell(row);

/** The columns, most telling first. */
export const headlineColumns: readonly HeadlineColumn[] = [
  {
    key: 'p50',
    head: ['p50', 'ms'],
    words: 'p50 latency, ms',
    rank: 9,
    cell: ({ latencyMs }) => formatThree(latencyMs.p50),
    sampled: ({ latencyMs }) => latencyMs.p50,
    interval: ({ latencyMs }) => latencyMs.ci95.p50,
  },
  {
    key: 'p99',
    head: ['p99', 'ms'],
    words: 'p99 latency, ms',
    rank: 9,
    cell: ({ latencyMs }) => formatThree(latencyMs.p99),
    sampled: ({ latencyMs }) => latencyMs.p99,
    interval: ({ latencyMs }) => latencyMs.ci95.p99,
  },
  {
    key: 'mean',
    head: ['mean', 'ms'],
    words: 'mean latency, ms',
    rank: 9,
    cell: ({ latencyMs }) => formatThree(latencyMs.mean),
    sampled: ({ latencyMs }) => latencyMs.mean,
    interval: ({ latencyMs }) => latencyMs.ci95.mean,
  },
  {
    key: 'above-floor',
    head: ['above', 'floor'],
    words: 'mean above the floor, ms',
    rank: 5,
    cell: ({ aboveFloorMs: ms }) => formatThree(ms !== null && Math.abs(ms) < 5e-4 ? 0 : ms),
  },
  {
    key: 'bytes',
    head: ['bytes', '/event'],
    words: 'bytes per event',
    rank: 9,
    cell: ({ bytesPerEvent, isEstimated }) => `${isEstimated ? '~' : ''}${formatNumber(bytesPerEvent)}`,
  },
  {
    key: 'empty',
    head: ['empty', '%'],
    words: 'empty answers, %',
    rank: 8,
    cell: ({ emptyShare }) => formatNumber(emptyShare === null ? null : emptyShare * 100, 1),
  },
  {
    key: 'requests',
    head: ['requests', '/event'],
    words: 'requests per event',
    rank: 6,
    cell: ({ requestsPerEvent }) => formatNumber(requestsPerEvent, 2),
  },
  {
    key: 'connections',
    head: ['conns', ''],
    words: 'connections',
    rank: 3,
    cell: ({ connections }) => formatNumber(connections),
  },
  {
    key: 'cpu',
    head: ['CPU µs', '/event'],
    words: 'server CPU per event, µs',
    rank: 7,
    cell: ({ serverCpuUs }) => formatThree(serverCpuUs),
  },
  {
    key: 'rss',
    head: ['RSS', 'MB'],
    words: 'server memory (RSS), MB',
    rank: 4,
    cell: ({ serverRssMb }) => formatNumber(serverRssMb),
  },
  {
    key: 'faults',
    head: ['lost/dup', '/order'],
    words: 'lost / duplicated / out of order',
    rank: 8,
    cell: ({ faults }) => (faults ? faults.map((count) => formatNumber(count)).join('/') : noFigure),
  },
];

/** Whether a row is the bare TCP floor's. */
export const isFloor = ({ id, peer }: HeadlineRow): boolean => id === null && peer === null;

/** Whether a row shows an entry lost, duplicated or out of order. */
export const hasFault = ({ faults }: HeadlineRow): boolean => faults !== null && faults.some((count) => count > 0);

/** What was run, in one line, without the workload's name. */
export const workloadLine = (workload: Workload): string => {
  const { kind, clients, ratePerSecond, payloadBytes, rttMs, pollIntervalMs, freezeMs = 0, isTls } = workload;
  const rate =
    kind === 'desktops'
      ? `${formatPlain(ratePerSecond)} events/s each`
      : `${formatPlain(ratePerSecond)} events/s to all`;
  const rtt = rttMs > 0 ? `RTT ${formatPlain(rttMs)} ms (emulated)` : 'no RTT emulated';
  return [
    formatCount(clients, 'client'),
    rate,
    `${formatPlain(payloadBytes)} B`,
    `polls every ${formatPlain(pollIntervalMs)} ms`,
    rtt,
    ...(isTls === true ? ['over TLS'] : []),
    ...(freezeMs > 0 ? [`server stands still for ${formatPlain(freezeMs)} ms`] : []),
  ].join(' · ');
};

const transportRow = (result: TransportResult, floorMs: number | null): HeadlineRow => {
  const { title, letter } = describeTransport(result.id);
  return {
    ...figuresRow(result, floorMs),
    id: result.id,
    peer: null,
    letter,
    title,
  };
};

const peerRow = (result: PeerResult, floorMs: number | null): HeadlineRow => ({
  ...figuresRow(result, floorMs),
  id: null,
  peer: result.id,
  letter: describePeer(result.id).letter,
  title: peerTitle(result),
});

const figuresRow = (
  result: TransportResult | PeerResult,
  floorMs: number | null,
): Omit<HeadlineRow, 'id' | 'peer' | 'letter' | 'title'> => ({
  latencyMs: result.latencyMs,
  aboveFloorMs: result.latencyMs.mean === null || floorMs === null ? null : result.latencyMs.mean - floorMs,
  bytesPerEvent: result.bytes.perDelivery,
  isEstimated: result.bytes.source === 'estimated',
  emptyShare: ratio(result.emptyResponses, result.requests),
  requestsPerEvent: ratio(result.requests, result.delivered),
  connections: result.connections,
  serverCpuUs: result.serverCpuMsPerDelivery === null ? null : result.serverCpuMsPerDelivery * 1000,
  serverRssMb: result.serverRssBytes / 1e6,
  faults: [result.lost, result.duplicated, result.outOfOrder],
  missed: result.missed,
});

const floorRow = (floor: FloorResult): HeadlineRow => ({
  id: null,
  peer: null,
  letter: '·',
  title: 'Bare TCP (floor)',
  latencyMs: floor.latencyMs,
  aboveFloorMs: null,
  bytesPerEvent: null,
  isEstimated: false,
  emptyShare: null,
  requestsPerEvent: null,
  connections: null,
  serverCpuUs: floor.serverCpuMsPerDelivery === null ? null : floor.serverCpuMsPerDelivery * 1000,
  serverRssMb: null,
  faults: null,
  missed: 0,
});

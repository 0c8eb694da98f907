// The headline of a run: one row a transport, a peer and the floor, one column a figure. Terminal, Markdown and HTML draw it. Browser-safe.
import { describeTransport } from '../../servers/protocol/catalog.ts';
import type { TransportId } from '../../servers/protocol/catalog.ts';
import { figuresIn, noFigure, ratio, type Figures } from './figures.ts';
import { describePeer, peersOf, peerTitle, type PeerId } from './peers.ts';
import type { FloorResult, Interval, LatencyMs, PeerResult, RunResult, TransportResult, Workload } from './result.ts';
import { fill, reportWords, type ReportWords } from './words.ts';

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
  /** The figure itself, in the unit of the head; there is none where a column holds three. */
  readonly figure?: (row: HeadlineRow) => number | null;
  /** Whether the figure is one of samples, and missing when they are too few. */
  readonly isSampled?: boolean;
  readonly interval?: (row: HeadlineRow) => Interval;
}

/** The rows in the order of the run, then the peers, the floor last. */
export const headlineRows = (run: RunResult, words: ReportWords = reportWords): readonly HeadlineRow[] => {
  const floorMs = run.floor?.latencyMs.mean ?? null;
  return [
    ...run.transports.map((result) => transportRow(result, floorMs)),
    ...peersOf(run).map((result) => ({ ...peerRow(result, floorMs), title: peerTitle(result, words) })),
    ...(run.floor ? [{ ...floorRow(run.floor), title: words.floor }] : []),
  ];
};

/** A cell where there is room for words: why a figure is missing stands in its place. */
export const wordsCell = (column: HeadlineColumn, row: HeadlineRow, words: ReportWords = reportWords): string =>
  column.isSampled && column.figure?.(row) === null ? words.tooFew : column.cell(row);

/** The columns, most telling first. */
export const headlineColumnsIn = (words: ReportWords): readonly HeadlineColumn[] => {
  const figures = figuresIn(words);
  return [
    ...latencyColumns(words, figures),
    ...wireColumns(words, figures),
    ...serverColumns(words, figures),
    {
      key: 'faults',
      head: ['lost/dup', '/order'],
      words: faultWords(words).join(' / '),
      rank: 8,
      cell: ({ faults }) => (faults ? faults.map((count) => figures.formatNumber(count)).join('/') : noFigure),
    },
  ];
};

/** What the three figures of the last column count. */
export const faultWords = (words: ReportWords): readonly string[] => [
  words.columnLost,
  words.columnDuplicated,
  words.columnOutOfOrder,
];

type Plan = Omit<HeadlineColumn, 'cell'> & Required<Pick<HeadlineColumn, 'figure'>>;

/** A column whose cell is its figure and nothing else. */
const plainly = (plan: Plan, format: (value: number | null) => string): HeadlineColumn => ({
  ...plan,
  cell: (row) => format(plan.figure(row)),
});

const latencyColumns = (words: ReportWords, { formatThree }: Figures): readonly HeadlineColumn[] => {
  const sampled = (key: 'p50' | 'p99' | 'mean', name: string): HeadlineColumn =>
    plainly(
      {
        key,
        head: [key, 'ms'],
        words: name,
        rank: 9,
        figure: ({ latencyMs }) => latencyMs[key],
        isSampled: true,
        interval: ({ latencyMs }) => latencyMs.ci95[key],
      },
      formatThree,
    );
  return [
    sampled('p50', words.columnP50),
    sampled('p99', words.columnP99),
    sampled('mean', words.columnMean),
    plainly(
      {
        key: 'above-floor',
        head: ['above', 'floor'],
        words: words.columnAboveFloor,
        rank: 5,
        figure: ({ aboveFloorMs: ms }) => (ms !== null && Math.abs(ms) < 5e-4 ? 0 : ms),
      },
      formatThree,
    ),
  ];
};

const wireColumns = (words: ReportWords, { formatNumber }: Figures): readonly HeadlineColumn[] => [
  {
    key: 'bytes',
    head: ['bytes', '/event'],
    words: words.columnBytes,
    rank: 9,
    figure: ({ bytesPerEvent }) => bytesPerEvent,
    cell: ({ bytesPerEvent, isEstimated }) => `${isEstimated ? '~' : ''}${formatNumber(bytesPerEvent)}`,
  },
  plainly(
    {
      key: 'empty',
      head: ['empty', '%'],
      words: words.columnEmpty,
      rank: 8,
      figure: ({ emptyShare }) => (emptyShare === null ? null : emptyShare * 100),
    },
    (value) => formatNumber(value, 1),
  ),
  plainly(
    {
      key: 'requests',
      head: ['requests', '/event'],
      words: words.columnRequests,
      rank: 6,
      figure: ({ requestsPerEvent }) => requestsPerEvent,
    },
    (value) => formatNumber(value, 2),
  ),
  plainly(
    {
      key: 'connections',
      head: ['conns', ''],
      words: words.columnConnections,
      rank: 3,
      figure: ({ connections }) => connections,
    },
    (value) => formatNumber(value),
  ),
];

const serverColumns = (words: ReportWords, { formatNumber, formatThree }: Figures): readonly HeadlineColumn[] => [
  plainly(
    {
      key: 'cpu',
      head: ['CPU µs', '/event'],
      words: words.columnCpu,
      rank: 7,
      figure: ({ serverCpuUs }) => serverCpuUs,
    },
    formatThree,
  ),
  plainly(
    { key: 'rss', head: ['RSS', 'MB'], words: words.columnRss, rank: 4, figure: ({ serverRssMb }) => serverRssMb },
    (value) => formatNumber(value),
  ),
];

/** The columns in English. */
export const headlineColumns: readonly HeadlineColumn[] = headlineColumnsIn(reportWords);

/** Whether a row is the bare TCP floor's. */
export const isFloor = ({ id, peer }: HeadlineRow): boolean => id === null && peer === null;

/** Whether a row shows an entry lost, duplicated or out of order. */
export const hasFault = ({ faults }: HeadlineRow): boolean => faults !== null && faults.some((count) => count > 0);

/** What was run, in one line, without the workload's name. */
export const workloadLine = (workload: Workload, words: ReportWords = reportWords): string => {
  const { kind, clients, ratePerSecond, payloadBytes, rttMs, pollIntervalMs, freezeMs = 0, isTls } = workload;
  const { formatForms, formatPlain } = figuresIn(words);
  return [
    formatForms(words.clients, clients),
    fill(kind === 'desktops' ? words.rateEach : words.rateAll, { rate: formatPlain(ratePerSecond) }),
    `${formatPlain(payloadBytes)} B`,
    fill(words.polls, { ms: formatPlain(pollIntervalMs) }),
    rttMs > 0 ? fill(words.rtt, { ms: formatPlain(rttMs) }) : words.rttNone,
    ...(isTls === true ? [words.overTls] : []),
    ...(freezeMs > 0 ? [fill(words.standsStill, { ms: formatPlain(freezeMs) })] : []),
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

const peerRow = (result: PeerResult, floorMs: number | null): Omit<HeadlineRow, 'title'> => ({
  ...figuresRow(result, floorMs),
  id: null,
  peer: result.id,
  letter: describePeer(result.id).letter,
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

const floorRow = (floor: FloorResult): Omit<HeadlineRow, 'title'> => ({
  id: null,
  peer: null,
  letter: '·',
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

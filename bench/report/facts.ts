// What stands under every report: what was asked, where it ran, and how each figure is to be read.
import { describeTransport } from '../../servers/protocol/catalog.ts';
import { formatCount, formatMs, formatNumber, formatPlain, formatShare, noFigure } from './figures.ts';
import { peersOf } from './peers.ts';
import type { RunResult } from './result.ts';

/** A name and what it is. */
export type Fact = readonly [name: string, value: string];

/** What the run was asked to do. */
export const workloadFacts = (run: RunResult): readonly Fact[] => [...askedFacts(run), ...peerFacts(run)];

const askedFacts = ({ workload }: RunResult): readonly Fact[] => [
  [
    'Workload',
    `${workload.name} (${workload.kind === 'desktops' ? 'each client its own events' : 'all clients the same events'})`,
  ],
  [
    'Rate',
    `${formatCount(workload.ratePerSecond, 'event')} a second ${workload.kind === 'desktops' ? 'for each client' : 'for all'}`,
  ],
  ['Clients', formatPlain(workload.clients)],
  ['Payload', `${formatPlain(workload.payloadBytes)} B`],
  ['Poll interval', `${formatPlain(workload.pollIntervalMs)} ms`],
  ['Hold of a long poll', `${formatPlain(workload.holdSeconds)} s`],
  ['Round trip', workload.rttMs > 0 ? `${formatPlain(workload.rttMs)} ms, emulated` : 'none emulated'],
  [
    'Measured',
    `${formatCount(workload.repeats, 'time')} ${formatPlain(workload.durationSeconds)} s, after ${formatPlain(workload.warmUpSeconds)} s of warm-up`,
  ],
  ['Request headers', workload.headers === 'browser' ? 'those of a browser' : 'minimal'],
  ['Seed', String(workload.seed)],
  ['Transports', workload.transports.map((id) => describeTransport(id).title).join(', ')],
];

const peerFacts = (run: RunResult): readonly Fact[] =>
  peersOf(run).map(({ title, over }) => [
    'Peer',
    `${title}, followed by the clients of ${describeTransport(over).title}`,
  ]);

/** Where it ran, and how busy the load generator was. */
export const environmentFacts = ({ environment, generator }: RunResult): readonly Fact[] => [
  ['Started', environment.startedAt],
  ['Commit', environment.commit ?? noFigure],
  ['Node.js', environment.node],
  ['Platform', `${environment.platform}, kernel ${environment.kernel}`],
  ['Processor', `${environment.cpuModel}, ${formatCount(environment.cores, 'core')}`],
  ['Memory', `${formatNumber(environment.memoryBytes / 1e9, 1)} GB`],
  ['Load average', environment.loadAverage.map((load) => formatNumber(load, 2)).join(', ')],
  ['Event loop of the clients', `${formatShare(generator.clientUtilisation)} busy`],
  ['CPU of the clients', formatShare(generator.clientCpuShare)],
  ['CPU of the relay', formatShare(generator.relayCpuShare)],
  ['Bare TCP through the relay, one way', formatMs(generator.oneWayDelayMs)],
  [
    'Packages',
    Object.entries(environment.packages)
      .map(([name, version]) => `${name} ${version}`)
      .join(', '),
  ],
];

/** How to read the figures: true of every run. */
export const readingGuide: readonly Fact[] = [
  [
    'Latency',
    'from the moment an event was due to be published until the client had it, on one clock. A slow server cannot slow the timetable, so its delays show.',
  ],
  [
    'p50, p99',
    'half of the events, and 99 of 100, arrived within this time. A figure without enough samples is left out (–): p99 wants 1,000.',
  ],
  [
    '95 % interval',
    'where the figure would lie in 95 of 100 such runs. Where two intervals overlap, the run does not tell the two apart.',
  ],
  [
    'Bytes per event',
    'IP bytes of both directions from "all clients ready" to "drained", acknowledgements, headers and warm-up included, over the events delivered in that time.',
  ],
  ['Empty answers', 'answers to a request that held nothing the client did not have.'],
  ['Server CPU', 'processor time of the server process over the events delivered; RSS is its memory.'],
  [
    'Lost, duplicated, out of order',
    'never allowed where a transport has a cursor. Missed is what a board could no longer show.',
  ],
  [
    'Bare TCP (floor)',
    'the same clients, rate, payload and relay without any protocol: what lies under every transport.',
  ],
  [
    'Theory beside measurement',
    'what a model predicts of this run before it is measured. ✓ holds within the tolerance, ✗ does not, – cannot be told: too few samples, or too busy a machine.',
  ],
];

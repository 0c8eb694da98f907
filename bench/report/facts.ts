// What stands under every report: what was asked, where it ran, and how each figure is to be read.
import { describeTransport } from '../../servers/protocol/catalog.ts';
import { freezeMsOf } from './freeze.ts';
import { layerWords } from './ledger.ts';
import { formatCount, formatMs, formatNumber, formatPlain, formatShare, noFigure } from './figures.ts';
import { peersOf } from './peers.ts';
import { ledgerLayers } from './result.ts';
import type { Environment, RunResult } from './result.ts';

/** A name and what it is. */
export type Fact = readonly [name: string, value: string];

/** What the run was asked to do. */
export const workloadFacts = (run: RunResult): readonly Fact[] => [...askedFacts(run), ...peerFacts(run)];

const askedFacts = (run: RunResult): readonly Fact[] => {
  const { workload } = run;
  const freezeMs = freezeMsOf(run);
  return [
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
    ['Freeze of the server', freezeMs > 0 ? `${formatPlain(freezeMs)} ms, in the middle of each repeat` : 'none'],
    ['TLS', workload.isTls === true ? 'on every connection' : 'none: all in the clear'],
    ['Request headers', workload.headers === 'browser' ? 'those of a browser' : 'minimal'],
    ['Seed', String(workload.seed)],
    ['Transports', workload.transports.map((id) => describeTransport(id).title).join(', ')],
  ];
};

const peerFacts = (run: RunResult): readonly Fact[] =>
  peersOf(run).map(({ title, over }) => [
    'Peer',
    `${title}, followed by the clients of ${describeTransport(over).title}`,
  ]);

/** Where it ran, and how busy the load generator was. */
export const environmentFacts = (run: RunResult): readonly Fact[] => [
  ...machineFacts(run.environment),
  ...loadFacts(run),
  [
    'Packages',
    Object.entries(run.environment.packages)
      .map(([name, version]) => `${name} ${version}`)
      .join(', '),
  ],
];

const machineFacts = (environment: Environment): readonly Fact[] => [
  ['Started', environment.startedAt],
  ['Commit', environment.commit ?? noFigure],
  ['Node.js', environment.node],
  ['Platform', `${environment.platform}, kernel ${environment.kernel}`],
  ['Processor', `${environment.cpuModel}, ${formatCount(environment.cores, 'core')}`],
  ['Memory', formatGigabytes(environment.memoryBytes)],
  ...newerFacts(environment),
];

/** What older runs do not say. */
const newerFacts = ({ governor, cgroup, clock }: Environment): readonly Fact[] => [
  ...(governor === undefined ? [] : [['Governor of the CPU frequency', governor ?? unreadable] as const]),
  ...(cgroup ? [['Limits of the control group', limits(cgroup)] as const] : []),
  ...(clock
    ? [
        [
          'Clock',
          `${clock.source ?? `source ${unreadable}`}; its smallest step seen was ${formatPlain(clock.stepNs)} ns`,
        ] as const,
      ]
    : []),
];

const unreadable = 'cannot be read here';

const limits = ({ cores, memoryBytes }: NonNullable<Environment['cgroup']>): string =>
  [
    cores === null ? 'no limit on cores known' : formatCount(cores, 'core'),
    memoryBytes === null ? 'no limit on memory known' : formatGigabytes(memoryBytes),
  ].join(', ');

const formatGigabytes = (bytes: number): string => `${formatNumber(bytes / 1e9, 1)} GB`;

const loadFacts = (run: RunResult): readonly Fact[] => {
  const { environment, generator } = run;
  const { loadAverage, loadAverageAfter } = environment;
  const words = (loads: readonly number[]): string => loads.map((load) => formatNumber(load, 2)).join(', ');
  return [
    [loadAverageAfter ? 'Load average before (1, 5, 15 minutes)' : 'Load average', words(loadAverage)],
    ...(loadAverageAfter ? [['Load average after', words(loadAverageAfter)] as const] : []),
    ['Event loop of the clients', `${formatShare(generator.clientUtilisation)} busy`],
    ['CPU of the clients', formatShare(generator.clientCpuShare)],
    ['CPU of the relay', formatShare(generator.relayCpuShare)],
    ...(generator.standstillMs === undefined
      ? []
      : [['Longest standstill of clients or relay', formatMs(generator.standstillMs)] as const]),
    [
      `Bare TCP through the relay, one way${freezeMsOf(run) > 0 ? ', freeze included' : ''}`,
      formatMs(generator.oneWayDelayMs),
    ],
  ];
};

/** How to read the figures of a run; what the run does not hold is left out. */
export const readingGuide = (run: RunResult): readonly Fact[] => [
  ...everyGuide,
  ...(run.transports.some(({ ledger }) => ledger) ? ledgerGuide : []),
  ...(freezeMsOf(run) > 0 ? freezeGuide : []),
];

/** True of every run. */
const everyGuide: readonly Fact[] = [
  [
    'Latency',
    'from the moment an event was due to be published until the client had it, on one clock. A slow server cannot slow the timetable, so its delays show.',
  ],
  [
    'p50, p99',
    'half of the events, and 99 of 100, arrived within this time. Where there are too few samples it says “n too small” (– where there is no room): p99 wants 1,000.',
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
    'the same clients, rate, payload and relay without any protocol: what lies under every transport. “Above the floor” is what a transport adds to it.',
  ],
  [
    'Theory beside measurement',
    'what a model predicts of this run before it is measured. ✓ holds within the tolerance, ✗ does not, – cannot be told: too few samples, or too busy a machine.',
  ],
];

const ledgerGuide: readonly Fact[] = [
  [
    'Where the bytes go',
    "every byte of the clients' hop belongs to one of eight layers, from the content outwards. Their sum is held against the kernel's count; the residual is what is left over.",
  ],
  ...ledgerLayers.map((layer): Fact => [`Layer: ${layerWords[layer].name}`, layerWords[layer].meaning]),
];

const freezeGuide: readonly Fact[] = [
  [
    'A server that stands still',
    'is stopped by a signal and goes on as if nothing had been. Events go on being due, so whoever measures from the intended time sees the whole standstill; who waits for each answer sees it once.',
  ],
];

// What stands under every report: what was asked, where it ran, and how each figure is to be read. Browser-safe.
import { describeTransport } from '../../servers/protocol/catalog.ts';
import { freezeMsOf } from './freeze.ts';
import { layerWords } from './ledger.ts';
import { figuresIn, noFigure } from './figures.ts';
import { peersOf } from './peers.ts';
import { ledgerLayers } from './result.ts';
import type { Environment, RunResult, Workload } from './result.ts';
import { fill, reportWords, type ReportWords } from './words.ts';

/** A name and what it is. */
export type Fact = readonly [name: string, value: string];

/** What the run was asked to do. */
export const workloadFacts = (run: RunResult, words: ReportWords = reportWords): readonly Fact[] => [
  ...feedFacts(run.workload, words),
  ...wayFacts(run, words),
  ...peerFacts(run, words),
];

const feedFacts = (workload: Workload, words: ReportWords): readonly Fact[] => {
  const { formatPlain, formatForms } = figuresIn(words);
  const { name, kind, ratePerSecond } = workload;
  const isOwn = kind === 'desktops';
  return [
    [words.factWorkload, fill(isOwn ? words.workloadOwn : words.workloadSame, { name })],
    [words.factRate, formatForms(isOwn ? words.rateOfEach : words.rateOfAll, ratePerSecond)],
    [words.factClients, formatPlain(workload.clients)],
    [words.factPayload, `${formatPlain(workload.payloadBytes)} B`],
    [words.factPoll, `${formatPlain(workload.pollIntervalMs)} ms`],
    [words.factHold, `${formatPlain(workload.holdSeconds)} s`],
  ];
};

const wayFacts = (run: RunResult, words: ReportWords): readonly Fact[] => {
  const { formatPlain, formatForms } = figuresIn(words);
  const { workload } = run;
  const freezeMs = freezeMsOf(run);
  const spans = { seconds: formatPlain(workload.durationSeconds), warmUp: formatPlain(workload.warmUpSeconds) };
  return [
    [
      words.factRtt,
      workload.rttMs > 0 ? fill(words.rttEmulated, { ms: formatPlain(workload.rttMs) }) : words.rttNotEmulated,
    ],
    [words.factMeasured, formatForms(words.measuredFor, workload.repeats, spans)],
    [words.factFreeze, freezeMs > 0 ? fill(words.freezeEach, { ms: formatPlain(freezeMs) }) : words.none],
    [words.factTls, workload.isTls === true ? words.tlsAll : words.tlsNone],
    [words.factHeaders, workload.headers === 'browser' ? words.headersBrowser : words.headersMinimal],
    [words.factSeed, String(workload.seed)],
    [words.factTransports, workload.transports.map((id) => describeTransport(id).title).join(words.comma)],
  ];
};

const peerFacts = (run: RunResult, words: ReportWords): readonly Fact[] =>
  peersOf(run).map(({ title, over }) => [
    words.factPeer,
    fill(words.peerOver, { title, over: describeTransport(over).title }),
  ]);

/** Where it ran, and how busy the load generator was. */
export const environmentFacts = (run: RunResult, words: ReportWords = reportWords): readonly Fact[] => [
  ...machineFacts(run.environment, words),
  ...loadFacts(run, words),
  [
    words.factPackages,
    Object.entries(run.environment.packages)
      .map(([name, version]) => `${name} ${version}`)
      .join(words.comma),
  ],
];

const machineFacts = (environment: Environment, words: ReportWords): readonly Fact[] => [
  [words.factStarted, environment.startedAt],
  [words.factCommit, environment.commit ?? noFigure],
  ['Node.js', environment.node],
  [words.factPlatform, fill(words.platformKernel, { platform: environment.platform, kernel: environment.kernel })],
  [
    words.factProcessor,
    fill(words.noted, {
      title: environment.cpuModel,
      note: figuresIn(words).formatForms(words.cores, environment.cores),
    }),
  ],
  [words.factMemory, formatGigabytes(environment.memoryBytes, words)],
  ...newerFacts(environment, words),
];

/** What older runs do not say. */
const newerFacts = ({ governor, cgroup, clock }: Environment, words: ReportWords): readonly Fact[] => [
  ...(governor === undefined ? [] : [[words.factGovernor, governor ?? words.unreadable] as const]),
  ...(cgroup ? [[words.factCgroup, limits(cgroup, words)] as const] : []),
  ...(clock ? [[words.factClock, clockFact(clock, words)] as const] : []),
];

const clockFact = ({ source, stepNs }: NonNullable<Environment['clock']>, words: ReportWords): string =>
  fill(words.clockStep, { source: source ?? words.clockUnknown, ns: figuresIn(words).formatPlain(stepNs) });

const limits = ({ cores, memoryBytes }: NonNullable<Environment['cgroup']>, words: ReportWords): string =>
  [
    cores === null ? words.coresUnlimited : figuresIn(words).formatForms(words.cores, cores),
    memoryBytes === null ? words.memoryUnlimited : formatGigabytes(memoryBytes, words),
  ].join(words.comma);

const formatGigabytes = (bytes: number, words: ReportWords): string =>
  `${figuresIn(words).formatNumber(bytes / 1e9, 1)} GB`;

const loadFacts = (run: RunResult, words: ReportWords): readonly Fact[] => {
  const { environment, generator } = run;
  const { formatMs, formatNumber, formatShare } = figuresIn(words);
  const { loadAverage, loadAverageAfter } = environment;
  const listed = (loads: readonly number[]): string => loads.map((load) => formatNumber(load, 2)).join(words.numbers);
  return [
    [loadAverageAfter ? words.factLoadBefore : words.factLoad, listed(loadAverage)],
    ...(loadAverageAfter ? [[words.factLoadAfter, listed(loadAverageAfter)] as const] : []),
    [words.factLoop, fill(words.busy, { percent: formatShare(generator.clientUtilisation) })],
    [words.factClientCpu, formatShare(generator.clientCpuShare)],
    [words.factRelayCpu, formatShare(generator.relayCpuShare)],
    ...(generator.standstillMs === undefined
      ? []
      : [[words.factStandstill, formatMs(generator.standstillMs)] as const]),
    [freezeMsOf(run) > 0 ? words.factOneWayFreeze : words.factOneWay, formatMs(generator.oneWayDelayMs)],
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

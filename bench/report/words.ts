// Every word that a page shows of a run, in English: the source of the other languages. `{name}` is filled in. Browser-safe.
import { modelRowWords, modelUnitWords, voidReasonWords } from './model-words.ts';

/** The words of the charts: titles, captions, axes, tooltips, heads of their tables. */
const chartWords = {
  latencyTitle: 'How late news arrives',
  latencyCaption:
    'Latency in ms, logarithmic, by share of events. Each line ends where fewer than 10 samples lie above it.',
  latencyShare: 'share of events that arrived within',
  latencyAxis: 'latency, ms (logarithmic)',
  latencyPoint: '{percent} within {ms}',
  latencyMedians: 'Percentile curves of latency. Medians: {parts}.',
  latencyMedian: '{title} {p50}',
  latencyMedianTail: '{title} {p50}, p99 {p99}',
  meanInterval: 'mean, 95 % interval',
  fromTo: '{low} to {high}',
  freezeTitle: 'The server stands still for {ms} ms: {name}',
  freezeCaption:
    'Latency in ms, linear. Filled: measured; the stroke: computed. Outlined: what a tool would tell that waits for each answer.',
  computed: 'computed',
  measured: 'measured',
  closedLoop: 'closed loop',
  bytesTitle: 'Bytes on the wire for one event',
  bytesCaption:
    'IP bytes of both directions, linear{estimated}. Filled: each event. Outlined: what a client pays once to connect.',
  bytesEstimated: ', estimated',
  bytesAxis: 'bytes',
  bytesAxisEstimated: 'bytes (estimated)',
  eachEvent: 'each event',
  oncePerClient: 'once per client',
  cpuTitle: 'Server CPU for one event',
  cpuCaption: 'Microseconds of CPU of the server process per event delivered, linear.',
  cpuAxis: 'CPU, µs per event',
  cpuSeries: 'server CPU',
  ledgerTitle: 'Where the bytes go',
  ledgerCaption: 'IP bytes of one event by layer, both directions, linear. {kernel}',
  ledgerCounted: "The stroke at a bar's end is the kernel's own count.",
  ledgerUncounted: 'The kernel could not count here.',
  ledgerAxis: 'bytes of one event',
  ledgerTotal: '{title} {total}',
  ledgerTotalKernel: '{title} {total} (the kernel: {kernel})',
  shareTitle: 'What the bytes of one event are made of',
  shareCaption: 'Share of each layer in the IP bytes of one event, linear. In the bars: bytes.',
  shareAxis: 'share of the bytes, %',
  sum: 'the eight together',
  kernel: 'counted by the kernel',
  residual: 'residual, %',
  notCounted: 'not counted',
  emptyTitle: 'Answers that held nothing new',
  emptyCaption: 'Share of all answers, linear. Where the server speaks first, nobody asks in vain.',
  emptyAxis: 'share of answers, %',
  emptySeries: 'empty answers',
  requestsTitle: 'Requests for one event',
  requestsCaption: 'Requests answered over events delivered, both of the measured part, linear.',
  requestsAxis: 'requests per event',
  capacityTitle: 'Answers a second, as fast as the server can',
  capacityCaption: 'Straight to the server without the relay, linear. Outlined: a new connection for each answer.',
  capacityAxis: 'answers per second',
  newConnection: 'new connection each',
  newShort: ', new',
  keptConnection: 'connection kept',
  bareTcp: 'bare TCP {value}',
  voidPicture: 'VOID RUN, not to be quoted: {reason}',
  overlayCaption: 'Dotted, in a dashed ring: laid over this run.',
  overlayDescribed: 'Medians laid over it: {parts}.',
} as const;

/** The layers of the byte ledger. */
const layerWords = {
  layerPayload: 'payload',
  layerFraming: 'framing',
  layerHttpHeaders: 'HTTP headers',
  layerXmppXml: 'XMPP XML',
  layerTls: 'TLS',
  layerTcpIpHeaders: 'TCP/IP headers',
  layerAcknowledgements: 'acknowledgements',
  layerHandshakeAndClose: 'handshake and close',
} as const;

/** The columns of the headline, and the workload in one line. */
const headlineWords = {
  columnP50: 'p50 latency, ms',
  columnP99: 'p99 latency, ms',
  columnMean: 'mean latency, ms',
  columnAboveFloor: 'mean above the floor, ms',
  columnBytes: 'bytes per event',
  columnEmpty: 'empty answers, %',
  columnRequests: 'requests per event',
  columnConnections: 'connections',
  columnCpu: 'server CPU per event, µs',
  columnRss: 'server memory (RSS), MB',
  columnLost: 'lost',
  columnDuplicated: 'duplicated',
  columnOutOfOrder: 'out of order',
  intervalLow: '{name}, 95 % interval from',
  intervalHigh: '{name}, 95 % interval to',
  floor: 'Bare TCP (floor)',
  peer: '{name} (peer)',
  clients: '{count} client|{count} clients',
  rateEach: '{rate} events/s each',
  rateAll: '{rate} events/s to all',
  polls: 'polls every {ms} ms',
  rtt: 'RTT {ms} ms (emulated)',
  rttNone: 'no RTT emulated',
  overTls: 'over TLS',
  standsStill: 'server stands still for {ms} ms',
} as const;

/** What the bench's own physics says of a run. */
const verdictWords = {
  verdictVoid: 'This run is void. {reason} Its figures must not be quoted.',
  verdictUnchecked: 'No prediction stands beside these figures: the run did not check itself.',
  verdictFails:
    '{count} prediction of theory did not hold, {holds} did.|{count} predictions of theory did not hold, {holds} did.',
  verdictNone: 'No prediction of theory could be judged.',
  verdictHolds:
    'Theory and measurement agree in the one row that could be judged.|Theory and measurement agree in all {count} rows that could be judged.',
  verdictOpen:
    '{count} row could not be judged: too few samples, or too busy a machine.|{count} rows could not be judged: too few samples, or too busy a machine.',
  holds: 'holds',
  fails: 'fails',
  undecided: 'cannot tell',
  doubtNear: 'agrees, but chance alone could have made it: too few samples, or too busy a machine',
  doubtFar: 'is off, but not further than chance or a process that stood still could make it',
  doubtUnmeasured: 'has no measurement to be judged by',
  failsBecause: 'is off by more than chance allows',
  prediction: 'what',
  verdict: 'verdict',
  predicted: 'predicted',
  tolerance: 'tolerance',
  unit: 'unit',
  deviation: 'off, % of the tolerance',
  reason: 'because it',
} as const;

/** Runs side by side. */
const compareWords = {
  compareLatencyTitle: '{transport}: how late, run by run',
  compareBytesTitle: 'Bytes on the wire for one event, run by run',
  compareTimeTitle: '{name} latency, run by run',
  compareBytesCaption: 'IP bytes of both directions per event, linear. In each group the runs stand in their order.',
  compareTimeCaption: 'Latency in ms, linear. In each group the runs stand in their order.',
  compareMissing: 'not in this run',
  compareAbsent: 'Without {transport}: {runs}.',
  compareVoid: 'Void, not to be quoted: {runs}.',
  compareAsked: 'Not asked the same: {facts}.',
  compareRun: 'run',
  compareFact: 'what differs',
} as const;

/** What the run was asked to do, and where it ran. */
const factWords = {
  factWorkload: 'Workload',
  workloadOwn: '{name} (each client its own events)',
  workloadSame: '{name} (all clients the same events)',
  factRate: 'Rate',
  rateOfEach: '{count} event a second for each client|{count} events a second for each client',
  rateOfAll: '{count} event a second for all|{count} events a second for all',
  factClients: 'Clients',
  factPayload: 'Payload',
  factPoll: 'Poll interval',
  factHold: 'Hold of a long poll',
  factRtt: 'Round trip',
  rttEmulated: '{ms} ms, emulated',
  rttNotEmulated: 'none emulated',
  factMeasured: 'Measured',
  measuredFor:
    '{count} time {seconds} s, after {warmUp} s of warm-up|{count} times {seconds} s, after {warmUp} s of warm-up',
  factFreeze: 'Freeze of the server',
  freezeEach: '{ms} ms, in the middle of each repeat',
  factTls: 'TLS',
  tlsAll: 'on every connection',
  tlsNone: 'none: all in the clear',
  factHeaders: 'Request headers',
  headersBrowser: 'those of a browser',
  headersMinimal: 'minimal',
  factSeed: 'Seed',
  factTransports: 'Transports',
  factPeer: 'Peer',
  peerOver: '{title}, followed by the clients of {over}',
  factStarted: 'Started',
  factCommit: 'Commit',
  factPlatform: 'Platform',
  platformKernel: '{platform}, kernel {kernel}',
  factProcessor: 'Processor',
  cores: '{count} core|{count} cores',
  factMemory: 'Memory',
  factGovernor: 'Governor of the CPU frequency',
  factCgroup: 'Limits of the control group',
  coresUnlimited: 'no limit on cores known',
  memoryUnlimited: 'no limit on memory known',
  factClock: 'Clock',
  clockStep: '{source}; its smallest step seen was {ns} ns',
  clockUnknown: 'source cannot be read here',
  unreadable: 'cannot be read here',
  factLoad: 'Load average',
  factLoadBefore: 'Load average before (1, 5, 15 minutes)',
  factLoadAfter: 'Load average after',
  factLoop: 'Event loop of the clients',
  busy: '{percent} busy',
  factClientCpu: 'CPU of the clients',
  factRelayCpu: 'CPU of the relay',
  factStandstill: 'Longest standstill of clients or relay',
  factOneWay: 'Bare TCP through the relay, one way',
  factOneWayFreeze: 'Bare TCP through the relay, one way, freeze included',
  factPackages: 'Packages',
} as const;

/** A run.json that is refused. */
const refusalWords = {
  refusedJson: '{name} is not JSON.',
  refusedVersion:
    '{name} has schemaVersion {version}, and this lab reads {wanted}: draw it with the version that wrote it.',
  refusedFault: '{name} is not a whole run: {fault}.',
  none: 'none',
} as const;

/** All of them. `a|b` = one form for one, another for more (https://tc39.es/ecma402/#pluralrules-objects). */
export const reportWords = {
  /** BCP 47: how numbers are written, and which plural form is taken. */
  language: 'en',
  /** Between the items of a list, before its last item, between the parts of a description, between sentences; the end of one. */
  comma: ', ',
  and: ' and ',
  semicolon: '; ',
  /** Between numbers, which may hold a comma themselves. */
  numbers: ', ',
  gap: ' ',
  stop: '.',
  percent: '{value} %',
  tooFew: 'n too small',
  described: '{title}: {parts}.',
  noted: '{title}, {note}',
  inMs: '{name}, ms',
  inPercent: '{name}, %',
  transport: 'transport',
  mean: 'mean',
  max: 'max',
  ...chartWords,
  ...layerWords,
  ...headlineWords,
  ...verdictWords,
  ...compareWords,
  ...factWords,
  ...refusalWords,
  ...modelRowWords,
  ...modelUnitWords,
  ...voidReasonWords,
} as const;

/** The words of one language; one that lacks a word does not compile. */
export type ReportWords = Readonly<Record<keyof typeof reportWords, string>>;

/** Fills `{names}` in. */
export const fill = (text: string, values: Readonly<Record<string, string | number>>): string =>
  text.replaceAll(/\{(\w+)\}/g, (whole, name: string) => String(values[name] ?? whole));

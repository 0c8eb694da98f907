// The light check of a run.json at run time: what the reports read must be there and of its kind. The schema says more. Browser-safe.
import { ledgerLayers } from './result.ts';
import { faultOf, firstFault, type Shape } from './shape.ts';

const latencyShape: Shape = {
  p50: 'number?',
  p90: 'number?',
  p99: 'number?',
  max: 'number?',
  mean: 'number?',
  n: 'number',
  ci95: { mean: 'pair?', p50: 'pair?', p99: 'pair?' },
};

const floorShape: Shape = { latencyMs: latencyShape, curve: ['pair'], serverCpuMsPerDelivery: 'number?' };

const figuresShape: Shape = {
  ...floorShape,
  published: 'number',
  delivered: 'number',
  lost: 'number',
  duplicated: 'number',
  outOfOrder: 'number',
  missed: 'number',
  requests: 'number',
  emptyResponses: 'number',
  connections: 'number',
  serverRssBytes: 'number',
  bytes: {
    setup: 'number',
    steady: 'number',
    perDelivery: 'number?',
    deliveries: 'number',
    payloadDown: 'number',
    source: 'string',
  },
};

/** A figure that could not be taken is written as null: JSON has no other word for it. */
const modelShape: Shape = {
  name: 'string',
  predicted: 'number?',
  measured: 'number?',
  unit: 'string',
  tolerance: 'number?',
  ok: 'boolean?',
};

const ledgerSpanShape: Shape = {
  layers: Object.fromEntries(ledgerLayers.map((layer) => [layer, 'number'])),
  total: 'number',
  kernelBytes: 'number?',
  residualShare: 'number?',
};

const ledgerShape: Shape = {
  steady: ledgerSpanShape,
  whole: ledgerSpanShape,
  seenBy: 'string',
  derived: ['layer'],
};

const freezeShape: Shape = {
  frozenMs: 'number',
  figures: [{ name: 'string', computedMs: 'number?', measuredMs: 'number?', closedLoopMs: 'number?' }],
};

const transportShape: Shape = {
  ...figuresShape,
  id: 'id',
  model: [modelShape],
  'ledger?': ledgerShape,
  'freeze?': freezeShape,
};

const peerShape: Shape = { ...figuresShape, id: 'peer', title: 'string', version: 'string?', over: 'id' };

const fanOutShape: Shape = {
  subscribers: 'number',
  payloadBytes: 'number',
  pacedRatePerSecond: 'number',
  pacedSeconds: 'number',
  burstEvents: 'number',
  repeats: 'number',
  rows: [
    {
      id: 'string',
      title: 'string',
      paced: { serverCpuMsPerDelivery: 'number' },
      burst: { serverCpuMsPerDelivery: 'number', eventsPerSecond: 'number', counterCpuShare: 'number' },
      missing: 'number',
      surplus: 'number',
    },
  ],
};

const capacityShape: Shape = {
  id: 'id',
  answersPerSecond: 'number',
  connections: 'number',
  durationSeconds: 'number',
  isNewConnectionEach: 'boolean',
};

const environmentShape: Shape = {
  startedAt: 'string',
  commit: 'string?',
  node: 'string',
  platform: 'string',
  kernel: 'string',
  cpuModel: 'string',
  cores: 'number',
  memoryBytes: 'number',
  loadAverage: ['number'],
  packages: 'object',
  'loadAverageAfter?': ['number'],
  'governor?': 'string?',
  'cgroup?': { cores: 'number?', memoryBytes: 'number?' },
  'clock?': { source: 'string?', stepNs: 'number' },
};

const workloadShape: Shape = {
  name: 'string',
  kind: 'string',
  transports: ['id'],
  ratePerSecond: 'number',
  clients: 'number',
  payloadBytes: 'number',
  pollIntervalMs: 'number',
  holdSeconds: 'number',
  rttMs: 'number',
  warmUpSeconds: 'number',
  durationSeconds: 'number',
  repeats: 'number',
  seed: 'number',
  headers: 'string',
  'freezeMs?': 'number',
  'isTls?': 'boolean',
};

const runShape: Shape = {
  environment: environmentShape,
  workload: workloadShape,
  generator: {
    clientUtilisation: 'number',
    clientCpuShare: 'number',
    relayCpuShare: 'number',
    oneWayDelayMs: 'number?',
    'standstillMs?': 'number',
  },
  capacity: [capacityShape],
  transports: [transportShape],
  // Absent in a run from before there were peers.
  'peers?': [peerShape],
};

/** The first fault of a parsed run.json in words, such as `transports[2].bytes.steady is not a number`; or `null`. */
export const findFault = (run: unknown): string | null => firstFault(checks(run));

/** What may be null as a whole stands beside the rest. */
function* checks(run: unknown): Generator<string | null> {
  yield faultOf(run, runShape);
  const { void: voided, floor, fanOut = null } = run as Record<string, unknown>;
  if (voided !== null) yield faultOf(voided, { reason: 'string' }, 'void');
  if (floor !== null) yield faultOf(floor, floorShape, 'floor');
  if (fanOut !== null) yield faultOf(fanOut, fanOutShape, 'fanOut');
}

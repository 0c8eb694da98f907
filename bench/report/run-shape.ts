// The light check of a run.json at run time: what the reports read must be there and of its kind. The schema says more.
import { isTransportId } from '../../servers/protocol/catalog.ts';
import { isPeerId } from './peers.ts';

/** The kind a value must have; `number?` may be null, a nested shape is an object of its own. */
type Kind =
  | ('string' | 'string?' | 'number' | 'number?' | 'boolean' | 'boolean?' | 'array' | 'object' | 'id' | 'peer')
  | Shape;
interface Shape {
  readonly [key: string]: Kind;
}

const latencyShape: Shape = {
  p50: 'number?',
  p90: 'number?',
  p99: 'number?',
  max: 'number?',
  mean: 'number?',
  n: 'number',
  ci95: 'object',
};

const floorShape: Shape = { latencyMs: latencyShape, curve: 'array', serverCpuMsPerDelivery: 'number?' };

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

const transportShape: Shape = { ...figuresShape, id: 'id', model: 'array' };

const peerShape: Shape = { ...figuresShape, id: 'peer', title: 'string', version: 'string?', over: 'id' };

const fanOutShape: Shape = {
  subscribers: 'number',
  payloadBytes: 'number',
  pacedRatePerSecond: 'number',
  pacedSeconds: 'number',
  burstEvents: 'number',
  repeats: 'number',
  rows: 'array',
};

const fanOutRowShape: Shape = {
  id: 'string',
  title: 'string',
  paced: { serverCpuMsPerDelivery: 'number' },
  burst: { serverCpuMsPerDelivery: 'number', eventsPerSecond: 'number', counterCpuShare: 'number' },
  missing: 'number',
  surplus: 'number',
};

const modelShape: Shape = {
  name: 'string',
  predicted: 'number',
  measured: 'number',
  unit: 'string',
  tolerance: 'number',
  ok: 'boolean?',
};

const capacityShape: Shape = {
  id: 'id',
  answersPerSecond: 'number',
  connections: 'number',
  durationSeconds: 'number',
  isNewConnectionEach: 'boolean',
};

const runShape: Shape = {
  environment: {
    startedAt: 'string',
    commit: 'string?',
    node: 'string',
    platform: 'string',
    kernel: 'string',
    cpuModel: 'string',
    cores: 'number',
    memoryBytes: 'number',
    loadAverage: 'array',
    packages: 'object',
  },
  workload: {
    name: 'string',
    kind: 'string',
    transports: 'array',
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
  },
  generator: {
    clientUtilisation: 'number',
    clientCpuShare: 'number',
    relayCpuShare: 'number',
    oneWayDelayMs: 'number?',
  },
  capacity: 'array',
  transports: 'array',
};

/** The first fault of a parsed run.json in words, such as `transports[2].bytes.steady is not a number`; or `null`. */
export const findFault = (run: unknown): string | null => firstFault(checks(run));

function* checks(run: unknown): Generator<string | null> {
  yield faultOf(run, runShape, '');
  const { void: voided, floor, capacity, transports, workload } = run as Record<string, unknown>;
  if (voided !== null) yield faultOf(voided, { reason: 'string' }, 'void');
  if (floor !== null) yield faultOf(floor, floorShape, 'floor');
  for (const [at, id] of listOf((workload as { transports?: unknown }).transports)) {
    yield faultOfValue(id, 'id', `workload.transports[${at}]`);
  }
  for (const [at, row] of listOf(capacity)) yield faultOf(row, capacityShape, `capacity[${at}]`);
  for (const [at, transport] of listOf(transports)) {
    yield faultOf(transport, transportShape, `transports[${at}]`);
    for (const [row, value] of listOf((transport as { model?: unknown }).model)) {
      yield faultOf(value, modelShape, `transports[${at}].model[${row}]`);
    }
  }
  yield* peerChecks(run as Record<string, unknown>);
}

/** A run from before there were peers has neither of the two. */
function* peerChecks({ peers = [], fanOut = null }: Record<string, unknown>): Generator<string | null> {
  yield faultOfValue(peers, 'array', 'peers');
  for (const [at, peer] of listOf(peers)) yield faultOf(peer, peerShape, `peers[${at}]`);
  if (fanOut === null) return;
  yield faultOf(fanOut, fanOutShape, 'fanOut');
  for (const [at, row] of listOf((fanOut as { rows?: unknown }).rows)) {
    yield faultOf(row, fanOutRowShape, `fanOut.rows[${at}]`);
  }
}

const listOf = (value: unknown): IterableIterator<[number, unknown]> => (value as readonly unknown[]).entries();

/** Stops at the first fault: what comes after it may rest on what is missing. */
const firstFault = (found: Iterable<string | null>): string | null => {
  for (const fault of found) if (fault !== null) return fault;
  return null;
};

const faultOf = (value: unknown, shape: Shape, path: string): string | null => {
  if (typeof value !== 'object' || value === null) return `${path === '' ? 'it' : path} is not an object`;
  const faults = Object.entries(shape).map(([key, kind]) =>
    faultOfValue((value as Record<string, unknown>)[key], kind, path === '' ? key : `${path}.${key}`),
  );
  return firstFault(faults);
};

const faultOfValue = (value: unknown, kind: Kind, path: string): string | null => {
  if (typeof kind === 'object') return faultOf(value, kind, path);
  if (kind === 'id') return isKnown(value, isTransportId) ? null : `${path} names no transport of this lab`;
  if (kind === 'peer') return isKnown(value, isPeerId) ? null : `${path} names no peer of this lab`;
  if (kind === 'array') return Array.isArray(value) ? null : `${path} is not a list`;
  return faultOfPlain(value, kind, path);
};

const faultOfPlain = (value: unknown, kind: string, path: string): string | null => {
  if (kind.endsWith('?') && value === null) return null;
  const wanted = kind.replace('?', '');
  return typeof value === wanted && value !== null ? null : `${path} is not a ${wanted}`;
};

const isKnown = (value: unknown, isId: (text: string) => boolean): boolean => typeof value === 'string' && isId(value);

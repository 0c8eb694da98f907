// For tests only: a run that nobody measured, built from the closed forms of the models (rate 2, T = 500 ms, RTT 80 ms).
import { describeTransport, transportIds } from '../../servers/protocol/catalog.ts';
import type { CostModel, TransportId } from '../../servers/protocol/catalog.ts';
import { exampleLedger } from './fixture-ledger.ts';
import { schemaVersion } from './result.ts';
import type { LatencyMs, ModelRow, PercentileCurve, RunResult, TransportResult, Workload } from './result.ts';

/** The ladder a default run measures. */
const ladder: readonly TransportId[] = transportIds.slice(0, 7);

const workload: Workload = {
  name: 'desktops',
  kind: 'desktops',
  transports: ladder,
  ratePerSecond: 2,
  clients: 100,
  payloadBytes: 200,
  pollIntervalMs: 500,
  holdSeconds: 25,
  rttMs: 80,
  warmUpSeconds: 1,
  durationSeconds: 4,
  repeats: 2,
  seed: 1,
  headers: 'browser',
  freezeMs: 0,
  isTls: false,
};

/** What a transport costs in the example; the lengths are those of plausible wires. */
interface Cost {
  /** Bytes of one request and its answer without news; 0 where nobody asks. */
  readonly perRequest: number;
  /** Bytes of one event beside requests. */
  readonly perEvent: number;
  /** Application bytes of one event on its way to the client. */
  readonly newsBytes: number;
  readonly setupPerClient: number;
  readonly cpuUs: number;
  readonly rssMb: number;
}

const costs: Readonly<Record<string, Cost>> = {
  http10: { perRequest: 8123, perEvent: 0, newsBytes: 290, setupPerClient: 0, cpuUs: 212, rssMb: 118 },
  'keep-alive': { perRequest: 7795, perEvent: 0, newsBytes: 290, setupPerClient: 328, cpuUs: 148, rssMb: 112 },
  'short-poll': { perRequest: 884, perEvent: 294, newsBytes: 290, setupPerClient: 328, cpuUs: 71.5, rssMb: 104 },
  'long-poll': { perRequest: 930, perEvent: 294, newsBytes: 290, setupPerClient: 328, cpuUs: 58.2, rssMb: 106 },
  sse: { perRequest: 0, perEvent: 446, newsBytes: 334, setupPerClient: 1213, cpuUs: 12.6, rssMb: 99 },
  websocket: { perRequest: 0, perEvent: 398, newsBytes: 294, setupPerClient: 1391, cpuUs: 11.9, rssMb: 101 },
  xmpp: { perRequest: 0, perEvent: 921, newsBytes: 817, setupPerClient: 9240, cpuUs: 19.4, rssMb: 127 },
};

const otherCost: Cost = { perRequest: 0, perEvent: 500, newsBytes: 300, setupPerClient: 900, cpuUs: 15, rssMb: 100 };

/** Latencies at 400 equally likely places of the model's distribution, rising. */
type Quantiles = readonly number[];

/**
 * A plausible run for tests. Given parts replace whole top-level parts; `workload` is merged.
 *
 * @param overrides parts of the run that differ, nothing by default
 */
export const exampleRun = (
  overrides: Partial<Omit<RunResult, 'workload'>> & { workload?: Partial<Workload> } = {},
): RunResult => {
  const asked: Workload = { ...workload, ...overrides.workload };
  return {
    schemaVersion,
    environment: {
      startedAt: '2026-11-22T10:00:00.000Z',
      commit: '0123456789abcdef0123456789abcdef01234567',
      node: 'v26.10.0',
      platform: 'linux x64',
      kernel: '6.12.0',
      cpuModel: 'Example CPU at 3.0 GHz',
      cores: 8,
      memoryBytes: 16e9,
      loadAverage: [0.21, 0.18, 0.11],
      packages: { fastify: '5.12.8', undici: '8.12.4', ws: '8.23.0' },
      loadAverageAfter: [1.94, 0.61, 0.26],
      governor: 'performance',
      cgroup: { cores: 2, memoryBytes: 8e9 },
      clock: { source: 'tsc', stepNs: 31 },
    },
    void: null,
    generator: {
      clientUtilisation: 0.24,
      clientCpuShare: 0.31,
      relayCpuShare: 0.12,
      oneWayDelayMs: 40.4,
      standstillMs: 2.1,
    },
    floor: { ...latency(pushQuantiles(0, oneWay(asked)), sampleCount(asked)), serverCpuMsPerDelivery: 0.0061 },
    capacity: [
      { id: 'http10', answersPerSecond: 4_210, connections: 50, durationSeconds: 2, isNewConnectionEach: true },
      { id: 'keep-alive', answersPerSecond: 14_380, connections: 50, durationSeconds: 2, isNewConnectionEach: false },
      { id: 'short-poll', answersPerSecond: 31_950, connections: 50, durationSeconds: 2, isNewConnectionEach: false },
    ],
    transports: asked.transports.map((id) => exampleTransport(id, asked)),
    ...overrides,
    workload: asked,
  };
};

/**
 * One transport of the example; `overrides` replaces whole parts.
 *
 * @param overrides parts of the result that differ, nothing by default
 */
export const exampleTransport = (
  id: TransportId,
  asked: Workload = workload,
  overrides: Partial<TransportResult> = {},
): TransportResult => {
  const cost = costs[id] ?? otherCost;
  const delivered = sampleCount(asked);
  const { requests, emptyResponses } = requestCounts(id, asked, delivered);
  const setup = cost.setupPerClient * asked.clients * asked.repeats;
  // The bytes span the warm-up too, and so do the deliveries they are divided by.
  const span = 1 + asked.warmUpSeconds / asked.durationSeconds;
  const deliveries = Math.round(delivered * span);
  const steady = Math.round((cost.perRequest * requests + cost.perEvent * delivered) * span);
  const timing = latency(quantilesOf(id, asked), delivered);
  return {
    id,
    ...timing,
    published: delivered,
    delivered,
    lost: 0,
    duplicated: 0,
    outOfOrder: 0,
    missed: 0,
    requests,
    emptyResponses,
    connections: describeTransport(id).costModel === 'board-new-connection' ? requests : asked.clients * asked.repeats,
    reconnects: 0,
    bytes: {
      total: setup + steady,
      setup,
      steady,
      perDelivery: deliveries === 0 ? null : steady / deliveries,
      deliveries,
      payloadUp: describeTransport(id).push ? 0 : requests * 716 * span,
      payloadDown: deliveries * cost.newsBytes,
      packets: deliveries * 2,
      source: 'kernel',
    },
    serverCpuMsPerDelivery: cost.cpuUs / 1000,
    serverCpuMs: (cost.cpuUs / 1000) * delivered,
    serverRssBytes: cost.rssMb * 1e6,
    model: exampleModel(id, asked, timing.latencyMs),
    ledger: exampleLedger(id, { steady, setup }),
    ...overrides,
  };
};

const sampleCount = ({ ratePerSecond, clients, durationSeconds, repeats }: Workload): number =>
  Math.round(ratePerSecond * clients * durationSeconds * repeats);

/** One way through the relay, server time included, milliseconds. */
const oneWay = ({ rttMs }: Workload): number => rttMs / 2 + 1;

const requestCounts = (id: TransportId, asked: Workload, delivered: number) => {
  const { ratePerSecond, pollIntervalMs, clients, durationSeconds, repeats, rttMs, holdSeconds } = asked;
  const { costModel } = describeTransport(id);
  const clientSeconds = clients * durationSeconds * repeats;
  if (costModel === 'push') return { requests: clients * repeats, emptyResponses: 0 };
  if (costModel === 'long-poll') {
    const away = (rttMs + 1) / 1000;
    const cycle = away + Math.exp(-ratePerSecond * away) / ratePerSecond;
    const requests = Math.round(clientSeconds / cycle);
    return { requests, emptyResponses: Math.round(requests * Math.exp(-ratePerSecond * (away + holdSeconds))) };
  }
  const requests = Math.round(clientSeconds / (pollIntervalMs / 1000));
  return { requests, emptyResponses: delivered === 0 ? requests : Math.round(requests * emptyShare(asked)) };
};

const emptyShare = ({ ratePerSecond, pollIntervalMs }: Workload): number =>
  Math.exp((-ratePerSecond * pollIntervalMs) / 1000);

const shares = Array.from({ length: 400 }, (_, index) => (index + 0.5) / 400);

const quantilesOf = (id: TransportId, asked: Workload): Quantiles => {
  const { costModel } = describeTransport(id);
  const back = oneWay(asked);
  if (costModel === 'push') return pushQuantiles(transportIds.indexOf(id) * 0.09, back);
  if (costModel === 'long-poll') return longPollQuantiles(asked);
  const perConnection = costModel === 'board-new-connection' ? 1.5 : 0.4;
  return shares.map((share) => back + perConnection + share * asked.pollIntervalMs);
};

const pushQuantiles = (ownMs: number, back: number): Quantiles =>
  shares.map((share) => back - 0.6 + ownMs - 0.35 * Math.log(1 - share));

/** Waits for the way back, or first for the client to ask again when it was away (1.2 of the models). */
const longPollQuantiles = (asked: Workload): Quantiles => {
  const awayMs = asked.rttMs + 1;
  const busy = (asked.ratePerSecond * awayMs) / 1000;
  const delayed = busy / (busy + Math.exp(-busy));
  return shares.map(
    (share) => oneWay(asked) + 0.3 - 0.3 * Math.log(1 - share) + Math.max(0, (share - 1 + delayed) / delayed) * awayMs,
  );
};

const latency = (quantiles: Quantiles, n: number): { latencyMs: LatencyMs; curve: PercentileCurve } => {
  const at = (share: number): number => quantiles[Math.min(399, Math.floor(share * 400))] ?? 0;
  const mean = quantiles.reduce((sum, ms) => sum + ms, 0) / quantiles.length;
  const deviation = Math.sqrt(quantiles.reduce((sum, ms) => sum + (ms - mean) ** 2, 0) / quantiles.length);
  const half = (1.96 * deviation) / Math.sqrt(Math.max(1, n));
  const isEnough = n >= 1000;
  return {
    latencyMs: {
      p50: at(0.5),
      p90: at(0.9),
      p99: isEnough ? at(0.99) : null,
      max: quantiles.at(-1) ?? null,
      mean,
      n,
      ci95: {
        mean: [mean - half, mean + half],
        p50: [at(0.5) - half, at(0.5) + half],
        p99: isEnough ? [at(0.99) - 2 * half, at(0.99) + 2 * half] : null,
      },
    },
    curve: curveShares.map((share) => [share, at(share)] as const),
  };
};

const curveShares = [...Array.from({ length: 99 }, (_, index) => (index + 1) / 100), 0.995, 0.999];

/** How bench/model names the means. */
const meanNames: Readonly<Record<CostModel, string>> = {
  'board-new-connection': 'mean = T/2 + transit',
  board: 'mean = T/2 + transit',
  'short-poll': 'mean = T/2 + transit',
  'long-poll': 'mean = transit + away',
  push: 'mean = floor + own cost',
};

const exampleModel = (id: TransportId, asked: Workload, { mean }: LatencyMs): readonly ModelRow[] => {
  const { costModel } = describeTransport(id);
  const row = (name: string, predicted: number, measured: number, rest: Pick<ModelRow, 'unit' | 'ok'>): ModelRow => ({
    name,
    predicted,
    measured,
    tolerance: Math.abs(predicted) * 0.05,
    ...rest,
  });
  const means = row(meanNames[costModel], (mean ?? 0) * 0.996, mean ?? 0, { unit: 'ms', ok: true });
  if (costModel !== 'short-poll') return [means];
  const share = emptyShare(asked);
  return [means, row('empty = e^(-λT)', share, share + 0.004, { unit: 'share', ok: null })];
};

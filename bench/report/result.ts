// The result of a run: what run.json holds. Everything else (table, Markdown, charts, HTML) is drawn from it. Browser-safe.
import type { TransportId } from '../../servers/protocol/catalog.ts';
import type { PeerId } from './peers.ts';

/** Raised whenever a reader of an older run.json would be misled. */
export const schemaVersion = 1;

/** Ends of a 95 % interval, [low, high]; `null` when there are too few samples. */
export type Interval = readonly [low: number, high: number] | null;

/** Publish-to-received latency in milliseconds, from the intended publish time. A figure without enough samples is `null`. */
export interface LatencyMs {
  readonly p50: number | null;
  readonly p90: number | null;
  readonly p99: number | null;
  readonly max: number | null;
  readonly mean: number | null;
  readonly n: number;
  readonly ci95: { readonly mean: Interval; readonly p50: Interval; readonly p99: Interval };
}

/** A percentile curve for the charts: `[share, ms]`, share in 0..1, rising. */
export type PercentileCurve = readonly (readonly [share: number, ms: number])[];

/** IP bytes of the client hop, both directions, over all clients. */
export interface WireBytes {
  readonly total: number;
  /** Until all clients are ready: handshakes, logins, first answers. */
  readonly setup: number;
  /** From "all clients ready" to "drained". */
  readonly steady: number;
  /** steady / deliveries; `null` when nothing was delivered. */
  readonly perDelivery: number | null;
  /** Deliveries of the steady part: the warm-up's and the measured ones. */
  readonly deliveries: number;
  /** Application bytes on the TCP streams in the steady part, client to server and back. */
  readonly payloadUp: number;
  readonly payloadDown: number;
  /** IP packets in the steady part, both directions. */
  readonly packets: number;
  readonly source: 'kernel' | 'estimated';
  /** Why the bytes are estimated. */
  readonly reason?: string;
}

/** The layers that every byte of the client hop belongs to, from the content outwards (MEASURING §0). */
export const ledgerLayers = [
  'payload',
  'framing',
  'httpHeaders',
  'xmppXml',
  'tls',
  'tcpIpHeaders',
  'acknowledgements',
  'handshakeAndClose',
] as const;
export type LedgerLayer = (typeof ledgerLayers)[number];

/** IP bytes of one span of time by layer, and what the kernel counted in it. */
export interface LedgerSpan {
  readonly layers: Readonly<Record<LedgerLayer, number>>;
  /** The eight together. */
  readonly total: number;
  /** `null` where the kernel could not count. */
  readonly kernelBytes: number | null;
  /** (kernelBytes - total) / kernelBytes. */
  readonly residualShare: number | null;
}

/** The byte ledger of one transport, all repeats together. */
export interface Ledger {
  /** From "all clients ready" to "drained": the span of `bytes.steady`. */
  readonly steady: LedgerSpan;
  /** From the first handshake to "drained": the span of `bytes.total`. Connections that live on have not closed yet. */
  readonly whole: LedgerSpan;
  /** Who saw the bytes: the relay (every byte and its moment), or the clients' sockets (totals only). */
  readonly seenBy: 'relay' | 'sockets';
  /**
   * Segments that the kernel sent again from the first handshake to "drained", of the hop behind the relay too: a sender whose
   * reader is too busy to acknowledge probes for a loss (RFC 8985 §7). They are in the kernel's bytes and in no layer.
   */
  readonly retransmitted?: number | null;
  /** Layers that were not read off the wire but follow from what is known of the messages; said wherever they are shown. */
  readonly derived: readonly LedgerLayer[];
}

/** One percentile under a freeze, in milliseconds. */
export interface FreezeFigure {
  readonly name: 'mean' | 'p50' | 'p90' | 'p99' | 'max';
  /** From this run's timetable and the moments of the freeze. */
  readonly computedMs: number;
  readonly measuredMs: number;
  /** What a tool that waits for each answer before it goes on would have reported of the same run. */
  readonly closedLoopMs: number;
}

/** What a server that stood still for a while did to one transport (`--freeze`). */
export interface FreezeResult {
  /** How long it really stood still, milliseconds, mean of the repeats. */
  readonly frozenMs: number;
  readonly figures: readonly FreezeFigure[];
}

/** A prediction beside its measurement. `ok` null = cannot be told: too few samples for this tolerance, or something the model cannot know. */
export interface ModelRow {
  readonly name: string;
  readonly predicted: number;
  readonly measured: number;
  readonly unit: string;
  /** Largest |measured - predicted| that is accepted, in `unit`. */
  readonly tolerance: number;
  readonly ok: boolean | null;
}

/**
 * One transport under one workload, over all repeats. `published`, `delivered`, `requests` and `emptyResponses` are those of
 * the measured part; losses, repeats and order are checked over the warm-up too; `bytes` says itself what it spans.
 */
export interface TransportResult {
  readonly id: TransportId;
  readonly latencyMs: LatencyMs;
  readonly curve: PercentileCurve;
  readonly published: number;
  readonly delivered: number;
  readonly lost: number;
  readonly duplicated: number;
  readonly outOfOrder: number;
  /** What boards could no longer see; always 0 where a transport has a cursor. */
  readonly missed: number;
  readonly requests: number;
  readonly emptyResponses: number;
  readonly connections: number;
  readonly reconnects: number;
  readonly bytes: WireBytes;
  readonly serverCpuMsPerDelivery: number | null;
  readonly serverCpuMs: number;
  readonly serverRssBytes: number;
  readonly model: readonly ModelRow[];
  /** Absent in a run from before there was a ledger. */
  readonly ledger?: Ledger;
  /** Absent without `--freeze`. */
  readonly freeze?: FreezeResult;
}

/** A server of somebody else, followed by the clients of one transport: the same figures, and no model of it. */
export interface PeerResult extends Omit<TransportResult, 'id' | 'model' | 'ledger' | 'freeze'> {
  readonly id: PeerId;
  /** With its version, such as `Prosody 0.12.3 PubSub`. */
  readonly title: string;
  /** As it says itself; `null` = it did not. */
  readonly version: string | null;
  /** The transport whose clients followed it. */
  readonly over: TransportId;
}

/** One server in the fan-out comparison, all its repeats together. */
export interface FanOutRow {
  readonly id: TransportId | PeerId;
  readonly title: string;
  /** At a steady pace: what one delivery costs where events come one by one. */
  readonly paced: { readonly deliveries: number; readonly serverCpuMsPerDelivery: number };
  /** All events at once: until the last subscriber has the last of them. */
  readonly burst: {
    readonly deliveries: number;
    readonly serverCpuMsPerDelivery: number;
    readonly eventsPerSecond: number;
    /** Share of a core that the counting clients used; near 1 they were the limit, and not the server. */
    readonly counterCpuShare: number;
  };
  /** Deliveries too few, or too many. */
  readonly missing: number;
  readonly surplus: number;
}

/** Events per second and CPU per delivery of one node with many subscribers, each server alone and without the relay. */
export interface FanOutResult {
  readonly subscribers: number;
  readonly payloadBytes: number;
  readonly pacedRatePerSecond: number;
  readonly pacedSeconds: number;
  readonly burstEvents: number;
  readonly repeats: number;
  readonly rows: readonly FanOutRow[];
}

/** The bare TCP floor: the same clients, rate, payload and relay without any protocol. */
export interface FloorResult {
  readonly latencyMs: LatencyMs;
  readonly curve: PercentileCurve;
  readonly serverCpuMsPerDelivery: number | null;
}

/** Answers per second, as fast as the server can, straight to it (autocannon; its latencies are not used). */
export interface CapacityResult {
  readonly id: TransportId;
  readonly answersPerSecond: number;
  readonly connections: number;
  readonly durationSeconds: number;
  readonly isNewConnectionEach: boolean;
}

/** What the run was asked to do; every duration carries its unit. */
export interface Workload {
  readonly name: string;
  readonly kind: 'desktops' | 'wallboard';
  readonly transports: readonly TransportId[];
  /** Events a second: per client in `desktops`, of the whole feed in `wallboard`. */
  readonly ratePerSecond: number;
  readonly clients: number;
  readonly payloadBytes: number;
  readonly pollIntervalMs: number;
  readonly holdSeconds: number;
  readonly rttMs: number;
  readonly warmUpSeconds: number;
  readonly durationSeconds: number;
  readonly repeats: number;
  readonly seed: number;
  readonly headers: 'browser' | 'minimal';
  /** How long the server is stopped in the middle of each repeat, milliseconds; absent or 0 = not at all. */
  readonly freezeMs?: number;
  /** Whether all goes over TLS; absent = no. */
  readonly isTls?: boolean;
}

/** Where it ran. */
export interface Environment {
  readonly startedAt: string;
  readonly commit: string | null;
  readonly node: string;
  readonly platform: string;
  readonly kernel: string;
  readonly cpuModel: string;
  readonly cores: number;
  readonly memoryBytes: number;
  readonly loadAverage: readonly number[];
  readonly packages: Readonly<Record<string, string>>;
  /** The rest is absent in older runs; `null` = it cannot be read here. */
  readonly loadAverageAfter?: readonly number[];
  /** Of the CPU's frequency, such as `performance`. */
  readonly governor?: string | null;
  /** What the control group allows: cores (CPU time per time) and bytes. */
  readonly cgroup?: { readonly cores: number | null; readonly memoryBytes: number | null };
  /** Source of the kernel's clock, and the smallest step that `process.hrtime.bigint()` was seen to take. */
  readonly clock?: { readonly source: string | null; readonly stepNs: number };
}

/** Why a run must not be believed; `null` when it may. */
export interface VoidRun {
  readonly reason: string;
}

/** Load of the processes around the server, worst segment. */
export interface Generator {
  readonly clientUtilisation: number;
  readonly clientCpuShare: number;
  readonly relayCpuShare: number;
  /** Mean one-way time of the floor's own segments, milliseconds: the relay's delay, and how late timers fired. `null` without a relay. */
  readonly oneWayDelayMs: number | null;
  /** Longest time for which clients or relay stood still in the measured part, milliseconds. Absent in older runs. */
  readonly standstillMs?: number;
}

/** run.json. */
export interface RunResult {
  readonly schemaVersion: number;
  readonly environment: Environment;
  readonly workload: Workload;
  readonly void: VoidRun | null;
  readonly generator: Generator;
  readonly floor: FloorResult | null;
  readonly capacity: readonly CapacityResult[];
  readonly transports: readonly TransportResult[];
  /** Absent in a run from before there were peers. */
  readonly peers?: readonly PeerResult[];
  /** `null` or absent: it was not measured. */
  readonly fanOut?: FanOutResult | null;
}

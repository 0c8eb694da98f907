// The result of a run: what run.json holds. Everything else (table, Markdown, charts, HTML) is drawn from it.
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
}

/** A server of somebody else, followed by the clients of one transport: the same figures, and no model of it. */
export interface PeerResult extends Omit<TransportResult, 'id' | 'model'> {
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

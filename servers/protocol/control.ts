// What the dashboard and the server say to each other on the control channel (`/control`, a WebSocket): JSON text frames,
// and binary frames of capture records (capture.ts).
import type { TransportId } from './catalog.ts';
import type { Cursor } from './cursor.ts';
import type { LabErrorCode } from './errors.ts';
import type { AgentEvent, AgentState } from './event.ts';
import type { NumberRule } from './parameters.ts';

/** Where the control channel is. */
export const controlPath = '/control';

/** How the simulated contact centre spreads its events; `trace` = the recording that the server was started with. */
export type Scenario = 'poisson' | 'fixed' | 'burst' | 'trace';

/** What everyone in the room shares. */
export interface LabSettings {
  readonly scenario: Scenario;
  readonly seed: number;
  /** Events a second of the simulation; 0 = silent. */
  readonly ratePerSecond: number;
  /** Emulated round trip on every tapped port, in milliseconds. */
  readonly rttMs: number;
  /** Least UTF-8 length of an event's JSON; 0 = as it is. */
  readonly payloadBytes: number;
}

/** How the contact centre may spread its events. */
export const scenarios: readonly Scenario[] = ['poisson', 'fixed', 'burst', 'trace'];

/** What the numbers among the settings may be. */
export const settingRules: Readonly<Record<Exclude<keyof LabSettings, 'scenario'>, NumberRule>> = {
  seed: { least: 0, most: 2 ** 32 - 1, isWhole: true },
  ratePerSecond: { least: 0, most: 5000 },
  rttMs: { least: 0, most: 2000 },
  payloadBytes: { least: 0, most: 32_768, isWhole: true },
};

/** What may be done to one transport's connections, below HTTP. All of it together is a healthy wire: {@link noFaults}. */
export interface TapFaults {
  /** Round trip on top of the shared one, in milliseconds; a new connection waits for one round trip more, as a handshake would, and over TLS for two. */
  readonly extraRttMs: number;
  /** Half-open: connections stay and nothing passes in either direction any more. */
  readonly isDark: boolean;
  /** A proxy that hands an answer on only when it is whole, or when it holds 32 KiB: a stream never ends, so it starves. */
  readonly isBuffering: boolean;
  /** A middlebox that ends connections on which nothing has passed for so long, in milliseconds; `null` = none. */
  readonly idleTimeoutMs: number | null;
  /** New connections are reset. */
  readonly isRefusing: boolean;
}

/** A healthy wire. */
export const noFaults: TapFaults = {
  extraRttMs: 0,
  isDark: false,
  isBuffering: false,
  idleTimeoutMs: null,
  isRefusing: false,
};

/** What a request of the page asks for. */
export type ControlCommand =
  /** One event; without `event` a team message. Answered with its cursor. */
  | { readonly do: 'publish'; readonly event?: AgentEvent | undefined }
  | { readonly do: 'burst'; readonly count: number; readonly ratePerSecond: number }
  /** Naming a scenario or a seed begins the story anew, even with the present value; a rate alone plays it on. */
  | { readonly do: 'set'; readonly settings: Partial<LabSettings> }
  | { readonly do: 'fault'; readonly transport: TransportId; readonly faults: Partial<TapFaults> }
  /** Resets every connection of a transport now (TCP RST). */
  | { readonly do: 'cut'; readonly transport: TransportId }
  /** Changes an agent's state as a desktop would; the result is an event on the feed. */
  | {
      readonly do: 'agent';
      readonly agent: string;
      readonly state: AgentState;
      readonly reasonCode?: number | undefined;
    }
  /** Which transports' captures this page wants from now on, beginning with what is still kept; an empty list ends it. */
  | { readonly do: 'watch'; readonly transports: readonly TransportId[] }
  /** Answered at once with the server's clock. */
  | { readonly do: 'clock' }
  /** Starts a quick run of the bench; its progress comes as `run`. */
  | { readonly do: 'run'; readonly transports: readonly TransportId[] }
  | { readonly do: 'stop-run' };

/** A request; its answer carries the same id. */
export type ControlRequest = ControlCommand & { readonly id: number };

/** An agent as the agent panel knows it. */
export interface AgentView {
  readonly id: string;
  readonly name: string;
  readonly team: string | null;
  readonly state: AgentState;
  readonly isClaimed: boolean;
}

/** Who a page is: a trainer may do everything, a viewer may look, tell the time and watch its own connections. */
export type ControlRole = 'trainer' | 'viewer';

/** Sent when the channel opens and whenever anything in it changes; agents' states are those of the moment of sending. */
export interface LabState {
  /** Another one after each start of the server: connections are numbered anew then. */
  readonly server: string;
  readonly settings: LabSettings;
  readonly faults: Readonly<Record<TransportId, TapFaults>>;
  readonly role: ControlRole;
  /** Whether the server can be reached by other machines (`--lan`). */
  readonly isLan: boolean;
  readonly xmppDomain: string;
  /** Absolute URL of each transport's own port, as this page reaches it. */
  readonly urls: Readonly<Record<TransportId, string>>;
  readonly agents: readonly AgentView[];
  /** Control channels of the machine that this page is on; their bytes cannot be told apart. */
  readonly pages: number;
}

/** Bytes and connections of one transport so far, of the machine that this page is on. */
export interface WireTally {
  readonly bytesUp: number;
  readonly bytesDown: number;
  readonly opened: number;
  readonly open: number;
}

/** How a run of the bench stands. */
export type RunProgress =
  /** `line` as the bench says it; `done` counts the steps that have ended. */
  | { readonly status: 'running'; readonly line: string; readonly done: number; readonly of: number }
  | { readonly status: 'done'; readonly directory: string; readonly exitCode: number }
  | { readonly status: 'failed'; readonly why: string };

/** What a request was answered with. */
export interface ControlAnswer {
  readonly id: number;
  readonly ok?: { readonly cursor?: Cursor; readonly serverAtNs?: string };
  readonly error?: { readonly code: LabErrorCode; readonly message: string };
}

/** JSON text frames from the server. */
export type ControlMessage =
  | ControlAnswer
  | { readonly state: LabState }
  /** Four times a second, when something has changed. */
  | { readonly tally: Readonly<Partial<Record<TransportId, WireTally>>> }
  | { readonly run: RunProgress };

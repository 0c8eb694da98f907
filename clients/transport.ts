// THE CLIENT CONTRACT, mirror of servers/transport.ts. A client file runs in Node and in a browser: it uses what `runtime` brings.
import type { Cursor, StartPosition } from '../servers/protocol/cursor.ts';
import type { Entry } from '../servers/protocol/entry.ts';
import type { HeaderFields } from '../servers/protocol/http10.ts';
import type { Topic } from '../servers/protocol/topic.ts';
import type { XmlElement } from '../servers/protocol/xml.ts';
import type { TcpTarget } from './tcp-target.ts';

/** What a transport reports, in the order in which it happened. */
export type Arrival =
  | { readonly kind: 'entry'; readonly entry: Entry; readonly receivedAtNs: bigint }
  /** An answer that carried nothing new. */
  | { readonly kind: 'empty'; readonly receivedAtNs: bigint }
  /** The stream stands, or the first poll was answered: from here on nothing is missed unnoticed. */
  | { readonly kind: 'ready'; readonly cursor: Cursor | null }
  /** The connection was lost; the next attempt follows after a pause. */
  | { readonly kind: 'reconnect'; readonly attempt: number; readonly why: string }
  /** An entry that came again, or after a newer one: the client drops it, and says so. Boards repeat by nature and do not. */
  | { readonly kind: 'dropped'; readonly entry: Entry }
  /** Entries that this client will never see; `null` = how many cannot be known. */
  | { readonly kind: 'missed'; readonly count: number | null };

/** Follows the feed until `target.signal` fires; whoever stops iterating closes the connection. */
export interface ClientTransport {
  follow(target: ClientTarget): AsyncIterable<Arrival>;
}

/** What to follow, and how. */
export interface ClientTarget {
  /** The transport's full URL, scheme and path from the catalog. */
  readonly url: URL;
  readonly from: StartPosition;
  readonly topic?: Topic | undefined;
  readonly signal: AbortSignal;
  readonly runtime: ClientRuntime;
  /** Polls are due at k · pollIntervalMs + phaseMs on the monotonic clock, whatever the answers take. */
  readonly pollIntervalMs: number;
  /** After its first answer a poll waits for this before it enters its timetable: a measurement starts with all clients ready. @default at once */
  readonly begin?: Promise<void> | undefined;
  /** @default a random share of the interval */
  readonly phaseMs?: number | undefined;
  /** How long a long poll is held, in seconds. @default 25, the server's own */
  readonly holdSeconds?: number | undefined;
  /** Account for transports that log in. */
  readonly account?: { readonly id: string; readonly password: string } | undefined;
  /** Domain of the XMPP service. @default 'localhost' */
  readonly xmppDomain?: string | undefined;
}

/** What is posted. */
export interface PostMessage {
  readonly body: string;
  readonly contentType: string;
  readonly signal: AbortSignal;
}

/** An HTTP answer with its whole body. */
export interface HttpAnswer {
  readonly status: number;
  /** A response header by its lower-case name. */
  header(name: string): string | null;
  readonly body: string;
}

/** An event of a platform's EventSource or WebSocket, as far as the lab reads it. */
export interface PlatformEvent {
  readonly type: string;
  /** What went wrong, where the platform tells: Node's does, a browser's never. */
  readonly error?: unknown;
}
export interface PlatformMessage extends PlatformEvent {
  readonly data: unknown;
  readonly lastEventId?: string;
}
export interface PlatformClose extends PlatformEvent {
  readonly code: number;
  readonly reason: string;
}

/** https://html.spec.whatwg.org/multipage/server-sent-events.html#the-eventsource-interface, by its methods. */
export interface EventSourceLike {
  /** 0 connecting, 1 open, 2 closed. */
  readonly readyState: number;
  addEventListener(type: 'open' | 'error', listener: (event: PlatformEvent) => void): void;
  addEventListener(type: 'message' | 'gap', listener: (event: PlatformMessage) => void): void;
  close(): void;
}

/** https://websockets.spec.whatwg.org/#the-websocket-interface, by its methods. */
export interface WebSocketLike {
  readonly readyState: number;
  addEventListener(type: 'open' | 'error', listener: (event: PlatformEvent) => void): void;
  addEventListener(type: 'message', listener: (event: PlatformMessage) => void): void;
  addEventListener(type: 'close', listener: (event: PlatformClose) => void): void;
  send(data: string): void;
  close(code?: number, reason?: string): void;
}

/** What a platform has. Each client owns one, hence connections of its own, as each desktop does. */
export interface ClientRuntime {
  /** Monotonic clock in nanoseconds; in Node the one timeline of all processes, in a browser the page's own. */
  nowNs(): bigint;
  /** Uniform in [0, 1). */
  random(): number;
  /** Resolves after `delayMs`, or at once when `signal` fires. */
  sleep(delayMs: number, signal: AbortSignal): Promise<void>;
  /** GET over a reused connection. @throws {LabError} LAB_CONNECTION_LOST, LAB_CERTIFICATE_UNTRUSTED */
  get(url: URL, signal: AbortSignal): Promise<HttpAnswer>;
  /** POST over a reused connection, beside which others may be held. @throws {LabError} as `get` */
  post(url: URL, message: PostMessage): Promise<HttpAnswer>;
  openEventSource(url: URL): EventSourceLike;
  openWebSocket(url: URL, protocols?: readonly string[]): WebSocketLike;
  /** Sends bytes over a new TCP connection and returns all that came until the other side closed. Node only. */
  exchangeTcp?(target: TcpTarget, request: string, signal: AbortSignal): Promise<Uint8Array>;
  /** Header fields that a browser would add, for requests whose text a transport writes itself. */
  readonly requestHeaders: HeaderFields;
  /** @throws {LabError} LAB_FRAME_INVALID */
  parseXml(text: string): XmlElement;
  /** A frame for people who read along (`watch --frames`). */
  readonly onFrame?: ((direction: 'sent' | 'received', text: string) => void) | undefined;
}

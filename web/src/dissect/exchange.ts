// An exchange: one HTTP request and all that became of it, a WebSocket's frames included.
import type { Message, WireMessage } from './message.ts';
import type { Counts } from './tally.ts';

/** One row of the table. Counters count what went over the wire, whether it is still kept or not. */
export interface Exchange {
  /** Within the connection, from 1. */
  readonly number: number;
  readonly connection: number;
  readonly transport: string;
  /** Of the final response; `null` = none has come. */
  readonly status: number | null;
  /** Empty = the request was not seen, or is no HTTP. */
  readonly method: string;
  readonly host: string;
  readonly target: string;
  /** Of the response: `1.0`, `1.1`. */
  readonly httpVersion: string | null;
  /** The response's media type, or `websocket`. */
  readonly type: string;
  readonly isOpen: boolean;
  readonly startedMs: number;
  readonly firstByteMs: number | null;
  readonly endedMs: number | null;
  /** All bytes up. */
  readonly requestBytes: number;
  /** All bytes down, head and body as on the wire. */
  readonly transferredBytes: number;
  /** The response's content without chunk framing; of a WebSocket the payload of the server's frames. */
  readonly sizeBytes: number;
  /** The JSON of entries, whatever the wire, and of a board's agents. */
  readonly payloadBytes: number;
  /** Entries, each as often as it came: a board brings the old ones again. */
  readonly entries: number;
  /** Frames of a WebSocket, both directions. */
  readonly frames: number;
  /** Chunks with content, both directions. */
  readonly chunks: number;
  /** Bytes that went over the wire and were not captured; they are in the counters above. */
  readonly lostBytes: number;
  /** Those that are still kept. */
  readonly messages: readonly WireMessage[];
  /** Messages that were forgotten. */
  readonly forgottenMessages: number;
}

/** An exchange as the readers write it. */
export class ExchangeRecord implements Exchange, Counts {
  readonly number: number;
  readonly connection: number;
  readonly transport: string;
  readonly startedMs: number;
  status: number | null = null;
  method = '';
  host = '';
  target = '';
  httpVersion: string | null = null;
  type = '';
  firstByteMs: number | null = null;
  endedMs: number | null = null;
  sizeBytes = 0;
  payloadBytes = 0;
  entries = 0;
  frames = 0;
  chunks = 0;
  lostBytes = 0;
  forgottenMessages = 0;
  messages: Message[] = [];
  /** Subprotocols that the request offers when it asks for a WebSocket. */
  wantsWebSocket = false;
  subprotocol = '';
  /** Whether the request, and the final response, have ended. */
  isAsked = false;
  isAnswered = false;
  /** The message that is under way in each direction. */
  readonly open: { up: Message | null; down: Message | null } = { up: null, down: null };
  readonly #bytes = { up: 0, down: 0 };

  constructor(at: { number: number; connection: number; transport: string; startedMs: number }) {
    this.number = at.number;
    this.connection = at.connection;
    this.transport = at.transport;
    this.startedMs = at.startedMs;
  }

  get isOpen(): boolean {
    return this.endedMs === null;
  }

  get requestBytes(): number {
    return this.#bytes.up + this.#openBytes('up');
  }

  get transferredBytes(): number {
    return this.#bytes.down + this.#openBytes('down');
  }

  /** Adds what a message that is closed has brought, or what was lost. */
  count(direction: 'up' | 'down', byteCount: number): void {
    this.#bytes[direction] += byteCount;
  }

  #openBytes(direction: 'up' | 'down'): number {
    const open = this.open[direction];
    return open ? open.end - open.start : 0;
  }

  /** Ends when both sides have said all. */
  endWhenDone(atMs: number): void {
    if (this.isAsked && this.isAnswered) this.endedMs ??= atMs;
  }
}

// What carries a stream: a WebSocket (RFC 7395) or BOSH (XEP-0124). The core writes here and knows no more.
import type { StreamCondition } from './stream/stream-errors.ts';

/** Why the stream is over: it ended, or the server goes away. */
export type CloseReason = 'ended' | 'shutdown';

/** What the server's side of an opening names (RFC 6120 §4.7). */
export interface StreamOpening {
  readonly from: string;
  /** Whom the client said it is, when it said so (RFC 6120 §4.7.2). */
  readonly to?: string | undefined;
  readonly id: string;
}

/** The last that is said on a stream. */
export interface StreamEnd {
  readonly reason: CloseReason;
  /** `<stream:error>`, when there is one, and its condition. */
  readonly error?: string | undefined;
  readonly condition?: StreamCondition | undefined;
  /** Where the client is to go on (RFC 7395 §3.6.1). */
  readonly seeOtherUri?: string | undefined;
}

/** The other side, as the core sees it. */
export interface Peer {
  /** Names the client where a slow reader is reported, for example `xmpp 127.0.0.1:51034`. */
  readonly name: string;
  /** Whether TLS protects the connection. */
  readonly isEncrypted: boolean;
  /** Whether the carrier itself repeats what was lost with a connection, as BOSH does: then XEP-0198 is not offered. */
  readonly repairsItself: boolean;
  /** What was sent and has not left the server yet, in bytes. */
  readonly unsentBytes: number;
  /** Answers an opening: `<open/>` on a WebSocket, the first body in BOSH. */
  open(opening: StreamOpening): void;
  /** Sends one element. */
  send(frame: string): void;
  /**
   * Sends messages that are cut in two: each frame is `opening` and one of `rests`. All go out in one write.
   * `false` = full: the carrier calls `resume` of the stream when there is room.
   */
  deliver(opening: Uint8Array, rests: readonly Uint8Array[]): boolean;
  /** Nothing follows: the carrier says goodbye in its own way and closes after what was sent. */
  close(end: StreamEnd): void;
}

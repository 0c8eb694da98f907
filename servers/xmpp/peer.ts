// What carries a stream: a WebSocket today, BOSH later. The core writes here and knows no more.

/** Why the stream is over: it ended, or the server goes away. */
export type CloseReason = 'ended' | 'shutdown';

/** The other side, as the core sees it. */
export interface Peer {
  /** Names the client where a slow reader is reported, for example `xmpp 127.0.0.1:51034`. */
  readonly name: string;
  /** Sends one frame. */
  send(frame: string): void;
  /**
   * Sends messages that are cut in two: each frame is `opening` and one of `rests`. All go out in one write.
   * `false` = full: the carrier calls `resume` of the stream when there is room.
   */
  deliver(opening: Uint8Array, rests: readonly Uint8Array[]): boolean;
  /** Nothing follows: the carrier closes after what was sent. */
  close(reason: CloseReason): void;
}

// What carries the client's side of a stream: a WebSocket or BOSH. The session speaks through it and knows no more.

/** The way to the server. */
export interface XmppCarrier {
  /** Opens the stream, or restarts it after SASL. */
  open(): void;
  /** Sends one element. */
  send(frame: string): void;
  /** Says goodbye. */
  close(): void;
  /** Whether what is lost with a connection comes again by itself: then XEP-0198 is not asked for. */
  readonly repairsItself: boolean;
}

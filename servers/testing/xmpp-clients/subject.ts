// A real XMPP client, as the journey drives it: what each driver in this folder makes of its library.

/** What a door is called in the titles of tests. */
export type Door = 'WebSocket' | 'BOSH';

/** Who logs in, and where. */
export interface Place {
  readonly door: Door;
  readonly url: string;
  readonly id: string;
  readonly password: string;
  readonly domain: string;
  readonly resource: string;
}

/** An item of a node, as the client handed it over. */
export interface SeenEvent {
  readonly node: string;
  readonly item: string;
  /** `textContent` of the notification. */
  readonly text: string;
}

/** Told what happens to a client. */
export interface Witness {
  /** The client chose a SASL mechanism. */
  onMechanism(mechanism: string): void;
  /** It has a session: a bound one, or (XEP-0198) the one it had before. */
  onSession(jid: string, isResumed: boolean): void;
  onEvent(event: SeenEvent): void;
}

/** One client. After a cut it comes back by itself, in whatever way it can, and says so by a further session, if it needs one. */
export interface Subject {
  /** Logs in; resolves with the first session. Every bound session is announced by a presence. */
  login(): Promise<void>;
  /** By the full JID. */
  subscribe(service: string, node: string): Promise<void>;
  /** Says goodbye; resolves when the client has nothing left to do. */
  leave(): Promise<void>;
}

/** Makes a client that is not connected yet. */
export type CreateSubject = (place: Place, witness: Witness) => Subject;

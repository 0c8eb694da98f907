// A session's way out: to its carrier while it has one, counted and kept where the stream is managed. Bounded.
import { element, type Markup } from '../../protocol/xml.ts';
import { namespaces } from '../../protocol/xmpp.ts';
import type { Peer } from '../peer.ts';
import { textOfStanza, type SentStanza, type StreamManagement } from './stream-management.ts';

/** Bytes that a client may leave unread before it is sent away. */
const maximumUnsentBytes = 1024 * 1024;

/** XEP-0198 §4. */
const ackRequest = element('r', { xmlns: namespaces.streamManagement });

/** How long a client that left something out of its answer is let alone, unless more goes out before, in milliseconds. */
const askAgainMs = 1000;

/** What an outlet needs to know of its surroundings. */
export interface OutletParts {
  readonly nowMs: () => number;
  /** Who sent what is repeated, for its stamp (XEP-0203). */
  readonly domain: string;
  /** The client takes less than it asks for: the stream has to end. */
  readonly onOverflow: () => void;
}

/** Lives as long as its session; carriers come and go. */
export class Outlet {
  readonly #parts: OutletParts;
  #peer: Peer | undefined;
  #management: StreamManagement | undefined;
  /** An `<r/>` is out and not answered, or about to leave. */
  #isAsking = false;
  /** How much had gone out when the last `<r/>` did. */
  #askedAt = 0;
  #askAgain: NodeJS.Timeout | undefined;

  constructor(peer: Peer, parts: OutletParts) {
    this.#peer = peer;
    this.#parts = parts;
  }

  /** Names the client where a slow reader is reported. */
  get name(): string {
    return this.#peer?.name ?? 'xmpp (hibernating)';
  }

  get management(): StreamManagement | undefined {
    return this.#management;
  }

  /** From here on stanzas are counted. */
  manage(management: StreamManagement): void {
    this.#management = management;
  }

  /** Sends a stanza. @param onLost told when the session ends before the client has acknowledged it */
  send(stanza: Markup, onLost?: () => void): void {
    const isAsleep = this.#peer === undefined;
    const isTooMuch = this.#management?.isTooMuch(stanza.length, isAsleep) ?? false;
    // What somebody else sent goes back to them; a client that is not there must not lose its session to it.
    if (isTooMuch && isAsleep && onLost) return onLost();
    this.#management?.keep({ rest: stanza, sentAtMs: this.#parts.nowMs(), onLost });
    if (isTooMuch || (this.#peer?.unsentBytes ?? 0) > maximumUnsentBytes) return this.#parts.onOverflow();
    this.#peer?.send(stanza);
    return this.#ask();
  }

  /** Sends events. `false` = full, until the carrier has room or the client has acknowledged. */
  deliver(opening: Uint8Array, rests: readonly Uint8Array[]): boolean {
    const management = this.#management;
    if (!management) return this.#peer?.deliver(opening, rests) ?? false;
    const sentAtMs = this.#parts.nowMs();
    for (const rest of rests) management.keep({ opening, rest, sentAtMs });
    const hasRoom = this.#peer?.deliver(opening, rests) ?? false;
    this.#ask();
    return hasRoom && !management.isFull;
  }

  /** The client said how much it has. @returns false when it claims too much */
  acknowledge(h: number): boolean {
    const management = this.#management;
    this.#isAsking = false;
    const isTrue = management?.acknowledge(h) ?? true;
    // What went out after the question is asked for now. A client that counts too little must not be asked in a circle.
    if (management?.sent === this.#askedAt) this.#askLater();
    else this.#ask();
    return isTrue;
  }

  /** The connection is gone; what is sent now is kept. */
  detach(): void {
    this.#peer = undefined;
    this.#isAsking = false;
    clearTimeout(this.#askAgain);
  }

  /** A new connection: what the client does not have goes out again, once and in order, with the time it was first sent. */
  attach(peer: Peer): void {
    this.#peer = peer;
    for (const stanza of this.#management?.waiting ?? []) peer.send(withDelay(stanza, this.#parts.domain));
    this.#ask();
  }

  /** One question at a time, after all that this turn of the event loop sends: so there is one a round trip at most. */
  #ask(): void {
    const management = this.#management;
    if (!this.#peer || this.#isAsking || !management || management.waiting.length === 0) return;
    this.#isAsking = true;
    clearTimeout(this.#askAgain);
    setImmediate(() => {
      this.#askedAt = management.sent;
      this.#peer?.send(ackRequest);
    });
  }

  #askLater(): void {
    clearTimeout(this.#askAgain);
    this.#askAgain = setTimeout(() => this.#ask(), askAgainMs);
    this.#askAgain.unref();
  }
}

const messageEnd = '</message>';

/** XEP-0203 §3: a repeated message says when it was sent first. */
const withDelay = (stanza: SentStanza, from: string): string => {
  const text = textOfStanza(stanza);
  if (!text.endsWith(messageEnd) || text.includes(`xmlns="${namespaces.delay}"`)) return text;
  return text.slice(0, -messageEnd.length) + delayElement(from, stanza.sentAtMs) + messageEnd;
};

/** `<delay/>` (XEP-0203 §4). */
export const delayElement = (from: string, sentAtMs: number): Markup =>
  element('delay', { xmlns: namespaces.delay, from, stamp: new Date(sentAtMs).toISOString() });

// XEP-0198: what was sent and is not acknowledged, and how many stanzas came. Pure: it knows neither clock nor carrier.

/** A stanza as it was sent: whole, or as the two runs of bytes that an event consists of. */
export interface SentStanza {
  readonly opening?: Uint8Array;
  readonly rest: Uint8Array | string;
  /** Milliseconds since 1970, for the stamp of a repetition. */
  readonly sentAtMs: number;
  /** Told when the session ends and the client has not acknowledged it. */
  readonly onLost?: (() => void) | undefined;
}

/** Stanzas that may wait for an acknowledgement before no further event is sent. */
const maximumWaiting = 1000;
/**
 * Answers and messages that are kept for a client, and their characters; events of the feed are not counted, for their
 * bytes are shared by all who get them. A client that is not there may keep others waiting for less.
 */
const maximumTexts = 2000;
const maximumCharacters = 1024 * 1024;
const maximumCharactersAsleep = 256 * 1024;

const text = new TextDecoder();

/** The stanza as text. */
export const textOfStanza = ({ opening, rest }: SentStanza): string =>
  (opening ? text.decode(opening) : '') + (typeof rest === 'string' ? rest : text.decode(rest));

/** Counters are unsigned and have 32 bits (XEP-0198 §4): they go round. */
const next = (count: number): number => (count + 1) >>> 0;

/** One session's, from `<enable/>` on. */
export class StreamManagement {
  /** Names the session to a later stream (XEP-0198 §5, `previd`). */
  readonly id: string;
  /** How long the session outlives its connection; 0 = not at all. */
  readonly holdMs: number;
  #handled = 0;
  #acknowledged = 0;
  #waiting: SentStanza[] = [];
  #characters = 0;
  #texts = 0;

  constructor(id: string, holdMs: number) {
    this.id = id;
    this.holdMs = holdMs;
  }

  /** Stanzas of the client that were handled: the `h` of our answers. */
  get handled(): number {
    return this.#handled;
  }

  get waiting(): readonly SentStanza[] {
    return this.#waiting;
  }

  /** Whether the client has so much unacknowledged that events have to wait. */
  get isFull(): boolean {
    return this.#waiting.length >= maximumWaiting;
  }

  /** Whether a further text of this length is too much to keep. */
  isTooMuch(characters: number, isAsleep: boolean): boolean {
    const most = isAsleep ? maximumCharactersAsleep : maximumCharacters;
    return this.#texts >= maximumTexts || this.#characters + characters > most;
  }

  /** The client sent a stanza. */
  receive(): void {
    this.#handled = next(this.#handled);
  }

  /** We sent one. */
  keep(stanza: SentStanza): void {
    this.#waiting.push(stanza);
    this.#count(stanza, 1);
  }

  /**
   * The client has handled `h` stanzas. A lower `h` than before is ignored: some clients count late.
   * @returns false when it claims more than was sent (XEP-0198 §4: `handled-count-too-high`)
   */
  acknowledge(h: number): boolean {
    // The difference of two 32-bit counters, read as signed: what seems to lie far ahead lies behind.
    const difference = (h - this.#acknowledged) | 0;
    if (difference <= 0) return true;
    if (difference > this.#waiting.length) return false;
    for (const acknowledged of this.#waiting.splice(0, difference)) this.#count(acknowledged, -1);
    this.#acknowledged = h >>> 0;
    return true;
  }

  #count({ rest }: SentStanza, sign: 1 | -1): void {
    if (typeof rest !== 'string') return;
    this.#texts += sign;
    this.#characters += sign * rest.length;
  }

  /** How many stanzas we sent, as the client should have counted them. */
  get sent(): number {
    return (this.#acknowledged + this.#waiting.length) >>> 0;
  }
}

/** `h` as it is written: a whole number of 32 bits (XEP-0198 §4). `undefined` = it is none. */
export const readHandled = (written: string | undefined): number | undefined => {
  if (written === undefined || !/^\d{1,10}$/.test(written)) return undefined;
  const count = Number(written);
  return count < 2 ** 32 ? count : undefined;
};

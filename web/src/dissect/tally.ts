// Counts entries in a content while it passes, byte by byte, wherever it is cut: JSON, an event stream, or XML.

/** What is counted. */
export interface Counts {
  /** Entries, however often each of them comes. */
  entries: number;
  /** Bytes of their JSON, and of a board's agents. */
  payloadBytes: number;
}

/** Takes a content as it comes. */
export interface Tally {
  /** @returns how many of the bytes were taken: a tally may stop behind a block */
  take(bytes: Uint8Array, stopsAtBlock: boolean): number;
  /** Content offset at which the block that is under way began. */
  readonly anchor: number;
  /** Whether the byte taken last ended a block. */
  readonly isAtBlock: boolean;
  /** Some bytes in between are missing. */
  skip(byteCount: number): void;
}

const [quote, backslash, colon] = [0x22, 0x5c, 0x3a];
const [openBrace, closeBrace, openBracket, closeBracket] = [0x7b, 0x7d, 0x5b, 0x5d];

/** JSON: an entry by itself, or the entries and agents of an answer (servers/protocol/entry.ts, batch.ts). */
export class JsonTally implements Tally {
  readonly anchor = 0;
  readonly isAtBlock = false;
  readonly #counts: Counts;
  #depth = 0;
  #isInString = false;
  #isEscaped = false;
  #text = '';
  #name = '';
  #seen = new Set<string>();
  #length = 0;
  /** Where the list, or the entry in it, began. */
  #from = 0;
  #list = '';

  constructor(counts: Counts) {
    this.#counts = counts;
  }

  take(bytes: Uint8Array): number {
    for (const byte of bytes) this.push(byte);
    return bytes.byteLength;
  }

  /** After a hole the nesting is unknown: nothing more is counted. */
  skip(): void {
    this.#depth = Number.POSITIVE_INFINITY;
  }

  /** Another JSON text begins. */
  reset(): void {
    this.#depth = 0;
    this.#isInString = false;
    this.#isEscaped = false;
    this.#list = '';
  }

  push(byte: number): void {
    this.#length += 1;
    if (this.#isInString) this.#inString(byte);
    else if (byte === quote) {
      this.#isInString = true;
      this.#text = '';
    } else if (byte === colon && this.#depth === 1) {
      this.#name = this.#text;
      this.#seen.add(this.#name);
    } else if (byte === openBrace || byte === openBracket) this.#open(byte);
    else if (byte === closeBrace || byte === closeBracket) this.#close();
  }

  #inString(byte: number): void {
    if (this.#isEscaped) this.#isEscaped = false;
    else if (byte === backslash) this.#isEscaped = true;
    else if (byte === quote) this.#isInString = false;
    if (this.#isInString && this.#depth === 1 && this.#text.length < 16) this.#text += String.fromCharCode(byte);
  }

  #open(byte: number): void {
    this.#depth += 1;
    if (this.#depth === 1) {
      this.#length = 1;
      this.#seen = new Set();
    }
    if (this.#depth === 2 && byte === openBracket && /^(events|agents)$/.test(this.#name)) {
      this.#list = this.#name;
      this.#from = this.#length;
    }
    if (this.#depth === 3 && this.#list === 'events') this.#from = this.#length - 1;
  }

  #close(): void {
    if (this.#depth === 3 && this.#list === 'events') this.#count(1, this.#length - this.#from);
    if (this.#depth === 2) {
      if (this.#list === 'agents') this.#count(0, this.#length - 1 - this.#from);
      this.#list = '';
    }
    const isEntry = this.#depth === 1 && this.#seen.has('publishedAtNs') && this.#seen.has('event');
    if (isEntry) this.#count(1, this.#length);
    this.#depth = Math.max(0, this.#depth - 1);
  }

  #count(entries: number, payloadBytes: number): void {
    this.#counts.entries += entries;
    this.#counts.payloadBytes += payloadBytes;
  }
}

/** An event stream: entries are in `data` fields. */
export class EventStreamTally implements Tally {
  anchor = 0;
  isAtBlock = false;
  readonly #json: JsonTally;
  #at = 0;
  #line = '';
  #column = 0;
  #previous = 0;

  constructor(counts: Counts) {
    this.#json = new JsonTally(counts);
  }

  /** Stops behind the blank line that dispatches a block. */
  take(bytes: Uint8Array, stopsAtBlock: boolean): number {
    for (const [index, byte] of bytes.entries()) {
      this.#at += 1;
      this.isAtBlock = this.#push(byte);
      this.#previous = byte;
      if (this.isAtBlock && stopsAtBlock) return index + 1;
    }
    return bytes.byteLength;
  }

  skip(byteCount: number): void {
    this.#at += byteCount;
    this.anchor = this.#at;
    this.#endLine();
  }

  /** @returns whether a block ended with this byte */
  #push(byte: number): boolean {
    if (byte === 0x0a && this.#previous === 0x0d) {
      // The line ended at the CR already. https://html.spec.whatwg.org/multipage/server-sent-events.html#parsing-an-event-stream
      if (this.anchor === this.#at - 1) this.anchor = this.#at;
      return this.anchor === this.#at;
    }
    if (byte === 0x0a || byte === 0x0d) {
      const isBlank = this.#column === 0;
      this.#endLine();
      if (isBlank) this.anchor = this.#at;
      return isBlank && byte === 0x0a;
    }
    this.#column += 1;
    if (this.#line === 'data:') this.#json.push(byte);
    else if (this.#column <= 5) this.#line += String.fromCharCode(byte);
    return false;
  }

  #endLine(): void {
    this.#line = '';
    this.#column = 0;
    this.#json.reset();
  }
}

const mark = Array.from(`lab:entry=`, (character) => character.charCodeAt(0));

/** XMPP and BOSH: an entry is the value of an attribute (servers/protocol/xmpp-pubsub.ts). */
export class XmlTally implements Tally {
  readonly anchor = 0;
  readonly isAtBlock = false;
  readonly #counts: Counts;
  #matched = 0;
  #quote = 0;
  #length = 0;

  constructor(counts: Counts) {
    this.#counts = counts;
  }

  take(bytes: Uint8Array): number {
    for (const byte of bytes) this.#push(byte);
    return bytes.byteLength;
  }

  skip(): void {
    this.#quote = 0;
    this.#matched = 0;
  }

  #push(byte: number): void {
    if (this.#quote !== 0) {
      if (byte !== this.#quote) {
        this.#length += 1;
        return;
      }
      this.#counts.entries += 1;
      this.#counts.payloadBytes += this.#length;
      this.#quote = 0;
    } else if (this.#matched === mark.length) {
      this.#matched = 0;
      this.#length = 0;
      if (byte === 0x22 || byte === 0x27) this.#quote = byte;
    } else if (byte === mark[this.#matched]) this.#matched += 1;
    else this.#matched = byte === mark[0] ? 1 : 0;
  }
}

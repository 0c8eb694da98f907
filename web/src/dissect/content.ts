// What a body or a message of frames carries, put together again from the pieces in which it stands on the wire.
import type { ByteLog } from './byte-log.ts';
import { EventStreamTally, JsonTally, XmlTally, type Counts, type Tally } from './tally.ts';

/** How a content is taken apart. */
export type ContentKind = 'json' | 'sse' | 'xml' | 'text' | 'binary';

/** Content bytes that stand side by side on the wire. */
interface Piece {
  /** Place in the content. */
  readonly at: number;
  readonly start: number;
  end: number;
  /** Of a masked frame (RFC 6455 §5.3). */
  readonly key: Uint8Array | null;
}

/** Of a media type; what names none is looked at as text. */
export const contentKindOf = (mediaType: string): ContentKind => {
  if (/^text\/event-stream/i.test(mediaType)) return 'sse';
  if (/[/+]json\b/i.test(mediaType)) return 'json';
  if (/[/+]xml\b/i.test(mediaType)) return 'xml';
  return mediaType === '' || /^text\/|urlencoded/i.test(mediaType) ? 'text' : 'binary';
};

const tallies: Readonly<Record<ContentKind, ((counts: Counts) => Tally) | undefined>> = {
  json: (counts) => new JsonTally(counts),
  sse: (counts) => new EventStreamTally(counts),
  xml: (counts) => new XmlTally(counts),
  text: undefined,
  binary: undefined,
};

/** One content, as far as it has come. */
export class Content {
  readonly kind: ContentKind;
  readonly #log: ByteLog;
  readonly #tally: Tally | undefined;
  readonly #pieces: Piece[] = [];
  size = 0;
  /** Whether bytes in the middle are missing, so that it cannot be read as a whole. */
  hasHole = false;

  /** @param counts where its entries are counted; without it they are not */
  constructor(kind: ContentKind, log: ByteLog, counts: Counts | null) {
    this.kind = kind;
    this.#log = log;
    this.#tally = counts === null ? undefined : tallies[kind]?.(counts);
  }

  /** Content offset from which a reader has to begin to understand what comes next. */
  get anchor(): number {
    return this.#tally?.anchor ?? 0;
  }

  /** Whether what was taken last ended a block of an event stream. */
  get isAtBlock(): boolean {
    return this.#tally?.isAtBlock ?? false;
  }

  /** A piece begins at this offset of the wire. */
  open(start: number, key: Uint8Array | null = null): void {
    if (key === null && this.#pieces.at(-1)?.end === start) return;
    this.#pieces.push({ at: this.size, start, end: start, key });
  }

  /** Takes the wire's bytes up to `end`, behind those taken before. @returns how many: fewer when it stops at a block */
  take(end: number, stopsAtBlock = false): number {
    const piece = this.#pieces.at(-1);
    if (!piece) return 0;
    const available = end - piece.end;
    // Only what a server sends is counted, and that is never masked.
    const taken = this.#tally ? this.#tally.take(this.#log.view(piece.end, end), stopsAtBlock) : available;
    piece.end += taken;
    this.size += taken;
    return taken;
  }

  /** So many bytes of it were lost. */
  skip(byteCount: number): void {
    this.size += byteCount;
    this.hasHole = true;
    this.#tally?.skip(byteCount);
  }

  /** Forgets pieces before an offset of the wire. */
  forget(before: number): void {
    const kept = this.#pieces.findIndex(({ end }) => end > before);
    if (kept > 0) this.#pieces.splice(0, kept);
  }

  /** Whether all from here on is kept. */
  isKeptFrom(at: number): boolean {
    const [first] = this.#pieces;
    return first !== undefined && first.at <= at && first.start + (at - first.at) >= this.#log.start;
  }

  /** The bytes from `from` to `to`, without their mask. */
  read(from: number, to: number): Uint8Array {
    const bytes = new Uint8Array(Math.max(0, Math.min(to, this.size) - from));
    for (let index = this.#indexOf(from); index < this.#pieces.length; index += 1) {
      const piece = this.#pieces[index] as Piece;
      if (piece.at >= to) break;
      const first = Math.max(piece.start, piece.start + from - piece.at);
      const part = this.#log.view(first, Math.min(piece.end, piece.start + to - piece.at));
      bytes.set(unmasked(part, piece.key, first - piece.start), piece.at + (first - piece.start) - from);
    }
    return bytes;
  }

  /** The last piece that begins at or before a content offset. */
  #indexOf(at: number): number {
    let [low, high] = [0, this.#pieces.length - 1];
    while (low < high) {
      const middle = (low + high + 1) >> 1;
      if ((this.#pieces[middle]?.at ?? 0) <= at) low = middle;
      else high = middle - 1;
    }
    return low;
  }
}

/** RFC 6455 §5.3: byte i of the payload is combined with byte i modulo 4 of the key. */
const unmasked = (bytes: Uint8Array, key: Uint8Array | null, phase: number): Uint8Array =>
  key === null ? bytes : bytes.map((byte, index) => byte ^ (key[(index + phase) & 3] ?? 0));

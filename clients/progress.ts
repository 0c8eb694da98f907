// How far a client is in the feed: drops what it has, notices a new epoch, remembers where to resume.
import { formatCursor, parseCursor, type Cursor, type StartPosition } from '../servers/protocol/cursor.ts';
import type { Entry } from '../servers/protocol/entry.ts';

/** One reader's position. */
export class Progress {
  #start: StartPosition;

  constructor(start: StartPosition) {
    this.#start = start;
  }

  /** Where to go on. */
  get position(): StartPosition {
    return this.#start;
  }

  /** The position as a cursor, once one is known. */
  get cursor(): Cursor | null {
    return this.#start === 'now' || this.#start === 'earliest' ? null : this.#start;
  }

  /** False for an entry that was seen already; else the position moves to it. */
  accept(entry: Entry): boolean {
    if (!this.isNew(entry.cursor)) return false;
    this.#start = entry.cursor;
    return true;
  }

  /** Whether a cursor lies after the position. */
  isNew(cursor: Cursor): boolean {
    if (this.cursor === null) return true;
    const known = parseCursor(this.cursor);
    const seen = parseCursor(cursor);
    return seen.epoch !== known.epoch || seen.sequence > known.sequence;
  }

  /** Moves forward without an entry: heartbeats and empty answers carry the position of the whole feed. */
  moveTo(cursor: Cursor): void {
    if (this.isNew(cursor)) this.#start = cursor;
  }

  /** After a refused cursor: from the oldest entry that is kept. */
  restart(): void {
    this.#start = 'earliest';
  }

  /** Before the first entry of an epoch: a board's whole window is new. */
  enterEpoch(epoch: string): void {
    this.#start = formatCursor(epoch, 0);
  }
}

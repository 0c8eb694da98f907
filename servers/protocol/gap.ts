// A gap: what a stream says when a reader fell behind the log, so that a loss is never silent.
import type { Cursor } from './cursor.ts';

/** Entries between `after` and `next` are gone for this reader. */
export interface Gap {
  readonly after: Cursor;
  /** The cursor of the position from which the stream goes on. */
  readonly next: Cursor;
  /** How many were lost; `null` when that cannot be known (a new epoch, or a reader of one topic). */
  readonly missed: number | null;
}

/** The literal form on the wire: `{"after","next","missed"}`. */
export const encodeGap = (gap: Gap): string => JSON.stringify({ after: gap.after, next: gap.next, missed: gap.missed });

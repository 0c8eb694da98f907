// A gap: what a stream says when a reader fell behind the log, so that a loss is never silent.
import { isCursor, type Cursor } from './cursor.ts';
import { LabError } from './errors.ts';

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

/** @throws {LabError} LAB_ANSWER_INVALID when a parsed JSON value is not a gap */
export const gapFromJson = (value: unknown): Gap => {
  const { after, next, missed } = (value ?? {}) as { after?: unknown; next?: unknown; missed?: unknown };
  const isCount = missed === null || (typeof missed === 'number' && missed >= 0);
  if (typeof after !== 'string' || !isCursor(after) || typeof next !== 'string' || !isCursor(next) || !isCount) {
    throw new LabError('LAB_ANSWER_INVALID', `This is not a gap: ${(JSON.stringify(value) ?? '').slice(0, 80)}.`);
  }
  return { after, next, missed };
};

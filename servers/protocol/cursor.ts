// A cursor: the position of one entry in the whole feed, written `<epoch>-<sequence>`.
import { LabError } from './errors.ts';

/** `<epoch>-<sequence>`; entries *after* it have a larger sequence. A new epoch means that the log was lost. */
export type Cursor = `${string}-${number}`;

/** A cursor taken apart. `sequence` 0 is the position before the first entry. */
export interface CursorParts {
  readonly epoch: string;
  readonly sequence: number;
}

/** Where a reader starts: after a cursor, from now on, or from the oldest entry that is kept. */
export type StartPosition = Cursor | 'now' | 'earliest';

const cursorPattern = /^([0-9a-z]{1,16})-(0|[1-9][0-9]{0,14})$/;

/** The text of a position. */
export const formatCursor = (epoch: string, sequence: number): Cursor => `${epoch}-${sequence}`;

/** Whether a text has the form of a cursor. */
export const isCursor = (text: string): text is Cursor => cursorPattern.test(text);

/** @throws {LabError} LAB_CURSOR_INVALID when the text is not `<epoch>-<sequence>` */
export const parseCursor = (text: string): CursorParts => {
  const match = cursorPattern.exec(text);
  if (!match) {
    throw new LabError(
      'LAB_CURSOR_INVALID',
      `The cursor ${JSON.stringify(text.slice(0, 60))} is not of the form <epoch>-<sequence>, for example mf3k2a-42.`,
    );
  }
  return { epoch: match[1] ?? '', sequence: Number(match[2]) };
};

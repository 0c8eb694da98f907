// What the board transports share: the client removes what it knows, and notices what the window no longer shows.
import { decodeBoard, type Board } from '../servers/protocol/batch.ts';
import { parseCursor } from '../servers/protocol/cursor.ts';
import type { PollAnswer } from './poll.ts';
import type { Progress } from './progress.ts';
import type { Arrival, ClientTarget } from './transport.ts';

/** How many entries a board is taken to hold before one was seen: the server's usual window. */
const usualWindow = 20;

/** Reads boards one after another. */
export class BoardReader {
  readonly #target: ClientTarget;
  #isFirst = true;
  /** The newest entry that was seen on the board, as long as it may still stand there. */
  #lastSeen: string | undefined;
  /** How many entries stood on the fullest board: a shorter one shows all there is. */
  #window = 0;

  constructor(target: ClientTarget) {
    this.#target = target;
  }

  /** @throws {LabError} LAB_ANSWER_INVALID */
  read(body: string, progress: Progress): PollAnswer {
    const board = decodeBoard(body);
    const receivedAtNs = this.#target.runtime.nowNs();
    const arrivals: Arrival[] = [];
    if (this.#isFirst && this.#target.from === 'now') progress.moveTo(board.cursor);
    const missed = this.#missed(board, progress);
    if (missed !== 0) arrivals.push({ kind: 'missed', count: missed });
    for (const entry of board.entries) {
      if (progress.accept(entry)) arrivals.push({ kind: 'entry', entry, receivedAtNs });
    }
    progress.moveTo(board.cursor);
    this.#lastSeen = board.entries.at(-1)?.cursor ?? this.#lastSeen;
    this.#window = Math.max(this.#window, board.entries.length);
    if (this.#isFirst) arrivals.unshift({ kind: 'ready', cursor: board.cursor });
    else if (arrivals.length === 0) arrivals.push({ kind: 'empty', receivedAtNs });
    this.#isFirst = false;
    return { arrivals, again: false };
  }

  /** Entries between what is known and what the window still shows; `null` when they cannot be counted. */
  #missed(board: Board, progress: Progress): number | null {
    const { cursor: known } = progress;
    const oldest = board.entries[0];
    const { epoch } = parseCursor(board.cursor);
    if (known !== null && parseCursor(known).epoch !== epoch) {
      progress.enterEpoch(epoch);
      return null;
    }
    if (!oldest || (known !== null && !progress.isNew(oldest.cursor))) return 0;
    const unseen = parseCursor(oldest.cursor).sequence - (known === null ? 0 : parseCursor(known).sequence) - 1;
    if (unseen === 0 || this.#target.topic === undefined) return unseen;
    return this.#mayHaveScrolled(board) ? null : 0;
  }

  /** On one topic sequences have holes. Nothing is missed while the last entry seen still stands, or the board is not full. */
  #mayHaveScrolled({ entries }: Board): boolean {
    if (entries.some(({ cursor }) => cursor === this.#lastSeen)) return false;
    return entries.length >= (this.#window === 0 ? usualWindow : this.#window);
  }
}

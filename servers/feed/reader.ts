// What a transport may do with the feed: read, wait and follow. It can never publish.
import type { Batch } from '../protocol/batch.ts';
import type { Cursor, StartPosition } from '../protocol/cursor.ts';
import type { Entry } from '../protocol/entry.ts';
import type { AgentEvent } from '../protocol/event.ts';
import type { Gap } from '../protocol/gap.ts';
import type { Topic } from '../protocol/topic.ts';

/** Where a reader stands. */
export interface Position {
  readonly cursor: Cursor;
  /** Only entries on this topic. @default every entry */
  readonly topic?: Topic | undefined;
  /** At most so many entries an answer, 1 to 1000. @default 1000 */
  readonly limit?: number | undefined;
}

/** Where a stream's entries go. */
export interface EntrySink {
  /** Names the reader where it is reported, for example `sse 127.0.0.1:51034`. */
  readonly name: string;
  /** Takes entries in order. `false` = full: nothing more comes until {@link Follower.resume}. */
  write(entries: readonly Entry[]): boolean;
  /** The reader fell off the log; the stream goes on at `missed.next`. */
  gap(missed: Gap): void;
}

/** A running stream: a cursor into the log, not a queue. */
export interface Follower {
  /** The position up to which the sink has everything. */
  readonly cursor: Cursor;
  resume(): void;
  close(): void;
}

/** The newest entries and the state of every agent. */
export interface BoardView {
  readonly cursor: Cursor;
  readonly agents: readonly AgentEvent[];
  readonly entries: readonly Entry[];
}

/** The reading side of the feed. */
export interface FeedReader {
  /** Turns `now`, `earliest` or a cursor into a cursor that can be read from. @throws {LabError} LAB_CURSOR_EXPIRED, LAB_CURSOR_INVALID */
  locate(start: StartPosition): Cursor;
  /** For polls. @throws {LabError} LAB_CURSOR_EXPIRED, LAB_CURSOR_INVALID */
  readAfter(at: Position): Batch;
  /** For long polls: returns at once with news, else after `holdMs` or when `signal` fires, then perhaps empty. */
  waitAfter(at: Position, holdMs: number, signal: AbortSignal): Promise<Batch>;
  /** For streams: replay, then live, without gap or repeat. @throws {LabError} LAB_CURSOR_EXPIRED, LAB_CURSOR_INVALID */
  follow(at: Position, sink: EntrySink): Follower;
  /** For boards: the newest `window` entries, of one topic when it is given. */
  board(window: number, topic?: Topic): BoardView;
}

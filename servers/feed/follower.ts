// A stream reader: a cursor into the log that is resumed, never a private queue.
import { formatCursor, type Cursor } from '../protocol/cursor.ts';
import type { Topic } from '../protocol/topic.ts';
import type { EntryLog } from './entry-log.ts';
import type { EntrySink, Follower } from './reader.ts';

/** What a follower reads, and how it leaves. */
export interface FollowerOptions {
  readonly log: EntryLog;
  readonly epoch: string;
  readonly sink: EntrySink;
  readonly topic: Topic | undefined;
  readonly limit: number;
  /** Where reading starts: entries above this sequence. */
  readonly sequence: number;
  readonly onGap: (name: string, missed: number) => void;
  readonly onClose: (follower: LogFollower) => void;
}

/** Whatever it is behind by goes out in one write; a reader that fell off the log gets a gap, never silence. */
export class LogFollower implements Follower {
  readonly #options: FollowerOptions;
  #sequence: number;
  #state: 'flowing' | 'writing' | 'full' | 'closed' = 'flowing';

  constructor(options: FollowerOptions) {
    this.#options = options;
    this.#sequence = options.sequence;
  }

  /** On a quiet topic it moves with the feed: entries of other topics are not waited for. */
  get cursor(): Cursor {
    const { log, topic, epoch } = this.#options;
    const next = this.#isBehindLog() ? undefined : log.after(this.#sequence, 1, topic);
    return formatCursor(epoch, next?.entries.length === 0 ? next.sequence : this.#sequence);
  }

  /** Called when there is news on its topic. */
  wake(): void {
    while (this.#state === 'flowing' && this.#step());
  }

  resume(): void {
    if (this.#state !== 'full') return;
    this.#state = 'flowing';
    this.wake();
  }

  close(): void {
    if (this.#state === 'closed') return;
    this.#state = 'closed';
    this.#options.onClose(this);
  }

  /** Hands one run of entries on; false when there is none. */
  #step(): boolean {
    const { log, sink, topic, limit } = this.#options;
    if (this.#isBehindLog()) this.#reportGap();
    const slice = log.after(this.#sequence, limit, topic);
    this.#sequence = slice.sequence;
    if (slice.entries.length === 0) return false;
    // While the sink takes entries, a resume or a wake from inside must not start a second loop.
    this.#state = 'writing';
    const hasRoom = sink.write(slice.entries);
    if (this.#state === 'writing') this.#state = hasRoom ? 'flowing' : 'full';
    return slice.more;
  }

  #isBehindLog(): boolean {
    return this.#sequence < this.#options.log.oldest - 1;
  }

  #reportGap(): void {
    const { log, sink, topic, epoch, onGap } = this.#options;
    const after = formatCursor(epoch, this.#sequence);
    const missed = log.oldest - 1 - this.#sequence;
    this.#sequence = log.oldest - 1;
    onGap(sink.name, missed);
    // On a topic, how many of the lost entries were its own is no longer known.
    sink.gap({ after, next: formatCursor(epoch, this.#sequence), missed: topic === undefined ? missed : null });
  }
}

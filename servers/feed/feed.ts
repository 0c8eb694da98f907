// The feed: numbers events, keeps the newest in a ring log and wakes the readers.
import { formatCursor, parseCursor, type Cursor, type StartPosition } from '../protocol/cursor.ts';
import type { Batch } from '../protocol/batch.ts';
import type { Entry } from '../protocol/entry.ts';
import { LabError } from '../protocol/errors.ts';
import type { AgentEvent, AgentStateEvent } from '../protocol/event.ts';
import { everythingTopic, topicsOf, type Topic } from '../protocol/topic.ts';
import { entryJson } from './encode-once.ts';
import { EntryLog } from './entry-log.ts';
import { LogFollower } from './follower.ts';
import type { BoardView, EntrySink, FeedReader, Follower, Position } from './reader.ts';

/** What a feed may be told; every bound is fixed at the start. */
export interface FeedOptions {
  /** Entries kept. @default 16384 */
  readonly capacity?: number;
  /** Bytes of entry JSON kept. @default 64 MiB */
  readonly capacityBytes?: number;
  /** Names this log: a cursor of another epoch is refused. @default a value made from the time of the start */
  readonly epoch?: string;
  /** Monotonic clock. @default process.hrtime.bigint */
  readonly nowNs?: () => bigint;
  /** Called when a slow reader lost entries. */
  readonly onGap?: (reader: string, missed: number) => void;
}

/** What a publisher may add to an event. */
export interface PublishOptions {
  /** Topics beside those the event has by itself; at most 16. */
  readonly topics?: readonly Topic[];
  /** When it was meant to be published: latency is counted from here. @default now */
  readonly intendedAtNs?: bigint;
}

/** [DESIGN] at most 1000 entries an answer. */
export const maximumBatch = 1000;
/** Agents whose last state the board keeps; beyond it the one changed longest ago is forgotten. */
const maximumAgents = 10_000;

const newEpoch = (): string =>
  Date.now().toString(36) +
  Math.floor(Math.random() * 1296)
    .toString(36)
    .padStart(2, '0');

/** One feed a server. */
export class Feed implements FeedReader {
  readonly epoch: string;
  readonly #log: EntryLog;
  readonly #nowNs: () => bigint;
  readonly #onGap: (reader: string, missed: number) => void;
  readonly #agents = new Map<string, AgentStateEvent>();
  /** Readers to wake, by topic. */
  readonly #readers = new Map<Topic, Set<{ wake(): void }>>();
  readonly #dirty = new Set<Topic>();
  /** Up to here every reader with room was moved along. */
  #sweptTo = 0;
  #isFlushDue = false;

  constructor(options: FeedOptions = {}) {
    const { capacity = 16_384, capacityBytes = 64 * 1024 * 1024, epoch = newEpoch() } = options;
    const { nowNs = () => process.hrtime.bigint(), onGap = () => {} } = options;
    this.epoch = epoch;
    this.#log = new EntryLog(capacity, capacityBytes, (sequence) => this.#sweepBefore(sequence));
    this.#nowNs = nowNs;
    this.#onGap = onGap;
  }

  /** Figures for `/metrics`. */
  get figures(): {
    readonly published: number;
    readonly kept: number;
    readonly keptBytes: number;
    readonly readers: number;
  } {
    const { newest, oldest, bytes } = this.#log;
    let readers = 0;
    for (const set of this.#readers.values()) readers += set.size;
    return { published: newest, kept: newest - oldest + 1, keptBytes: bytes, readers };
  }

  /** Numbers the event, keeps it, and wakes the readers before the event loop goes on. */
  publish(event: AgentEvent, options: PublishOptions = {}): Entry {
    const { topics = [], intendedAtNs = this.#nowNs() } = options;
    const entry: Entry = {
      cursor: formatCursor(this.epoch, this.#log.newest + 1),
      publishedAtNs: intendedAtNs,
      topics: [...new Set([everythingTopic, ...topicsOf(event), ...topics])],
      event,
    };
    this.#log.append(entry, Buffer.byteLength(entryJson(entry)));
    if (event.type === 'agent-state') this.#remember(event);
    for (const topic of entry.topics) this.#dirty.add(topic);
    if (!this.#isFlushDue) {
      this.#isFlushDue = true;
      // Everything published in one turn of the event loop reaches a reader in one write.
      setImmediate(() => this.#flush());
    }
    return entry;
  }

  /** The state of an agent before anything was published of them: it stands on the board and is no entry. */
  introduce(event: AgentStateEvent): void {
    this.#remember(event);
  }

  locate(start: StartPosition): Cursor {
    if (start === 'now') return formatCursor(this.epoch, this.#log.newest);
    if (start === 'earliest') return formatCursor(this.epoch, this.#log.oldest - 1);
    this.#sequenceOf(start);
    return start;
  }

  readAfter(at: Position): Batch {
    const { topic, limit = maximumBatch } = at;
    const slice = this.#log.after(this.#sequenceOf(at.cursor), Math.min(limit, maximumBatch), indexed(topic));
    return { entries: slice.entries, cursor: formatCursor(this.epoch, slice.sequence), more: slice.more };
  }

  async waitAfter(at: Position, holdMs: number, signal: AbortSignal): Promise<Batch> {
    let batch = this.readAfter(at);
    const isNews = (): boolean => {
      batch = this.readAfter({ ...at, cursor: batch.cursor });
      return batch.entries.length > 0;
    };
    if (batch.entries.length > 0 || holdMs <= 0 || signal.aborted) return batch;
    await this.#untilNews(at.topic ?? everythingTopic, isNews, { holdMs, signal });
    if (batch.entries.length === 0) isNews();
    return batch;
  }

  follow(at: Position, sink: EntrySink): Follower {
    const follower = new LogFollower({
      log: this.#log,
      epoch: this.epoch,
      sink,
      topic: indexed(at.topic),
      limit: at.limit ?? maximumBatch,
      sequence: this.#sequenceOf(at.cursor),
      onGap: this.#onGap,
      onClose: (closed) => this.#leave(at.topic ?? everythingTopic, closed),
    });
    this.#join(at.topic ?? everythingTopic, follower);
    // The caller gets its handle before the first entries arrive.
    queueMicrotask(() => follower.wake());
    return follower;
  }

  board(window: number, topic?: Topic): BoardView {
    const entries = this.#log.newestOf(window, indexed(topic));
    const cursor = formatCursor(this.epoch, this.#log.newest);
    if (indexed(topic) === undefined) return { cursor, agents: [...this.#agents.values()], entries };
    const onTopic = [...this.#agents.values()].filter(
      (event) => topic !== undefined && topicsOf(event).includes(topic),
    );
    return { cursor, agents: onTopic, entries };
  }

  #flush(): void {
    this.#isFlushDue = false;
    const topics = [...this.#dirty];
    this.#dirty.clear();
    for (const topic of topics) {
      for (const reader of this.#readers.get(topic) ?? []) reader.wake();
    }
  }

  /**
   * Before the log forgets an entry, each reader with room takes what is its own. So a reader of a quiet topic does not fall
   * off while others are loud, nor a quick one when more is published in one turn than the log holds. Once per turn of the log.
   */
  #sweepBefore(sequence: number): void {
    if (sequence <= this.#sweptTo) return;
    this.#sweptTo = this.#log.newest;
    for (const readers of this.#readers.values()) {
      for (const reader of readers) reader.wake();
    }
  }

  /** Resolves on news of the topic, after `holdMs`, or when `signal` fires. */
  #untilNews(
    topic: Topic,
    isNews: () => boolean,
    { holdMs, signal }: { readonly holdMs: number; readonly signal: AbortSignal },
  ): Promise<void> {
    return new Promise((resolve) => {
      const reader = {
        wake: (): void => {
          if (isNews()) leave();
        },
      };
      const timer = setTimeout(() => leave(), holdMs);
      const leave = (): void => {
        clearTimeout(timer);
        signal.removeEventListener('abort', leave);
        this.#leave(topic, reader);
        resolve();
      };
      signal.addEventListener('abort', leave);
      this.#join(topic, reader);
    });
  }

  #join(topic: Topic, reader: { wake(): void }): void {
    const readers = this.#readers.get(topic);
    if (readers) readers.add(reader);
    else this.#readers.set(topic, new Set([reader]));
  }

  #leave(topic: Topic, reader: { wake(): void }): void {
    const readers = this.#readers.get(topic);
    readers?.delete(reader);
    if (readers?.size === 0) this.#readers.delete(topic);
  }

  #remember(event: AgentStateEvent): void {
    // Deleting first moves the agent to the end, so that the first key is the one changed longest ago.
    this.#agents.delete(event.agent);
    this.#agents.set(event.agent, event);
    const oldest = this.#agents.keys().next().value;
    if (this.#agents.size > maximumAgents && oldest !== undefined) this.#agents.delete(oldest);
  }

  #sequenceOf(cursor: Cursor): number {
    const { epoch, sequence } = parseCursor(cursor);
    if (epoch !== this.epoch || sequence < this.#log.oldest - 1) {
      throw new LabError(
        'LAB_CURSOR_EXPIRED',
        `Entries after ${cursor} are gone; the oldest position is ${this.locate('earliest')}.`,
      );
    }
    if (sequence > this.#log.newest) {
      throw new LabError(
        'LAB_CURSOR_INVALID',
        `The cursor ${cursor} lies ahead of the feed, whose newest is ${this.locate('now')}.`,
      );
    }
    return sequence;
  }
}

/** The whole feed needs no index: every entry is on it. */
const indexed = (topic: Topic | undefined): Topic | undefined => (topic === everythingTopic ? undefined : topic);

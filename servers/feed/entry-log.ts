// The bounded ring log: the newest entries, found by sequence or by topic.
import type { Entry } from '../protocol/entry.ts';
import type { Topic } from '../protocol/topic.ts';

/** A run of entries; reading goes on after `sequence`. */
export interface LogSlice {
  readonly entries: readonly Entry[];
  readonly sequence: number;
  readonly more: boolean;
}

/** A run ends early when it gets this long, so that one write or one answer stays bounded whatever the payload. */
const maximumRunBytes = 4 * 1024 * 1024;

interface Kept {
  readonly entry: Entry;
  readonly bytes: number;
}

/** The sequences of one topic, oldest first, with the dead ones before `start`. */
interface TopicIndex {
  sequences: number[];
  start: number;
}

/** Bounded by entries and by bytes; what falls out is gone, and readers are told by {@link EntryLog.oldest}. */
export class EntryLog {
  readonly #kept: (Kept | undefined)[];
  readonly #capacity: number;
  readonly #capacityBytes: number;
  readonly #topics = new Map<Topic, TopicIndex>();
  #bytes = 0;
  #oldest = 1;
  #newest = 0;

  readonly #beforeEviction: (sequence: number) => void;

  /** @param beforeEviction told which sequence is about to be forgotten, while it can still be read */
  constructor(capacity: number, capacityBytes: number, beforeEviction: (sequence: number) => void = () => {}) {
    this.#capacity = capacity;
    this.#capacityBytes = capacityBytes;
    this.#beforeEviction = beforeEviction;
    this.#kept = Array.from({ length: capacity });
  }

  /** The oldest sequence that is kept; `newest + 1` when there is none. */
  get oldest(): number {
    return this.#oldest;
  }

  get newest(): number {
    return this.#newest;
  }

  get bytes(): number {
    return this.#bytes;
  }

  /** Adds the entry of sequence `newest + 1`. */
  append(entry: Entry, bytes: number): void {
    const sequence = this.#newest + 1;
    while (sequence - this.#oldest >= this.#capacity) this.#evict();
    this.#newest = sequence;
    this.#bytes += bytes;
    this.#kept[sequence % this.#capacity] = { entry, bytes };
    for (const topic of entry.topics) {
      const index = this.#topics.get(topic);
      if (index) index.sequences.push(sequence);
      else this.#topics.set(topic, { sequences: [sequence], start: 0 });
    }
    while (this.#bytes > this.#capacityBytes && this.#oldest < this.#newest) this.#evict();
  }

  /** Up to `limit` entries with a sequence above `after`, oldest first. */
  after(after: number, limit: number, topic?: Topic): LogSlice {
    return topic === undefined ? this.#allAfter(after, limit) : this.#topicAfter(after, limit, topic);
  }

  /** The newest `count` entries, oldest first. */
  newestOf(count: number, topic?: Topic): readonly Entry[] {
    if (topic === undefined) {
      const shown = Math.min(count, this.#newest - this.#oldest + 1);
      return Array.from({ length: shown }, (_, index) => this.#at(this.#newest - shown + 1 + index).entry);
    }
    const index = this.#topics.get(topic);
    if (!index) return [];
    const first = Math.max(index.start, index.sequences.length - count);
    return index.sequences.slice(first).map((sequence) => this.#at(sequence).entry);
  }

  #allAfter(after: number, limit: number): LogSlice {
    const first = Math.max(after + 1, this.#oldest);
    const last = Math.min(this.#newest, first + limit - 1);
    const entries: Entry[] = [];
    let sequence = first;
    for (let bytes = 0; sequence <= last && bytes < maximumRunBytes; sequence += 1) {
      const kept = this.#at(sequence);
      entries.push(kept.entry);
      bytes += kept.bytes;
    }
    const reached = Math.max(sequence - 1, after);
    return { entries, sequence: reached, more: reached < this.#newest };
  }

  #topicAfter(after: number, limit: number, topic: Topic): LogSlice {
    const index = this.#topics.get(topic);
    const sequences = index?.sequences ?? [];
    const from = firstAbove(sequences, index?.start ?? 0, after);
    const last = Math.min(sequences.length, from + limit);
    const entries: Entry[] = [];
    let next = from;
    for (let bytes = 0; next < last && bytes < maximumRunBytes; next += 1) {
      const kept = this.#at(sequences[next] ?? 0);
      entries.push(kept.entry);
      bytes += kept.bytes;
    }
    const more = next < sequences.length;
    // When nothing is left on the topic, the reader has seen the whole feed up to its newest entry.
    const reached = next === from ? after : (sequences[next - 1] ?? after);
    return { entries, sequence: more ? reached : Math.max(this.#newest, after), more };
  }

  #at(sequence: number): Kept {
    const kept = this.#kept[sequence % this.#capacity];
    if (!kept) throw new RangeError(`The log holds no entry ${sequence}.`);
    return kept;
  }

  #evict(): void {
    this.#beforeEviction(this.#oldest);
    const slot = this.#oldest % this.#capacity;
    const kept = this.#kept[slot];
    this.#kept[slot] = undefined;
    this.#oldest += 1;
    if (!kept) return;
    this.#bytes -= kept.bytes;
    for (const topic of kept.entry.topics) this.#forgetOldest(topic);
  }

  /** The evicted entry is the oldest of each of its topics. */
  #forgetOldest(topic: Topic): void {
    const index = this.#topics.get(topic);
    if (!index) return;
    index.start += 1;
    if (index.start === index.sequences.length) this.#topics.delete(topic);
    else if (index.start > 1024 && index.start * 2 > index.sequences.length) {
      index.sequences = index.sequences.slice(index.start);
      index.start = 0;
    }
  }
}

/** Binary search: the first index at or after `from` whose value is above `bound`. */
const firstAbove = (sorted: readonly number[], from: number, bound: number): number => {
  let low = from;
  let high = sorted.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if ((sorted[middle] ?? Infinity) > bound) high = middle;
    else low = middle + 1;
  }
  return low;
};

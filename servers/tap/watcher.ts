// One who looks on: gets records in batches, and of what it cannot take only how much it was.
import type { CaptureRecord, WireDirection } from '../protocol/capture.ts';

/** How long records are gathered before they are handed over, in milliseconds. */
const batchMs = 20;
/** As much as is handed over at once. */
const batchBytes = 256 * 1024;
const batchRecords = 512;
/** What comes while the watcher is full, and is kept for it: a backlog must not cost it what happens meanwhile. */
const maximumWaitingBytes = 8 * 1024 * 1024;
const maximumWaitingRecords = 20_000;
/** Connections that came and went while the watcher was full; of more than these it never learns. */
const maximumMissed = 4096;

type Open = Extract<CaptureRecord, { readonly kind: 'open' }>;
type Close = Extract<CaptureRecord, { readonly kind: 'close' }>;

/** What happened to one connection while the watcher was full. */
interface Missed {
  open: Open | undefined;
  close: Close | undefined;
  readonly lost: Record<WireDirection, number>;
  atMs: number;
}

/** Takes records; `false` = these were taken, and no more until `resume()`. */
export type TakeRecords = (records: readonly CaptureRecord[]) => boolean;

/** First the backlog, then what comes. */
export class Watcher {
  readonly #take: TakeRecords;
  #queue: CaptureRecord[];
  #next = 0;
  /** Since the queue was empty, without the backlog. */
  #queuedBytes = 0;
  #added = 0;
  readonly #missed = new Map<number, Missed>();
  #timer: NodeJS.Timeout | undefined;
  #isFull = false;
  #isClosed = false;

  constructor(take: TakeRecords, backlog: readonly CaptureRecord[]) {
    this.#take = take;
    this.#queue = [...backlog];
    if (backlog.length > 0) this.#gather();
  }

  add(record: CaptureRecord): void {
    if (this.#isClosed) return;
    if (this.#isFull && !this.#hasRoom) {
      this.#miss(record);
      return;
    }
    this.#queue.push(record);
    this.#added += 1;
    if (record.kind === 'data') this.#queuedBytes += record.bytes.byteLength;
    if (this.#isFull) return;
    if (this.#queuedBytes >= batchBytes) this.#flush();
    else this.#gather();
  }

  /** What has begun to be missed is missed to the end: nothing may come before the word of it. */
  get #hasRoom(): boolean {
    const { size } = this.#missed;
    return size === 0 && this.#queuedBytes < maximumWaitingBytes && this.#added < maximumWaitingRecords;
  }

  resume(): void {
    if (this.#isClosed || !this.#isFull) return;
    this.#isFull = false;
    this.#flush();
    if (this.#isFull || this.#missed.size === 0) return;
    this.#queue = [...this.#missed.entries()].flatMap(([connection, missed]) => summaryOf(connection, missed));
    this.#missed.clear();
    this.#flush();
  }

  close(): void {
    this.#isClosed = true;
    clearTimeout(this.#timer);
    this.#queue = [];
    this.#missed.clear();
  }

  #gather(): void {
    this.#timer ??= setTimeout(() => this.#flush(), batchMs);
  }

  #flush(): void {
    clearTimeout(this.#timer);
    this.#timer = undefined;
    while (!this.#isFull && !this.#isClosed && this.#next < this.#queue.length) {
      this.#isFull = !this.#take(this.#batch());
    }
    if (this.#next < this.#queue.length) return;
    this.#queue = [];
    this.#next = 0;
    this.#queuedBytes = 0;
    this.#added = 0;
  }

  #batch(): readonly CaptureRecord[] {
    const from = this.#next;
    let bytes = 0;
    while (this.#next < this.#queue.length && this.#next - from < batchRecords && bytes < batchBytes) {
      const record = this.#queue[this.#next];
      bytes += record?.kind === 'data' ? record.bytes.byteLength : 0;
      this.#next += 1;
    }
    return this.#queue.slice(from, this.#next);
  }

  #miss(record: CaptureRecord): void {
    const missed = this.#missed.get(record.connection) ?? this.#nothingMissed(record.connection);
    missed.atMs = record.atMs;
    if (record.kind === 'open') missed.open = record;
    else if (record.kind === 'close') missed.close = record;
    else missed.lost[record.direction] += record.kind === 'data' ? record.bytes.byteLength : record.byteCount;
  }

  #nothingMissed(connection: number): Missed {
    if (this.#missed.size >= maximumMissed) this.#forgetOne();
    const missed: Missed = { open: undefined, close: undefined, lost: { up: 0, down: 0 }, atMs: 0 };
    this.#missed.set(connection, missed);
    return missed;
  }

  #forgetOne(): void {
    for (const [connection, { open, close }] of this.#missed) {
      if (!open || !close) continue;
      this.#missed.delete(connection);
      return;
    }
  }
}

const summaryOf = (connection: number, { open, close, lost, atMs }: Missed): readonly CaptureRecord[] => [
  ...(open ? [open] : []),
  ...(['up', 'down'] as const)
    .filter((direction) => lost[direction] > 0)
    .map((direction) => ({ kind: 'lost' as const, connection, atMs, direction, byteCount: lost[direction] })),
  ...(close ? [close] : []),
];

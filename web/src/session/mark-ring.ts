// What happened on one lane, newest last, in typed arrays of a fixed size: a thousand events a second leave no garbage.
import type { MarkBatch } from '../follow/messages.ts';

/** What a mark stands for. */
export const markKinds = ['entry', 'empty', 'request', 'reconnect', 'missed'] as const;
export type MarkKind = (typeof markKinds)[number];
/** The number of a kind, as it stands in the arrays. */
export const markCode = { entry: 0, empty: 1, request: 2, reconnect: 3, missed: 4 } as const satisfies Record<
  MarkKind,
  number
>;

/** One mark, for the time of a visit. */
export type MarkVisitor = (atMs: number, code: number, sequence: number, latencyMs: number) => void;

/** Marks that are kept of a lane: more than a minute at a thousand a second. */
export const maximumMarks = 65_536;

/** Bounded; the oldest go first. Times rise, except by a little where two reports overlap. */
export class MarkRing {
  readonly #times: Float64Array;
  readonly #codes: Uint8Array;
  readonly #sequences: Float64Array;
  readonly #latencies: Float32Array;
  readonly #capacity: number;
  #count = 0;

  constructor(capacity = maximumMarks) {
    this.#capacity = capacity;
    this.#times = new Float64Array(capacity);
    this.#codes = new Uint8Array(capacity);
    this.#sequences = new Float64Array(capacity);
    this.#latencies = new Float32Array(capacity);
  }

  /** Marks that came, those no longer kept included. */
  get count(): number {
    return this.#count;
  }

  get kept(): number {
    return Math.min(this.#count, this.#capacity);
  }

  /** `null` = there is none. */
  get oldestMs(): number | null {
    return this.#count === 0 ? null : this.#timeOf(this.#count - this.kept);
  }

  push(batch: MarkBatch): void {
    for (let index = 0; index < batch.times.length; index += 1) {
      const slot = this.#count % this.#capacity;
      this.#times[slot] = batch.times[index] as number;
      this.#codes[slot] = batch.codes[index] as number;
      this.#sequences[slot] = batch.sequences[index] as number;
      this.#latencies[slot] = batch.latencies[index] as number;
      this.#count += 1;
    }
  }

  /** Visits the marks from `fromMs` to `toMs`, newest first. */
  visit(fromMs: number, toMs: number, visitor: MarkVisitor): void {
    for (let index = this.#firstAfter(toMs) - 1; index >= this.#count - this.kept; index -= 1) {
      const slot = index % this.#capacity;
      const atMs = this.#times[slot] as number;
      // Reports overlap by less than this.
      if (atMs < fromMs - 1000) return;
      if (atMs < fromMs || atMs > toMs) continue;
      visitor(atMs, this.#codes[slot] as number, this.#sequences[slot] as number, this.#latencies[slot] as number);
    }
  }

  /** All that is kept, oldest first. */
  copy(): MarkBatch {
    const { kept } = this;
    const order = Array.from({ length: kept }, (_, index) => (this.#count - kept + index) % this.#capacity);
    return {
      times: Float64Array.from(order, (slot) => this.#times[slot] as number),
      codes: Uint8Array.from(order, (slot) => this.#codes[slot] as number),
      sequences: Float64Array.from(order, (slot) => this.#sequences[slot] as number),
      latencies: Float32Array.from(order, (slot) => this.#latencies[slot] as number),
    };
  }

  #timeOf(index: number): number {
    return this.#times[index % this.#capacity] as number;
  }

  /** Binary search; a little off where reports overlap, hence the second on top. */
  #firstAfter(toMs: number): number {
    let low = this.#count - this.kept;
    let high = this.#count;
    while (low < high) {
      const middle = (low + high) >> 1;
      if (this.#timeOf(middle) <= toMs + 1000) low = middle + 1;
      else high = middle;
    }
    return low;
  }
}

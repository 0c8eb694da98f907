// The recorder of one client: what arrived, when, and whether it was in order. Pure.
import { parseCursor } from '../../servers/protocol/cursor.ts';
import type { Arrival } from '../../clients/transport.ts';
import type { Entry } from '../../servers/protocol/entry.ts';

/** The measured part of a segment on the monotonic clock. */
export interface MeasuredWindow {
  /** When publishing begins; what was published before belongs to the set-up and does not count at all. */
  readonly goNs: bigint;
  readonly startNs: bigint;
  readonly endNs: bigint;
  /**
   * How long before its arrival an answer belongs to the window: when its question was asked, or, of a held one, when the
   * server spoke, for until then there was nothing to count.
   */
  readonly answerAgeNs: bigint;
}

/** What one client saw. */
export interface ClientRecord {
  /** Every sequence in the order of arrival, repeats included. */
  readonly sequences: Uint32Array;
  /** Latency of the entries that were meant to be published inside the window, in nanoseconds… */
  readonly latenciesNs: Float64Array;
  /** … in which second of the window that was… */
  readonly seconds: Uint16Array;
  /** … which entry it was… */
  readonly latencySequences: Uint32Array;
  /** … and when it says that it was to be published, nanoseconds after publishing began. */
  readonly intendedNs: Float64Array;
  readonly duplicated: number;
  readonly outOfOrder: number;
  readonly missed: number;
  readonly reconnects: number;
  /** Answers to questions asked inside the window; each is one request. */
  readonly answers: number;
  readonly emptyAnswers: number;
  /** All answers since publishing began, whenever they were asked for. */
  readonly allAnswers: number;
  readonly allEmptyAnswers: number;
}

/** Takes arrivals one by one. */
export class Recorder {
  readonly #sequences: number[] = [];
  readonly #seen = new Set<number>();
  readonly #latencies: number[] = [];
  readonly #seconds: number[] = [];
  readonly #latencySequences: number[] = [];
  readonly #intended: number[] = [];
  #window: MeasuredWindow | undefined;
  #newest = 0;
  #duplicated = 0;
  #outOfOrder = 0;
  #missed = 0;
  #reconnects = 0;
  #answers = 0;
  #emptyAnswers = 0;
  #allAnswers = 0;
  #allEmptyAnswers = 0;
  #lastAnswerNs = -1n;

  /** From here on arrivals count. */
  begin(window: MeasuredWindow): void {
    this.#window = window;
  }

  /** Entries so far, repeats not counted. */
  get received(): number {
    return this.#seen.size;
  }

  get missed(): number {
    return this.#missed;
  }

  add(arrival: Arrival): void {
    switch (arrival.kind) {
      case 'entry':
        this.#answer(arrival.receivedAtNs, false);
        this.#entry(arrival.entry.cursor, arrival.entry.publishedAtNs, arrival.receivedAtNs);
        return;
      case 'empty':
        this.#answer(arrival.receivedAtNs, true);
        return;
      case 'dropped':
        this.#drop(arrival.entry);
        return;
      case 'missed':
        if (this.#window) this.#missed += arrival.count ?? 1;
        return;
      case 'reconnect':
        this.#reconnects += 1;
        return;
      case 'ready':
    }
  }

  result(): ClientRecord {
    return {
      sequences: Uint32Array.from(this.#sequences),
      latenciesNs: Float64Array.from(this.#latencies),
      seconds: Uint16Array.from(this.#seconds),
      latencySequences: Uint32Array.from(this.#latencySequences),
      intendedNs: Float64Array.from(this.#intended),
      duplicated: this.#duplicated,
      outOfOrder: this.#outOfOrder,
      missed: this.#missed,
      reconnects: this.#reconnects,
      answers: this.#answers,
      emptyAnswers: this.#emptyAnswers,
      allAnswers: this.#allAnswers,
      allEmptyAnswers: this.#allEmptyAnswers,
    };
  }

  #entry(cursor: Parameters<typeof parseCursor>[0], publishedAtNs: bigint, receivedAtNs: bigint): void {
    const window = this.#window;
    if (!window || publishedAtNs < window.goNs) return;
    const { sequence } = parseCursor(cursor);
    this.#sequences.push(sequence);
    if (this.#seen.has(sequence)) this.#duplicated += 1;
    else if (sequence < this.#newest) this.#outOfOrder += 1;
    this.#seen.add(sequence);
    this.#newest = Math.max(this.#newest, sequence);
    if (publishedAtNs < window.startNs || publishedAtNs >= window.endNs) return;
    this.#latencySequences.push(sequence);
    this.#intended.push(Number(publishedAtNs - window.goNs));
    this.#latencies.push(Number(receivedAtNs - publishedAtNs));
    this.#seconds.push(Number((publishedAtNs - window.startNs) / 1_000_000_000n));
  }

  /** What a client dropped was seen before, or came after a newer one. */
  #drop({ cursor, publishedAtNs }: Entry): void {
    if (!this.#window || publishedAtNs < this.#window.goNs) return;
    if (this.#seen.has(parseCursor(cursor).sequence)) this.#duplicated += 1;
    else this.#outOfOrder += 1;
  }

  /** Entries of one answer share their receive time; an answer counts when its question was asked inside the window. */
  #answer(receivedAtNs: bigint, isEmpty: boolean): void {
    if (receivedAtNs === this.#lastAnswerNs) return;
    this.#lastAnswerNs = receivedAtNs;
    const window = this.#window;
    if (!window) return;
    this.#allAnswers += 1;
    if (isEmpty) this.#allEmptyAnswers += 1;
    const askedAtNs = receivedAtNs - window.answerAgeNs;
    if (askedAtNs < window.startNs || askedAtNs >= window.endNs) return;
    this.#answers += 1;
    if (isEmpty) this.#emptyAnswers += 1;
  }
}

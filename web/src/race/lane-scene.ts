// What one track shows at a moment: marks thinned to columns of one dot's width, in arrays that are used again for each frame.
import { describeTransport, type TransportId } from '../../../servers/protocol/catalog.ts';
import { markCode, type MarkRing } from '../session/mark-ring.ts';
import { answerX, flightCellMs, requestX, stripMs, type TrackLayout } from './track-layout.ts';

/** Columns that a strip, or the way to it, can have. */
const maximumColumns = 640;
/** What is known of the time after the picture, when it is behind. */
const aheadMs = 2500;
/** Looked through first for what happened last, before all that is kept. */
const nearMs = 60_000;

/** Counts by column, newest column first. */
export class Columns {
  readonly entries = new Uint16Array(maximumColumns);
  readonly empties = new Uint8Array(maximumColumns);
  readonly requests = new Uint8Array(maximumColumns);
  /** The number of the time cell that the first column stands for, and how long each is. */
  first = 0;
  cellMs = 1;
  used = 0;

  /** Columns from `fromMs` to `toMs`. Cells have fixed places in time, or columns would flicker as time moves on. */
  clear(fromMs: number, toMs: number, cellMs: number): void {
    this.entries.fill(0);
    this.empties.fill(0);
    this.requests.fill(0);
    this.cellMs = cellMs;
    this.first = Math.floor(toMs / cellMs);
    this.used = Math.min(maximumColumns, this.first - Math.floor(fromMs / cellMs) + 1);
  }

  /** @returns -1 outside */
  columnOf(atMs: number): number {
    const column = this.first - Math.floor(atMs / this.cellMs);
    return column < this.used ? column : -1;
  }

  /** The middle of a column's time. */
  timeOf(column: number): number {
    return (this.first - column + 0.5) * this.cellMs;
  }
}

const add = (counts: Uint16Array | Uint8Array, column: number): void => {
  if (column >= 0) counts[column] = Math.min((counts[column] as number) + 1, 255);
};

/** The moment of a picture. */
export interface Moment {
  readonly nowMs: number;
  readonly flightMs: number;
  readonly layout: TrackLayout;
  /** Sequence numbers of what this page published. */
  readonly own: ReadonlySet<number>;
}

/** One a track. {@link LaneScene.look} fills it anew for each frame. */
export class LaneScene {
  readonly strip = new Columns();
  /** Answers on their way right. */
  readonly right = new Columns();
  /** Requests on their way left. */
  readonly left = new Columns();
  /** Where events of this page stand, from the left. */
  readonly own: number[] = [];
  readonly reconnects: number[] = [];
  readonly missed: number[] = [];
  /** The event that was published last by then, of those that this lane knows: number and time. */
  publishedSequence = Number.NaN;
  publishedMs = Number.NEGATIVE_INFINITY;
  /** Number of the last event that the client has. */
  receivedSequence = Number.NaN;
  inFlight = 0;
  readonly #asks: boolean;
  #moment!: Moment;
  #lastMs = Number.NEGATIVE_INFINITY;
  #requestMs = Number.NEGATIVE_INFINITY;
  #answerMs = Number.NEGATIVE_INFINITY;
  #isAnswered = false;
  #newestMs = Number.NEGATIVE_INFINITY;

  constructor(id: TransportId) {
    this.#asks = !describeTransport(id).push;
  }

  /** Whether the server holds a request that it has not answered. */
  get isHeld(): boolean {
    const { nowMs, flightMs } = this.#moment;
    return this.#asks && !this.#isAnswered && this.#requestMs > this.#answerMs && nowMs - this.#requestMs >= flightMs;
  }

  /** Events that the server has and this client has not, when `sequence` is the newest; half-way ones are not counted. */
  waiting(sequence: number): number {
    const count = sequence - this.receivedSequence - this.inFlight;
    return count > 0 ? count : 0;
  }

  look(marks: MarkRing, moment: Moment): void {
    const { nowMs, flightMs, layout } = moment;
    if (nowMs < this.#lastMs || nowMs - this.#lastMs > stripMs) this.#lookBack(marks, nowMs);
    this.#moment = moment;
    this.#lastMs = nowMs;
    this.strip.clear(nowMs - stripMs, nowMs, layout.cellMs);
    this.right.clear(nowMs, nowMs + flightMs, flightCellMs(layout, flightMs));
    this.left.clear(nowMs - flightMs, nowMs, flightCellMs(layout, flightMs));
    this.own.length = this.reconnects.length = this.missed.length = 0;
    this.#newestMs = Number.NEGATIVE_INFINITY;
    this.inFlight = 0;
    this.#isAnswered = false;
    marks.visit(nowMs - stripMs, nowMs + aheadMs, this.#see);
  }

  /** After a jump in time: what happened last, further back than the strip. */
  #lookBack(marks: MarkRing, nowMs: number): void {
    this.receivedSequence = this.publishedSequence = Number.NaN;
    this.publishedMs = this.#requestMs = this.#answerMs = this.#newestMs = Number.NEGATIVE_INFINITY;
    marks.visit(nowMs - nearMs, nowMs, this.#remember);
    if (Number.isNaN(this.receivedSequence)) marks.visit(Number.NEGATIVE_INFINITY, nowMs, this.#remember);
  }

  readonly #remember = (atMs: number, code: number, sequence: number, latencyMs: number): void => {
    if (code === markCode.entry) this.#publish(atMs - latencyMs, sequence);
    if (code === markCode.request) this.#requestMs = Math.max(this.#requestMs, atMs);
    else this.#answerMs = Math.max(this.#answerMs, atMs);
    if (code !== markCode.entry || atMs <= this.#newestMs) return;
    this.#newestMs = atMs;
    this.receivedSequence = sequence;
  };

  readonly #see = (atMs: number, code: number, sequence: number, latencyMs: number): void => {
    const { nowMs } = this.#moment;
    if (atMs <= nowMs) {
      this.#remember(atMs, code, sequence, latencyMs);
      this.#past(atMs, code, sequence);
    } else if (code === markCode.entry || code === markCode.empty) {
      if (atMs - latencyMs <= nowMs) this.#publish(atMs - latencyMs, sequence);
      this.#coming(atMs, code, sequence, latencyMs);
    }
  };

  #publish(publishedMs: number, sequence: number): void {
    if (!(publishedMs > this.publishedMs)) return;
    this.publishedMs = publishedMs;
    this.publishedSequence = sequence;
  }

  #past(atMs: number, code: number, sequence: number): void {
    const { layout, nowMs, flightMs, own } = this.#moment;
    switch (code) {
      case markCode.entry:
        if (own.has(sequence)) this.own.push(answerX(layout, atMs, nowMs, flightMs));
        return add(this.strip.entries, this.strip.columnOf(atMs));
      case markCode.empty:
        return add(this.strip.empties, this.strip.columnOf(atMs));
      case markCode.request:
        if (nowMs - atMs < flightMs) add(this.left.requests, this.left.columnOf(atMs));
        return add(this.strip.requests, this.strip.columnOf(atMs));
      default:
        this[code === markCode.missed ? 'missed' : 'reconnects'].push(answerX(layout, atMs, nowMs, flightMs));
    }
  }

  /** The server has sent it, or has it still. */
  #coming(atMs: number, code: number, sequence: number, latencyMs: number): void {
    const { layout, nowMs, flightMs, own } = this.#moment;
    const isOwn = own.has(sequence);
    // An event that was delivered faster than a message flies has not been published yet.
    const leavesMs = atMs - (latencyMs < flightMs ? latencyMs : flightMs);
    if (nowMs < leavesMs) {
      if (isOwn && nowMs >= atMs - latencyMs) this.own.push(layout.serverX - layout.dot);
      return;
    }
    this.#isAnswered = true;
    const column = this.right.columnOf(atMs);
    if (code === markCode.empty) return add(this.right.empties, column);
    this.inFlight += 1;
    if (isOwn) this.own.push(answerX(layout, atMs, nowMs, flightMs));
    add(this.right.entries, column);
  }
}

/** Where a column of the strip stands, from the left; the newest one waits at the client's line until its time is over. */
export const stripColumnX = (columns: Columns, column: number, { layout, nowMs }: Moment): number =>
  layout.clientX + Math.max(0, nowMs - columns.timeOf(column)) * layout.pixelsPerMs;

/** The same for answers on their way. */
export const answerColumnX = (columns: Columns, column: number, { layout, nowMs, flightMs }: Moment): number =>
  Math.max(layout.serverX, answerX(layout, columns.timeOf(column), nowMs, flightMs));

/** The same for requests on their way. */
export const requestColumnX = (columns: Columns, column: number, { layout, nowMs, flightMs }: Moment): number =>
  requestX(layout, columns.timeOf(column), nowMs, flightMs);

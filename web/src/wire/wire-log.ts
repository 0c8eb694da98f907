// What the wire view shows of a session: all connections as they stood at the moment of the cursor, kept up to date in small portions.
import { signal } from '@preact/signals';
import type { CaptureStore } from '../session/capture-store.ts';
import { defaultLimits, WireReader, type WireLimits, type WireRow } from './wire-reader.ts';

/** What is drawn changes at most so often, in milliseconds. */
const drawIntervalMs = 250;
/** Longest work in one frame, in milliseconds. */
export const budgetMs = 8;

/** One a session. Going back in time reads the captures anew; what was shown stands until that is done. */
export class WireLog {
  /** All exchanges as they stand; another list whenever anything in it has changed. */
  readonly rows = signal<readonly WireRow[]>([]);
  readonly isCatchingUp = signal(false);
  readonly #store: CaptureStore;
  readonly #limits: WireLimits;
  readonly #clock: () => number;
  readonly #names = new Map<number, string>();
  #shown: WireReader;
  #next: WireReader | null = null;
  #drawnMs = Number.NEGATIVE_INFINITY;
  #drawn = 0;
  #isNew = false;

  /** @param clock a monotonic clock in milliseconds */
  constructor(store: CaptureStore, clock: () => number, limits: WireLimits = defaultLimits) {
    this.#store = store;
    this.#clock = clock;
    this.#limits = limits;
    this.#shown = this.#reader();
  }

  /** Called once a frame. @param untilMs the moment that is shown; infinite = all there is */
  advance(untilMs: number): void {
    const reader = this.#readerFor(untilMs);
    const startMs = this.#clock();
    const isDone = reader.isAt(untilMs) || reader.read(untilMs, () => this.#clock() - startMs >= budgetMs);
    if (isDone && reader === this.#next) {
      this.#shown = reader;
      this.#next = null;
      this.#isNew = true;
    }
    this.isCatchingUp.value = !isDone;
    this.#draw();
  }

  #readerFor(untilMs: number): WireReader {
    const reader = this.#next ?? this.#shown;
    if (reader.reaches(untilMs)) return reader;
    this.#next = this.#reader();
    return this.#next;
  }

  #reader(): WireReader {
    return new WireReader(this.#store, this.#names, this.#limits);
  }

  #draw(): void {
    const { taken } = this.#shown;
    if (!this.#isNew && (taken === this.#drawn || this.#clock() - this.#drawnMs < drawIntervalMs)) return;
    this.#isNew = false;
    this.#drawn = taken;
    this.#drawnMs = this.#clock();
    this.rows.value = this.#shown.rows;
  }
}

// From callbacks to async iteration: arrivals wait here until the reader takes them. Bounded.
import type { Arrival } from './transport.ts';

/** Arrivals that may wait before the stream behind them is paused. */
const maximumWaiting = 10_000;

/** One writer, one reader. */
export class ArrivalQueue {
  #waiting: Arrival[] = [];
  #wake: (() => void) | undefined;
  #room: (() => void) | undefined;
  #isClosed = false;
  #fault: Error | undefined;

  /** Whether the reader is so far behind that the writer has to stop. */
  get isFull(): boolean {
    return this.#waiting.length >= maximumWaiting;
  }

  get isClosed(): boolean {
    return this.#isClosed;
  }

  push(arrival: Arrival): void {
    if (this.#isClosed) return;
    this.#waiting.push(arrival);
    this.#wake?.();
  }

  /** The reader gets what waits, and then this error. */
  fail(fault: Error): void {
    this.#fault ??= fault;
    this.close();
  }

  close(): void {
    this.#isClosed = true;
    this.#wake?.();
    this.#room?.();
  }

  /** Resolves when the reader has taken everything, or the queue is closed. */
  async drained(): Promise<void> {
    if (this.#waiting.length === 0 || this.#isClosed) return;
    const { promise, resolve } = Promise.withResolvers<void>();
    this.#room = resolve;
    await promise;
  }

  /** Everything that was pushed, until the queue is closed. */
  async *read(): AsyncGenerator<Arrival, void> {
    for (;;) {
      const taken = this.#waiting;
      this.#waiting = [];
      yield* taken;
      if (this.#waiting.length > 0) continue;
      this.#room?.();
      this.#room = undefined;
      if (this.#fault) throw this.#fault;
      if (this.#isClosed) return;
      const { promise, resolve } = Promise.withResolvers<void>();
      this.#wake = resolve;
      await promise;
      this.#wake = undefined;
    }
  }
}

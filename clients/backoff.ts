// Pauses between attempts: exponential, with full jitter, so that a thousand clients do not come back as one.
import type { ClientRuntime } from './transport.ts';

/** First and longest mean pause, in milliseconds. */
const firstMs = 200;
const longestMs = 10_000;

/** Counts attempts; a success starts it afresh. */
export class Backoff {
  readonly #runtime: ClientRuntime;
  #attempt = 0;

  constructor(runtime: ClientRuntime) {
    this.#runtime = runtime;
  }

  get attempt(): number {
    return this.#attempt;
  }

  succeeded(): void {
    this.#attempt = 0;
  }

  /** The number of the attempt that follows. */
  failed(): number {
    this.#attempt += 1;
    return this.#attempt;
  }

  /** Waits half to all of 200 ms · 2^(attempt-1), at most 10 s. */
  async pause(signal: AbortSignal): Promise<void> {
    const ceilingMs = Math.min(longestMs, firstMs * 2 ** Math.max(0, this.#attempt - 1));
    await this.#runtime.sleep(ceilingMs * (0.5 + this.#runtime.random() / 2), signal);
  }
}

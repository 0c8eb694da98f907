// How long this process did not get to turn its event loop: whatever it measured meanwhile, it measured itself.
import { monitorEventLoopDelay } from 'node:perf_hooks';

/** A timer that is due so often; what it is late by is time in which nothing else could run either. */
const resolutionMs = 10;

/** Watches from now on. */
export class StandstillWatch {
  readonly #delays = monitorEventLoopDelay({ resolution: resolutionMs });

  constructor() {
    this.#delays.enable();
  }

  /** Forgets at that moment of the monotonic clock what was until then. */
  restartAt(momentNs: bigint): void {
    setTimeout(() => this.#delays.reset(), Math.max(0, Number(momentNs - process.hrtime.bigint()) / 1e6));
  }

  /** The longest standstill since the last restart, milliseconds. */
  get worstMs(): number {
    // The histogram holds the intervals between two turns of the timer, its own resolution included.
    return Math.max(0, this.#delays.max / 1e6 - resolutionMs);
  }
}

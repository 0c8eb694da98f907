// Keeps captures that are sent again from being taken twice: whoever watches anew is sent first what is still kept. Pure.
import type { CaptureRecord } from '../../../servers/protocol/capture.ts';

/** How far a connection is known: its newest time, and how many of its records have just that time. */
interface Known {
  readonly atMs: number;
  readonly times: number;
}

/** Connections that are remembered. */
const maximumConnections = 5000;

/** Records of one connection come in the order of their times. */
export class KnownCaptures {
  readonly #known = new Map<number, Known>();
  /** What is still to be skipped of each connection. */
  #repeated = new Map<number, Known>();

  /** From here on everything that is known may come again, once. */
  expectRepeats(): void {
    this.#repeated = new Map(this.#known);
  }

  /** Those that were not there before. */
  takeNew(records: readonly CaptureRecord[]): readonly CaptureRecord[] {
    return records.filter((record) => {
      if (this.#isRepeated(record)) return false;
      this.#remember(record);
      return true;
    });
  }

  #isRepeated({ connection, atMs }: CaptureRecord): boolean {
    const known = this.#repeated.get(connection);
    if (!known) return false;
    if (atMs < known.atMs) return true;
    if (atMs === known.atMs && known.times > 0) {
      this.#repeated.set(connection, { atMs, times: known.times - 1 });
      return true;
    }
    this.#repeated.delete(connection);
    return false;
  }

  #remember({ connection, atMs }: CaptureRecord): void {
    const known = this.#known.get(connection);
    this.#known.delete(connection);
    this.#known.set(connection, { atMs, times: known?.atMs === atMs ? known.times + 1 : 1 });
    const [oldest] = this.#known.keys();
    if (this.#known.size > maximumConnections && oldest !== undefined) this.#known.delete(oldest);
  }
}

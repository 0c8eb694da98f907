// Keeps captures that are sent again from being taken twice, and apart from those of a server before this one. Pure.
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
  readonly #open = new Set<number>();
  /** Added to the numbers of the present server. */
  #offset = 0;
  #highest = 0;
  /** What is still to be skipped of each connection. */
  #repeated = new Map<number, Known>();

  /** From here on everything that is known may come again, once. */
  expectRepeats(): void {
    this.#repeated = new Map(this.#known);
  }

  /** Those that were not there before; connections of a later server have numbers of their own. */
  takeNew(records: readonly CaptureRecord[]): readonly CaptureRecord[] {
    const taken: CaptureRecord[] = [];
    for (const told of records) {
      const record = { ...told, connection: told.connection + this.#offset };
      if (this.#isRepeated(record)) continue;
      this.#remember(record);
      taken.push(record);
    }
    return taken;
  }

  /**
   * The server is another one: nobody will tell of the ends of its predecessor's connections, and its own are numbered
   * from 1 again.
   * @returns those ends
   */
  changeServer(atMs: number): readonly CaptureRecord[] {
    const ends = [...this.#open].map(
      (connection) => ({ kind: 'close', connection, atMs, by: 'server', isReset: true }) as const,
    );
    this.#open.clear();
    this.#offset = this.#highest;
    return ends;
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

  #remember({ kind, connection, atMs }: CaptureRecord): void {
    this.#highest = Math.max(this.#highest, connection);
    if (kind === 'close') this.#open.delete(connection);
    else this.#open.add(connection);
    const known = this.#known.get(connection);
    this.#known.delete(connection);
    this.#known.set(connection, { atMs, times: known?.atMs === atMs ? known.times + 1 : 1 });
    const [oldest] = this.#known.keys();
    if (this.#known.size > maximumConnections && oldest !== undefined) this.#known.delete(oldest);
  }
}

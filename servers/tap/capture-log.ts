// What is kept of one transport's connections: a bounded log, whose oldest records go first.
import type { CaptureRecord, WireDirection } from '../protocol/capture.ts';

type OpenRecord = Extract<CaptureRecord, { readonly kind: 'open' }>;

/** How much is kept. */
export interface CaptureLimits {
  /** @default 8 MiB */
  readonly maximumBytes?: number;
  /** @default 20000 */
  readonly maximumRecords?: number;
}

/** A connection of which something is kept, or that is still open. */
interface Known {
  readonly machine: string;
  readonly open: OpenRecord;
  /** What stood before the first record that is kept. */
  readonly lost: Record<WireDirection, number>;
  lostUntilMs: number;
  isBeheaded: boolean;
}

/** The newest records, and for each connection how much of its beginning is gone. */
export class CaptureLog {
  readonly #maximumBytes: number;
  readonly #maximumRecords: number;
  #records: CaptureRecord[] = [];
  /** Records before this index are gone; they are cut off now and then, not one by one. */
  #first = 0;
  #bytes = 0;
  readonly #known = new Map<number, Known>();

  constructor({ maximumBytes = 8 * 1024 * 1024, maximumRecords = 20_000 }: CaptureLimits = {}) {
    this.#maximumBytes = maximumBytes;
    this.#maximumRecords = maximumRecords;
  }

  add(record: CaptureRecord, machine: string): void {
    if (record.kind === 'open') {
      const lost = { up: 0, down: 0 };
      this.#known.set(record.connection, { machine, open: record, lost, lostUntilMs: 0, isBeheaded: false });
    }
    this.#records.push(record);
    this.#bytes += bytesOf(record);
    while (this.#isOver()) this.#dropOldest();
    if (this.#first > 4096 && this.#first > this.#records.length / 2) {
      this.#records = this.#records.slice(this.#first);
      this.#first = 0;
    }
  }

  /** What is kept of the connections of a machine (`null` = of all), each from its `open` on, with what is gone as `lost`. */
  kept(machine: string | null): readonly CaptureRecord[] {
    const isWanted = (known: Known | undefined): boolean => machine === null || known?.machine === machine;
    const beginnings = [...this.#known.values()].filter((known) => known.isBeheaded && isWanted(known));
    const rest = this.#records.slice(this.#first);
    return [
      ...beginnings.flatMap(beginningOf),
      ...(machine === null ? rest : rest.filter(({ connection }) => isWanted(this.#known.get(connection)))),
    ];
  }

  #isOver(): boolean {
    return this.#bytes > this.#maximumBytes || this.#records.length - this.#first > this.#maximumRecords;
  }

  #dropOldest(): void {
    const record = this.#records[this.#first];
    if (!record) return;
    this.#records[this.#first] = gone;
    this.#first += 1;
    this.#bytes -= bytesOf(record);
    const known = this.#known.get(record.connection);
    if (!known) return;
    known.isBeheaded = true;
    if (record.kind === 'data') {
      known.lost[record.direction] += record.bytes.byteLength;
      known.lostUntilMs = record.atMs;
    }
    // With its last record nothing is left of a connection.
    if (record.kind === 'close') this.#known.delete(record.connection);
  }
}

/** Stands in the place of a record that was dropped until the log is cut, so that its bytes are let go at once. */
const gone: CaptureRecord = { kind: 'close', connection: 0, atMs: 0, by: 'server', isReset: false };

const bytesOf = (record: CaptureRecord): number => (record.kind === 'data' ? record.bytes.byteLength : 0);

const beginningOf = ({ open, lost, lostUntilMs }: Known): readonly CaptureRecord[] => {
  const { connection } = open;
  const lostRecords = (['up', 'down'] as const)
    .filter((direction) => lost[direction] > 0)
    .map((direction) => ({
      kind: 'lost' as const,
      connection,
      atMs: lostUntilMs,
      direction,
      byteCount: lost[direction],
    }));
  return [open, ...lostRecords];
};

// The captured bytes of a session, oldest first, bounded; views that dissect them read on from where they stopped.
import type { CaptureRecord } from '../../../servers/protocol/capture.ts';

/** Bytes of captures that a page keeps; older records go first. */
export const maximumCaptureBytes = 48 * 1024 * 1024;
/** Counted for a record beside its content. */
const recordOverhead = 64;

const sizeOf = (record: CaptureRecord): number =>
  recordOverhead + (record.kind === 'data' ? record.bytes.byteLength : 0);

/** Records have numbers that rise; whoever falls behind what is kept is told. */
export class CaptureStore {
  #records: CaptureRecord[] = [];
  #first = 0;
  #bytes = 0;

  /** Number of the record that comes next. */
  get next(): number {
    return this.#first + this.#records.length;
  }

  /** Number of the oldest record that is kept. */
  get first(): number {
    return this.#first;
  }

  /** When the oldest record was made; `null` = there is none. */
  get oldestMs(): number | null {
    return this.#records[0]?.atMs ?? null;
  }

  get bytes(): number {
    return this.#bytes;
  }

  push(records: readonly CaptureRecord[]): void {
    for (const record of records) {
      this.#records.push(record);
      this.#bytes += sizeOf(record);
    }
    let dropped = 0;
    while (this.#bytes > maximumCaptureBytes && dropped < this.#records.length) {
      this.#bytes -= sizeOf(this.#records[dropped] as CaptureRecord);
      dropped += 1;
    }
    if (dropped > 0) {
      this.#records = this.#records.slice(dropped);
      this.#first += dropped;
    }
  }

  /** At most `count` records from number `from` on; a number that is no longer kept begins at the oldest. */
  read(from: number, count: number): readonly CaptureRecord[] {
    const at = Math.max(0, from - this.#first);
    return this.#records.slice(at, at + count);
  }
}

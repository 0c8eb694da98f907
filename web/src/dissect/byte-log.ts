// One direction's bytes as they came, with the time of each; what is forgotten is forgotten from the front.
import { asLatin1 } from './source.ts';

/** A growing stream; offsets count from its first byte and never move. */
export class ByteLog {
  #bytes = new Uint8Array(1024);
  #start = 0;
  #end = 0;
  /** Where the bytes of a time begin. */
  readonly #times: { at: number; atMs: number }[] = [];

  /** Offset of the first byte that is kept. */
  get start(): number {
    return this.#start;
  }

  /** Offset behind the last byte. */
  get end(): number {
    return this.#end;
  }

  append(bytes: Uint8Array, atMs: number): void {
    if (bytes.byteLength === 0) return;
    const length = this.#end - this.#start;
    if (length + bytes.byteLength > this.#bytes.byteLength) this.#resize(2 * (length + bytes.byteLength));
    this.#bytes.set(bytes, length);
    if (this.#times.at(-1)?.atMs !== atMs) this.#times.push({ at: this.#end, atMs });
    this.#end += bytes.byteLength;
  }

  byte(at: number): number {
    return this.#bytes[at - this.#start] ?? 0;
  }

  /** Offset of the next such byte; -1 = there is none. */
  indexOf(byte: number, from: number): number {
    const index = this.view(from, this.#end).indexOf(byte);
    return index === -1 ? -1 : from + index;
  }

  /** A window that is valid until the log grows or forgets. */
  view(from: number, to: number): Uint8Array {
    return this.#bytes.subarray(Math.max(0, from - this.#start), Math.max(0, Math.min(to, this.#end) - this.#start));
  }

  /** One character a byte. */
  text(from: number, to: number): string {
    return asLatin1(this.view(from, to));
  }

  /** When a byte came. */
  timeAt(offset: number): number {
    let [low, high] = [0, this.#times.length - 1];
    while (low < high) {
      const middle = (low + high + 1) >> 1;
      if ((this.#times[middle]?.at ?? 0) <= offset) low = middle;
      else high = middle - 1;
    }
    return this.#times[low]?.atMs ?? 0;
  }

  /** Forgets what stands before an offset. */
  forget(before: number): void {
    if (before <= this.#start) return;
    const kept = this.#bytes.slice(before - this.#start, this.#end - this.#start);
    this.#bytes = kept.byteLength < 1024 ? new Uint8Array(1024) : kept;
    if (this.#bytes !== kept) this.#bytes.set(kept);
    this.#start = before;
    const first = this.#times.findLastIndex(({ at }) => at <= before);
    this.#times.splice(0, Math.max(0, first));
  }

  #resize(byteLength: number): void {
    const larger = new Uint8Array(byteLength);
    larger.set(this.#bytes.subarray(0, this.#end - this.#start));
    this.#bytes = larger;
  }
}

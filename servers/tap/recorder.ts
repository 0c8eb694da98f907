// The pen of one connection: each byte is written down once, at the moment at which the client's side sees it.
import { maximumRecordBytes, type CaptureRecord, type CloseCause, type WireDirection } from '../protocol/capture.ts';
import type { OpenTally } from './tally.ts';

/** The server's monotonic clock, the one of `publishedAtNs`, in milliseconds. */
export const captureNowMs = (): number => Number(process.hrtime.bigint()) / 1e6;

/** Where records go. */
export type WriteRecord = (record: CaptureRecord) => void;

/** Of one connection. */
export class Recorder {
  readonly #connection: number;
  readonly #write: WriteRecord;
  readonly #tally: OpenTally;

  constructor(open: { connection: number; transport: string }, write: WriteRecord, tally: OpenTally) {
    this.#connection = open.connection;
    this.#write = write;
    this.#tally = tally;
    tally.opened += 1;
    tally.open += 1;
    write({ kind: 'open', ...open, atMs: captureNowMs() });
  }

  /** @param bytes nobody changes any more */
  data(direction: WireDirection, bytes: Uint8Array): void {
    const atMs = captureNowMs();
    this.#tally[direction === 'up' ? 'bytesUp' : 'bytesDown'] += bytes.byteLength;
    for (let from = 0; from < bytes.byteLength; from += maximumRecordBytes) {
      const part = bytes.subarray(from, from + maximumRecordBytes);
      this.#write({ kind: 'data', connection: this.#connection, atMs, direction, bytes: part });
    }
  }

  close(by: CloseCause, isReset: boolean): void {
    this.#tally.open -= 1;
    this.#write({ kind: 'close', connection: this.#connection, atMs: captureNowMs(), by, isReset });
  }
}

// Records a live session into blocks, and makes a session of blocks again. Bounded.
import { isTransportId, type TransportId } from '../../../servers/protocol/catalog.ts';
import { decodeCapture, encodeCapture, type CaptureRecord } from '../../../servers/protocol/capture.ts';
import type { LabState, WireTally } from '../../../servers/protocol/control.ts';
import type { Cursor } from '../../../servers/protocol/cursor.ts';
import { LabError } from '../../../servers/protocol/errors.ts';
import type { LaneReport, MarkBatch } from '../follow/messages.ts';
import type { Listener } from './live-source.ts';
import { decodeBlocks, encodeBlocks, maximumRecordingBytes, pack, unpack, type Block } from './recording-file.ts';
import { readState } from './recorded-state.ts';
import { Session } from './session.ts';

interface Header {
  readonly startMs: number;
  readonly endMs: number;
  readonly recordedAt: string;
  readonly state: LabState | null;
  /** Events that were published from the page that recorded, and when. */
  readonly claims: readonly (readonly [cursor: Cursor, atMs: number])[];
}

/** A lane's report without its marks, which are columns. */
interface ReportBlock {
  readonly id: TransportId;
  readonly report: Omit<LaneReport, 'marks'>;
  readonly wire: WireTally | null;
}

const json = (value: unknown): Uint8Array => new TextEncoder().encode(JSON.stringify(value));
const parse = (bytes: Uint8Array): unknown => JSON.parse(new TextDecoder().decode(bytes));

/** 8 + 8 + 4 + 1 bytes a mark, columns one behind another. */
const markBytes = 21;

const encodeMarks = ({ times, sequences, latencies, codes }: MarkBatch): Uint8Array => {
  const bytes = new Uint8Array(times.length * markBytes);
  let at = 0;
  for (const column of [times, sequences, latencies, codes]) {
    bytes.set(new Uint8Array(column.buffer, column.byteOffset, column.byteLength), at);
    at += column.byteLength;
  }
  return bytes;
};

const decodeMarks = (content: Uint8Array): MarkBatch => {
  const count = content.byteLength / markBytes;
  if (!Number.isInteger(count)) throw new LabError('LAB_FRAME_INVALID', 'a block of marks is incomplete');
  // A copy stands at a multiple of eight, as the columns want it.
  const { buffer } = content.slice();
  return {
    times: new Float64Array(buffer, 0, count),
    sequences: new Float64Array(buffer, 8 * count, count),
    latencies: new Float32Array(buffer, 16 * count, count),
    codes: new Uint8Array(buffer, 20 * count, count),
  };
};

/** Listens until it is full. */
export class Recorder implements Listener {
  readonly startMs: number;
  readonly #session: Session;
  readonly #blocks: Block[] = [];
  #bytes = 0;
  #isFull = false;

  constructor(session: Session, nowMs: number) {
    this.#session = session;
    this.startMs = nowMs;
    const { wire } = session;
    if (wire.next > wire.first) this.captured(openBeginnings(wire.read(wire.first, wire.next - wire.first)));
  }

  /** Bytes before packing. */
  get bytes(): number {
    return this.#bytes;
  }

  /** Whether nothing more is taken. */
  get isFull(): boolean {
    return this.#isFull;
  }

  report(id: TransportId, { marks, ...report }: LaneReport): void {
    const wire = this.#session.lanes[id].present.wire;
    this.#add({ kind: 'report', content: json({ id, report, wire } satisfies ReportBlock) });
    if (marks.times.length > 0) this.#add({ kind: 'marks', content: encodeMarks(marks) });
  }

  captured(records: readonly CaptureRecord[]): void {
    this.#add({ kind: 'capture', content: encodeCapture(records) });
  }

  /** The file. */
  async save(nowMs: number): Promise<Blob> {
    const { state, book } = this.#session;
    const { startMs } = this;
    const header: Header = { startMs, endMs: nowMs, recordedAt: new Date().toISOString(), state, claims: book.claims };
    const bytes = encodeBlocks([{ kind: 'header', content: json(header) }, ...this.#blocks]);
    return new Blob([await pack(bytes)], { type: 'application/gzip' });
  }

  #add(block: Block): void {
    if (this.#isFull) return;
    if (this.#bytes + block.content.byteLength > maximumRecordingBytes) {
      this.#isFull = true;
      return;
    }
    this.#bytes += block.content.byteLength;
    this.#blocks.push(block);
  }
}

/** Of a connection that was open before the recording, so much is taken along; then there is a gap. */
const beginningBytes = 64 * 1024;

/** How the connections that are still open have begun: without its beginning nobody could read what follows. */
const openBeginnings = (records: readonly CaptureRecord[]): readonly CaptureRecord[] => {
  const closed = new Set(records.filter(({ kind }) => kind === 'close').map(({ connection }) => connection));
  const taken = new Map<number, number>();
  return records
    .filter(({ connection }) => !closed.has(connection))
    .map((record) => {
      if (record.kind !== 'data') return record;
      const { connection, atMs, direction, bytes } = record;
      const before = taken.get(connection) ?? 0;
      taken.set(connection, before + bytes.byteLength);
      if (before < beginningBytes) return record;
      return { kind: 'lost', connection, atMs, direction, byteCount: bytes.byteLength } as const;
    });
};

/** @throws {LabError} LAB_FRAME_INVALID with why the file is none */
export const openRecording = async (name: string, packed: Uint8Array<ArrayBuffer>): Promise<Session> => {
  const [first, ...blocks] = decodeBlocks(await unpack(packed));
  if (first?.kind !== 'header') throw new LabError('LAB_FRAME_INVALID', 'it has no header');
  try {
    return sessionOf(name, parse(first.content) as Header, blocks);
  } catch (cause) {
    if (cause instanceof LabError) throw cause;
    throw new LabError('LAB_FRAME_INVALID', 'a block of it is damaged', { cause });
  }
};

const noMarks = decodeMarks(new Uint8Array());

const sessionOf = (name: string, { startMs, endMs, state, claims }: Header, blocks: readonly Block[]): Session => {
  if (!Number.isFinite(startMs) || !Number.isFinite(endMs)) throw new LabError('LAB_FRAME_INVALID', 'it has no times');
  const session = new Session(startMs, name);
  session.endMs = endMs;
  session.state = readState(state);
  let last: ReportBlock | undefined;
  const flush = (marks: MarkBatch): void => {
    if (!last) return;
    if (last.wire) session.tally({ [last.id]: last.wire });
    session.report(last.id, { ...last.report, marks });
    last = undefined;
  };
  for (const { kind, content } of blocks) {
    if (kind === 'capture') session.wire.push(decodeCapture(content));
    else if (kind === 'marks') flush(decodeMarks(content));
    else if (kind === 'report') {
      flush(noMarks);
      last = reportOf(content);
    }
  }
  flush(noMarks);
  for (const [cursor, atMs] of claims) session.book.claim(cursor, atMs);
  return session;
};

const reportOf = (content: Uint8Array): ReportBlock => {
  const block = parse(content) as ReportBlock;
  if (!isTransportId(block.id))
    throw new LabError('LAB_FRAME_INVALID', 'it names a transport that this lab does not have');
  return block;
};

// What a tap has seen, as bytes: binary frames of the control channel and the body of a recorded session are made of these.
import { LabError } from './errors.ts';

/** Which way bytes go: `up` from the client to the server. */
export type WireDirection = 'up' | 'down';

/** Why a connection ended. */
export type CloseCause = 'client' | 'server' | 'fault';

/**
 * One thing that a tap saw on the client's side of a connection. `atMs` is on the server's monotonic clock, the one of
 * `publishedAtNs`, in milliseconds with a fraction. Connections are numbered from 1 for the life of the server.
 */
export type CaptureRecord =
  | { readonly kind: 'open'; readonly connection: number; readonly atMs: number; readonly transport: string }
  | {
      readonly kind: 'data';
      readonly connection: number;
      readonly atMs: number;
      readonly direction: WireDirection;
      readonly bytes: Uint8Array;
    }
  | {
      readonly kind: 'close';
      readonly connection: number;
      readonly atMs: number;
      readonly by: CloseCause;
      readonly isReset: boolean;
    }
  /** Bytes that went over the wire and were not kept, because a limit was reached. */
  | {
      readonly kind: 'lost';
      readonly connection: number;
      readonly atMs: number;
      readonly direction: WireDirection;
      readonly byteCount: number;
    };

/** Kind u8, flags u8, connection u32, atMs f64, length u32, and as many bytes; all big-endian. */
const headerBytes = 18;
/** Longest content of a record; a tap cuts what is longer. */
export const maximumRecordBytes = 64 * 1024;

const kinds = ['open', 'data', 'close', 'lost'] as const;
const causes: readonly CloseCause[] = ['client', 'server', 'fault'];
const upFlag = 1;
const resetFlag = 1;

const utf8 = new TextEncoder();

const contentOf = (record: CaptureRecord): Uint8Array => {
  switch (record.kind) {
    case 'open':
      return utf8.encode(record.transport);
    case 'data':
      return record.bytes;
    case 'close':
      return Uint8Array.of(causes.indexOf(record.by));
    case 'lost': {
      const bytes = new Uint8Array(8);
      new DataView(bytes.buffer).setFloat64(0, record.byteCount);
      return bytes;
    }
  }
};

const flagsOf = (record: CaptureRecord): number => {
  switch (record.kind) {
    case 'open':
      return 0;
    case 'data':
    case 'lost':
      return record.direction === 'up' ? upFlag : 0;
    case 'close':
      return record.isReset ? resetFlag : 0;
  }
};

/** Records one behind another. */
export const encodeCapture = (records: readonly CaptureRecord[]): Uint8Array<ArrayBuffer> => {
  const contents = records.map(contentOf);
  const bytes = new Uint8Array(contents.reduce((sum, content) => sum + headerBytes + content.byteLength, 0));
  const view = new DataView(bytes.buffer);
  let at = 0;
  for (const [index, record] of records.entries()) {
    const content = contents[index] as Uint8Array;
    view.setUint8(at, kinds.indexOf(record.kind));
    view.setUint8(at + 1, flagsOf(record));
    view.setUint32(at + 2, record.connection);
    view.setFloat64(at + 6, record.atMs);
    view.setUint32(at + 14, content.byteLength);
    bytes.set(content, at + headerBytes);
    at += headerBytes + content.byteLength;
  }
  return bytes;
};

const refuse = (sentence: string): never => {
  throw new LabError('LAB_FRAME_INVALID', sentence);
};

/**
 * Reads what {@link encodeCapture} wrote; the contents are views into `bytes`.
 * @throws {LabError} LAB_FRAME_INVALID with the place at which it is no capture
 */
export const decodeCapture = (bytes: Uint8Array): readonly CaptureRecord[] => {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const records: CaptureRecord[] = [];
  let at = 0;
  while (at < bytes.byteLength) {
    if (bytes.byteLength - at < headerBytes) refuse(`The capture breaks off at byte ${at}.`);
    const length = view.getUint32(at + 14);
    const end = at + headerBytes + length;
    if (length > maximumRecordBytes || end > bytes.byteLength) refuse(`The capture breaks off at byte ${at}.`);
    records.push(recordOf(view, at, bytes.subarray(at + headerBytes, end)));
    at = end;
  }
  return records;
};

const recordOf = (view: DataView, at: number, content: Uint8Array): CaptureRecord => {
  const kind = kinds[view.getUint8(at)] ?? refuse(`The capture has a record of an unknown kind at byte ${at}.`);
  const flags = view.getUint8(at + 1);
  const common = { connection: view.getUint32(at + 2), atMs: view.getFloat64(at + 6) };
  if (!Number.isFinite(common.atMs)) refuse(`The capture has a record without a time at byte ${at}.`);
  const direction = (flags & upFlag) === 0 ? 'down' : 'up';
  switch (kind) {
    case 'open':
      return { kind, ...common, transport: new TextDecoder().decode(content) };
    case 'data':
      return { kind, ...common, direction, bytes: content };
    case 'close': {
      const by = causes[content[0] ?? causes.length] ?? refuse(`Nobody closed the connection at byte ${at}.`);
      return { kind, ...common, by, isReset: (flags & resetFlag) !== 0 };
    }
    case 'lost': {
      if (content.byteLength !== 8) refuse(`The capture breaks off at byte ${at}.`);
      const byteCount = new DataView(content.buffer, content.byteOffset, 8).getFloat64(0);
      return { kind, ...common, direction, byteCount };
    }
  }
};

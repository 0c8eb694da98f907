// The file of a recorded session: a magic word, then blocks, all of it gzipped. Pure but for the platform's streams.
import { LabError } from '../../../servers/protocol/errors.ts';

/** Raised whenever a reader of an older file would be misled. */
const magic = 'transport-lab session 1\n';

/** What a block holds: JSON, or capture records (servers/protocol/capture.ts), or the columns of a lane's marks. */
export const blockKinds = ['header', 'capture', 'marks', 'report'] as const;
export type BlockKind = (typeof blockKinds)[number];

export interface Block {
  readonly kind: BlockKind;
  readonly content: Uint8Array;
}

/** Longest recording, before it is packed, in bytes. */
export const maximumRecordingBytes = 64 * 1024 * 1024;

const headBytes = 5;

const refuse = (why: string): never => {
  throw new LabError('LAB_FRAME_INVALID', why);
};

/** Blocks as bytes. */
export const encodeBlocks = (blocks: readonly Block[]): Uint8Array<ArrayBuffer> => {
  const start = new TextEncoder().encode(magic);
  const bytes = new Uint8Array(
    blocks.reduce((sum, { content }) => sum + headBytes + content.byteLength, start.byteLength),
  );
  const view = new DataView(bytes.buffer);
  bytes.set(start);
  let at = start.byteLength;
  for (const { kind, content } of blocks) {
    view.setUint8(at, blockKinds.indexOf(kind));
    view.setUint32(at + 1, content.byteLength);
    bytes.set(content, at + headBytes);
    at += headBytes + content.byteLength;
  }
  return bytes;
};

/** @throws {LabError} LAB_FRAME_INVALID with what is wrong with the file */
export const decodeBlocks = (bytes: Uint8Array): readonly Block[] => {
  const isOurs = new TextDecoder().decode(bytes.subarray(0, magic.length)) === magic;
  if (!isOurs) return refuse('it is no recorded session of this version of the lab');
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const blocks: Block[] = [];
  let at = magic.length;
  while (at < bytes.byteLength) {
    if (at + headBytes > bytes.byteLength) return refuse(`it breaks off at byte ${at}`);
    const kind = blockKinds[view.getUint8(at)] ?? refuse(`it has an unknown block at byte ${at}`);
    const end = at + headBytes + view.getUint32(at + 1);
    if (end > bytes.byteLength) return refuse(`it breaks off at byte ${at}`);
    blocks.push({ kind, content: bytes.subarray(at + headBytes, end) });
    at = end;
  }
  return blocks;
};

const pump = async (
  bytes: Uint8Array<ArrayBuffer>,
  through: CompressionStream | DecompressionStream,
): Promise<Uint8Array<ArrayBuffer>> => {
  const reader = new Blob([bytes]).stream().pipeThrough(through).getReader();
  const parts: Uint8Array<ArrayBuffer>[] = [];
  let length = 0;
  for (let next = await reader.read(); !next.done; next = await reader.read()) {
    parts.push(next.value);
    length += next.value.byteLength;
    // A small file can unpack to more than a page can hold.
    if (length > 2 * maximumRecordingBytes) {
      await reader.cancel();
      return refuse(`it unpacks to more than ${(2 * maximumRecordingBytes) / 1e6} MB`);
    }
  }
  const whole = new Uint8Array(length);
  let at = 0;
  for (const part of parts) {
    whole.set(part, at);
    at += part.byteLength;
  }
  return whole;
};

/** https://compression.spec.whatwg.org/ */
export const pack = (bytes: Uint8Array<ArrayBuffer>): Promise<Uint8Array<ArrayBuffer>> =>
  pump(bytes, new CompressionStream('gzip'));

/** @throws {LabError} LAB_FRAME_INVALID when it is not gzip, or holds too much */
export const unpack = async (bytes: Uint8Array<ArrayBuffer>): Promise<Uint8Array<ArrayBuffer>> => {
  try {
    return await pump(bytes, new DecompressionStream('gzip'));
  } catch (cause) {
    if (cause instanceof LabError) throw cause;
    return refuse('it is no recorded session, or it is damaged');
  }
};

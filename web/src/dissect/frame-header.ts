// The header of a WebSocket frame (RFC 6455 §5.2): read it, and judge whether bytes may be one.
import type { WireDirection } from '../../../servers/protocol/capture.ts';
import type { ByteLog } from './byte-log.ts';

/** A header that is there as a whole. */
export interface FrameHeader {
  readonly isFinal: boolean;
  /** RSV1 to RSV3, as three bits. */
  readonly reserved: number;
  readonly opcode: number;
  readonly isMasked: boolean;
  readonly headerBytes: number;
  /** Of the payload. */
  readonly length: number;
}

/** Opcodes from here on are of control frames (RFC 6455 §5.5). */
export const firstControlOpcode = 8;
/** Longest payload of a control frame. */
const maximumControlBytes = 125;
/** A longer payload is no frame of a chat about events. */
const maximumPlausibleBytes = 16 * 1024 * 1024;

/** Bytes of a header that begins so. */
export const headerBytesOf = (second: number): number => {
  const short = second & 0x7f;
  return 2 + (short < 126 ? 0 : short === 126 ? 2 : 8) + (second >= 0x80 ? 4 : 0);
};

/** The header at an offset; `undefined` = more bytes are needed. */
export const headerAt = (log: ByteLog, at: number): FrameHeader | undefined => {
  if (log.end - at < 2) return undefined;
  const [first, second] = [log.byte(at), log.byte(at + 1)];
  const headerBytes = headerBytesOf(second);
  if (log.end - at < headerBytes) return undefined;
  const lengthBytes = (second & 0x7f) < 126 ? 0 : (second & 0x7f) === 126 ? 2 : 8;
  let length = lengthBytes === 0 ? second & 0x7f : 0;
  for (let index = 0; index < lengthBytes; index += 1) length = length * 256 + log.byte(at + 2 + index);
  return {
    isFinal: first >= 0x80,
    reserved: (first >> 4) & 7,
    opcode: first & 15,
    isMasked: second >= 0x80,
    headerBytes,
    length,
  };
};

/** Whether the rules allow this header: opcode, mask (§5.1), and a control frame's length and FIN (§5.5). */
export const isPlausible = (header: FrameHeader, direction: WireDirection): boolean => {
  const { opcode, isFinal, reserved, isMasked, length } = header;
  const isControl = opcode >= firstControlOpcode;
  return (
    reserved === 0 &&
    (opcode <= 2 || (isControl && opcode <= 10)) &&
    isMasked === (direction === 'up') &&
    (!isControl || (isFinal && length <= maximumControlBytes)) &&
    length <= maximumPlausibleBytes
  );
};

const wholeText = 0x81;

/**
 * Where the next whole text frame begins that carries what this lab sends, JSON or XML. RFC 6455 has no mark to look
 * for; this one is as good as certain.
 * @returns its offset, or where to look on when more bytes have come
 */
export const findTextFrame = (
  log: ByteLog,
  from: number,
  direction: WireDirection,
): { at: number; isFound: boolean } => {
  for (let at = log.indexOf(wholeText, from); at !== -1; at = log.indexOf(wholeText, at + 1)) {
    const header = headerAt(log, at);
    const payload = at + (header?.headerBytes ?? 0);
    if (!header || payload >= log.end) return { at, isFound: false };
    const key = header.isMasked ? log.byte(payload - 4) : 0;
    const isContent = '{<'.includes(String.fromCharCode(log.byte(payload) ^ key));
    if (isContent && header.length > 0 && isPlausible(header, direction)) return { at, isFound: true };
  }
  return { at: log.end, isFound: false };
};

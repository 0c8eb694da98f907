// The spans of a WebSocket frame: first byte, length, mask, payload (RFC 6455 §5.2).
import { contentSpans } from './content-spans.ts';
import { headerBytesOf } from './frame-header.ts';
import type { Message } from './message.ts';
import { asUtf8, isUtf8 } from './source.ts';
import { Tiles, type Span } from './span.ts';
import type { SpanKind } from './span-kinds.ts';

const opcodes: Readonly<Record<number, SpanKind>> = {
  0: 'ws.continuation',
  1: 'ws.text',
  2: 'ws.binary',
  8: 'ws.close',
  9: 'ws.ping',
  10: 'ws.pong',
};

/** They tile the message; offsets are of the wire, for a mask moves no byte. */
export const frameSpans = (message: Message): readonly Span[] => {
  const { start, end, log, payload } = message;
  const tiles = new Tiles(start);
  if (message.isContinuation) return payloadSpans(message, tiles, 1);
  const [first, second] = [log.byte(start), log.byte(start + 1)];
  const kind = (first & 0x70) === 0 ? (opcodes[first & 15] ?? 'ws.reserved') : 'ws.rsv';
  const bits = first.toString(2).padStart(8, '0');
  tiles.to(start + 1, kind, `FIN=${bits[0]} RSV=${bits.slice(1, 4)} opcode=${first & 15}`);
  if (end === start + 1) return tiles.spans;
  tiles.to(start + 2, 'ws.length', `MASK=${second >> 7} ${second & 0x7f}`);
  const headerEnd = start + headerBytesOf(second);
  const keyStart = headerEnd - (second >= 0x80 ? 4 : 0);
  const length = [...log.view(start + 2, keyStart)].reduce((sum, byte) => sum * 256 + byte, 0);
  tiles.to(Math.min(end, keyStart), (second & 0x7f) === 126 ? 'ws.length-16' : 'ws.length-64', `${length}`);
  tiles.to(Math.min(end, headerEnd), 'ws.mask-key', hex(log.view(keyStart, Math.min(end, headerEnd))));
  if (end <= headerEnd) return tiles.spans;
  return (first & 15) === 8 ? closeSpans(tiles, payload, end) : payloadSpans(message, tiles, first & 15);
};

const hex = (bytes: Uint8Array): string => [...bytes].map((byte) => byte.toString(16).padStart(2, '0')).join(' ');

const payloadSpans = (message: Message, tiles: Tiles, opcode: number): readonly Span[] => {
  const { end, payload, direction } = message;
  const value = isUtf8(payload) ? asUtf8(payload) : undefined;
  if (opcode > 8) tiles.to(end, 'ws.control-data', value);
  else tiles.to(end, direction === 'up' ? 'ws.masked-payload' : 'ws.payload', secret(value), contentSpans(message));
  return tiles.spans;
};

const secret = (text: string | undefined): string | undefined =>
  text?.replace(/(<(?:auth|response)\b[^>]*>)[^<]+/g, '$1••••');

/** RFC 6455 §5.5.1: two bytes of code, and a reason. */
const closeSpans = (tiles: Tiles, payload: Uint8Array, end: number): readonly Span[] => {
  const [high, low] = payload;
  if (low !== undefined) tiles.to(tiles.at + 2, 'ws.close-code', String((high ?? 0) * 256 + low));
  const reason = payload.subarray(2);
  tiles.to(end, low !== undefined && isUtf8(reason) ? 'ws.close-reason' : 'unread.utf8', asUtf8(reason));
  return tiles.spans;
};

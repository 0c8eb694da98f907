// For tests: literal conversations as records, and the same bytes cut otherwise.
import type { CaptureRecord, WireDirection } from '../../../../servers/protocol/capture.ts';

/** What one side says, in one piece. */
export type Said = readonly [direction: WireDirection, bytes: string | Uint8Array];

const bytesOf = (bytes: string | Uint8Array): Uint8Array => (typeof bytes === 'string' ? Buffer.from(bytes) : bytes);

/** Records of a connection that was opened, one a piece, a millisecond apart. */
export const recordsOf = (said: readonly Said[], transport = 'sse'): CaptureRecord[] => [
  { kind: 'open', connection: 1, atMs: 0, transport },
  ...said.map(([direction, bytes], index): CaptureRecord => ({
    kind: 'data',
    connection: 1,
    atMs: index + 1,
    direction,
    bytes: bytesOf(bytes),
  })),
];

/** Every record in pieces of 1 to 40 bytes; `next` gives numbers in [0, 1). */
export const recut = (records: readonly CaptureRecord[], next: () => number): readonly CaptureRecord[] =>
  records.flatMap((record) => {
    if (record.kind !== 'data') return [record];
    const parts: CaptureRecord[] = [];
    for (let at = 0; at < record.bytes.byteLength;) {
      const length = 1 + Math.floor(next() ** 3 * 400);
      parts.push({ ...record, bytes: record.bytes.subarray(at, at + length) });
      at += length;
    }
    return parts;
  });

/** A text frame of a server, or of a client with this key. */
export const frame = (
  text: string | Uint8Array,
  { first = 0x81, key }: { first?: number; key?: readonly number[] } = {},
): Buffer => {
  const payload = Buffer.from(text);
  const mask = key === undefined ? 0 : 0x80;
  const { byteLength } = payload;
  const length = byteLength < 126 ? [mask | byteLength] : [mask | 126, byteLength >> 8, byteLength & 0xff];
  const masked = key === undefined ? payload : payload.map((byte, index) => byte ^ (key[index % 4] ?? 0));
  return Buffer.concat([Buffer.of(first, ...length, ...(key ?? [])), masked]);
};

/** RFC 6455 §5.7: the key of its examples. */
export const exampleKey = [0x37, 0xfa, 0x21, 0x3d] as const;

/** An upgrade that was granted. */
export const upgraded = (subprotocol = ''): readonly Said[] => {
  const field = subprotocol === '' ? '' : `Sec-WebSocket-Protocol: ${subprotocol}\r\n`;
  return [
    ['up', `GET /ws/ HTTP/1.1\r\nHost: lab\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n${field}\r\n`],
    ['down', `HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n${field}\r\n`],
  ];
};

/** One chunk. */
export const chunk = (text: string): string => `${Buffer.byteLength(text).toString(16)}\r\n${text}\r\n`;

/** The JSON of an entry. */
export const entry = (sequence: number, words: Record<string, unknown> = {}): string =>
  JSON.stringify({
    cursor: `e1-${sequence}`,
    publishedAtNs: '1000000000',
    topics: ['/lab/events'],
    event: { type: 'agent-state', agent: '1001001', state: 'READY', at: '2026-11-22T10:00:00.000Z', ...words },
  });

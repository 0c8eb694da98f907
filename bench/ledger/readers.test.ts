// Tests of the readers: literal bytes of each wire, and the same tally however they are cut.
import assert from 'node:assert/strict';
import { describe, it, test } from 'node:test';
import { array, assert as holds, constantFrom, integer, property } from 'fast-check';
import { HttpReader } from './http-reader.ts';
import { emptyTally, type StreamTally } from './layers.ts';
import type { FrameContent } from './websocket-reader.ts';

const entry =
  '{"cursor":"mwvq-7","publishedAtNs":"109","topics":["/lab/events"],"event":{"type":"agent-state","pad":"é"}}';
const entryBytes = Buffer.byteLength(entry);

/** Reads an answer in parts of the given lengths, the last of which repeats. */
const answered = (bytes: Buffer, cuts: readonly number[] = [bytes.byteLength]): StreamTally => {
  const tally = emptyTally();
  const reader = new HttpReader(tally, true);
  for (let at = 0, turn = 0; at < bytes.byteLength; turn += 1) {
    const length = cuts[turn % cuts.length] ?? 1;
    reader.read(bytes.subarray(at, at + length));
    at += length;
  }
  return tally;
};

const http = (status: string, fields: string, body = ''): Buffer =>
  Buffer.from(`HTTP/1.1 ${status}\r\n${fields}\r\n\r\n${body}`);
const answer = (type: string, body: string): Buffer =>
  http('200 OK', `content-type: ${type}\r\ncontent-length: ${Buffer.byteLength(body)}`, body);
const chunked = (...chunks: readonly string[]): string =>
  chunks.map((chunk) => `${Buffer.byteLength(chunk).toString(16)}\r\n${chunk}\r\n`).join('');
/** RFC 6455 §5.2: an unmasked text frame. */
const frame = (text: string, opcode = 0x81): Buffer => {
  const content = Buffer.from(text);
  const { byteLength } = content;
  const length = byteLength < 126 ? [byteLength] : [126, byteLength >> 8, byteLength & 0xff];
  return Buffer.concat([Buffer.from([opcode, ...length]), content]);
};
const upgrade = (fields: string): Buffer => http('101 Switching Protocols', `Upgrade: websocket\r\n${fields}`);

const stanza = `<message to="a@b"><item id="mwvq-7"><notification lab:entry='${entry}'>&lt;Update/&gt;</notification></item></message>`;
const headOf = (bytes: Buffer): number => bytes.indexOf('\r\n\r\n') + 4;

/** Each wire with an entry on it, and what of it is payload. */
const wires: Readonly<
  Record<string, { readonly bytes: Buffer; readonly entries: number; readonly around: Partial<StreamTally> }>
> = {
  batch: {
    bytes: answer('application/json', `{"cursor":"mwvq-8","events":[${entry},${entry}],"more":false}`),
    entries: 2,
    around: { framing: '{"cursor":"mwvq-8","events":[,],"more":false}'.length },
  },
  board: {
    bytes: answer('application/json', `{"cursor":"mwvq-8","agents":[],"events":[${entry}]}`),
    entries: 1,
    around: { framing: '{"cursor":"mwvq-8","agents":[],"events":[]}'.length },
  },
  'event stream': {
    bytes: http(
      '200 OK',
      'content-type: text/event-stream\r\ntransfer-encoding: chunked',
      chunked(': \nid: mwvq-6\n\n', `id: mwvq-7\ndata: ${entry}\n\n`),
    ),
    entries: 1,
    // The heartbeat in its chunk; chunk size and breaks; `id:` line, `data: ` and two line feeds.
    around: { framing: 15 + 5 + 6 + 'id: mwvq-7\n'.length + 'data: '.length + 2 },
  },
  WebSocket: {
    bytes: Buffer.concat([upgrade('x: y'), frame('{"cursor":"mwvq-6"}'), frame(entry), frame('', 0x89)]),
    entries: 1,
    around: { framing: 2 + 19 + 2 + 2 },
  },
  XMPP: {
    bytes: Buffer.concat([upgrade('Sec-WebSocket-Protocol: xmpp'), frame(stanza)]),
    entries: 1,
    around: { framing: 4, xmppXml: Buffer.byteLength(stanza) - entryBytes },
  },
  BOSH: {
    bytes: answer('text/xml; charset=utf-8', `<body xmlns="x">${stanza}</body>`),
    entries: 1,
    around: { framing: '<body xmlns="x"></body>'.length, xmppXml: Buffer.byteLength(stanza) - entryBytes },
  },
};

describe('each wire is taken apart', () => {
  for (const [name, { bytes, entries, around }] of Object.entries(wires)) {
    it(name, () => {
      const expected = { ...emptyTally(), payload: entries * entryBytes, httpHeaders: headOf(bytes), ...around };
      assert.deepEqual(answered(bytes), expected);
      const sum = Object.values(expected).reduce((total, one) => total + one, 0);
      assert.equal(sum, bytes.byteLength, 'every byte belongs to one layer');
    });
  }
});

test('however it is cut, the layers are the same', () => {
  const all = Object.values(wires).map(({ bytes }) => bytes);
  holds(
    property(constantFrom(...all), array(integer({ min: 1, max: 60 }), { minLength: 1 }), (bytes, cuts) => {
      assert.deepEqual(answered(bytes, cuts), answered(bytes));
    }),
    { numRuns: 300 },
  );
});

test('messages follow one another on a connection that is kept', () => {
  const empty = http('204 No Content', 'lab-cursor: mwvq-8');
  const { bytes } = wires['batch'] ?? { bytes: Buffer.alloc(0) };
  const tally = answered(Buffer.concat([empty, bytes, empty]), [7]);
  assert.equal(tally.httpHeaders, 2 * empty.byteLength + headOf(bytes));
  assert.equal(tally.payload, 2 * entryBytes);
});

test('the request of an upgrade ends where its head ends, and masked frames follow', () => {
  const tally = emptyTally();
  const up = new HttpReader(tally, false);
  const down = new HttpReader(tally, true, (content: FrameContent) => up.upgrade(content));
  up.read(Buffer.from('GET /ws/ HTTP/1.1\r\nUpgrade: websocket\r\n\r\n'));
  down.read(upgrade('Sec-WebSocket-Protocol: xmpp'));
  const heads = tally.httpHeaders;
  // RFC 6455 §5.2: length 5 with the mask bit, four bytes of mask.
  up.read(Buffer.from([0x81, 0x85, 1, 2, 3, 4, 9, 9, 9, 9, 9]));
  assert.deepEqual(tally, { ...emptyTally(), httpHeaders: heads, framing: 6, xmppXml: 5 });
  assert.equal(up.frames, 1);
});

test('a request with a body: its length stands in the head', () => {
  const tally = emptyTally();
  const reader = new HttpReader(tally, false);
  const body = '<body rid="1"/>';
  reader.read(
    Buffer.from(`POST /http-bind/ HTTP/1.1\r\ncontent-type: text/xml\r\ncontent-length: ${body.length}\r\n\r\n${body}`),
  );
  assert.equal(tally.framing, body.length);
  assert.equal(reader.heads, 1);
});

test('what is no HTTP at all is kept within bounds', () => {
  const tally = answered(Buffer.alloc(300_000, 'x'), [10_000]);
  assert.ok(tally.payload > 200_000);
});

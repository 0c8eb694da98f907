// What is not there: bytes that were not captured, and connections that began before the capture.
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { CaptureRecord } from '../../../servers/protocol/capture.ts';
import { chunk, entry, exampleKey, frame, recordsOf, upgraded, type Said } from './testing/records.ts';
import { assertComplete, dissect } from './testing/tiling.ts';

/** What is said first, so many bytes lost, and what is said then. */
const withLoss = (before: readonly Said[], byteCount: number, after: readonly Said[], transport = 'sse') => {
  const lost: CaptureRecord = { kind: 'lost', connection: 1, atMs: 50, direction: 'down', byteCount };
  const dissector = dissect([...recordsOf(before, transport), lost, ...recordsOf(after, transport).slice(1)]);
  assertComplete(dissector);
  return dissector;
};

const event = (sequence: number): string => chunk(`id: e1-${sequence}\ndata: ${entry(sequence)}\n\n`);
const stream: readonly Said[] = [
  ['up', 'GET /sse/events HTTP/1.1\r\n\r\n'],
  ['down', 'HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\nTransfer-Encoding: chunked\r\n\r\n'],
];
const kindsOf = (dissector: ReturnType<typeof dissect>): readonly string[] =>
  dissector.messages.map(({ kind, isAfterLoss }) => (isAfterLoss ? `${kind}*` : kind));

describe('a loss', () => {
  it('of whole chunks is followed by the next chunk', () => {
    const dissector = withLoss([...stream, ['down', event(1)]], event(2).length, [['down', event(3)]]);
    assert.deepEqual(kindsOf(dissector), ['request-head', 'response-head', 'chunk', 'chunk*']);
    const [exchange] = dissector.exchanges;
    assert.deepEqual([exchange?.entries, exchange?.lostBytes], [2, event(2).length]);
    assert.equal(exchange?.transferredBytes, dissector.totals.bytesDown + event(2).length);
  });
  it('inside a chunk leaves the rest of it unread, and the next chunk is read', () => {
    const dissector = withLoss([...stream, ['down', event(1).slice(0, 60)]], 30, [
      ['down', event(1).slice(90) + event(2)],
    ]);
    assert.deepEqual(kindsOf(dissector), ['request-head', 'response-head', 'chunk', 'unread*', 'chunk']);
    assert.equal(dissector.messages[3]?.spans()[0]?.kind, 'unread.after-loss');
    assert.equal(dissector.exchanges[0]?.entries, 1);
  });
  it('over the end of a chunk is read on at the next size', () => {
    const dissector = withLoss([...stream, ['down', event(1).slice(0, 60)]], 300, [['down', `"}\n\n\r\n${event(3)}`]]);
    assert.deepEqual(kindsOf(dissector).slice(-2), ['unread*', 'chunk']);
  });
  it('of whole frames, or inside a frame, is followed by the next frame', () => {
    const [one, two, three] = [1, 2, 3].map((sequence) => frame(entry(sequence))) as [Buffer, Buffer, Buffer];
    const whole = withLoss([...upgraded(), ['down', one]], two.byteLength, [['down', three]], 'websocket');
    assert.deepEqual(kindsOf(whole).slice(2), ['frame', 'frame*']);
    const inside = withLoss(
      [...upgraded(), ['down', one.subarray(0, 9)]],
      20,
      [['down', Buffer.concat([one.subarray(29), two])]],
      'websocket',
    );
    assert.deepEqual(kindsOf(inside).slice(2), ['frame', 'unread*', 'frame']);
    const beyond = withLoss(
      [...upgraded(), ['down', one.subarray(0, 9)]],
      400,
      [['down', Buffer.concat([two.subarray(150), three])]],
      'websocket',
    );
    assert.deepEqual(kindsOf(beyond).slice(2), ['frame', 'unread*', 'frame']);
  });
  it('inside a body of a known length leaves the rest of it unread; the next answer is read', () => {
    const ask: Said = ['up', 'GET /a HTTP/1.1\r\n\r\n'];
    const head = 'HTTP/1.1 200 OK\r\nContent-Length: 20\r\n\r\n';
    const dissector = withLoss([ask, ['down', `${head}12345`]], 10, [['down', `67890${head}`], ask]);
    assert.deepEqual(kindsOf(dissector).slice(2, 5), ['response-body', 'unread*', 'response-head']);
    const beyond = withLoss([ask, ['down', `${head}12345`]], 30, [['down', `67890\n${head}`]]);
    assert.deepEqual(kindsOf(beyond).slice(2), ['response-body', 'unread*', 'response-head']);
    const exactly = withLoss([ask, ['down', `${head}12345`]], 15, [ask, ['down', head]]);
    assert.deepEqual(kindsOf(exactly).slice(2), ['response-body', 'request-head', 'response-head*']);
  });
  it('of whole answers leaves those requests without, and the newest request gets the next answer', () => {
    const ask: Said = ['up', 'GET /a HTTP/1.1\r\n\r\n'];
    const answer: Said = ['down', 'HTTP/1.1 204 No Content\r\n\r\n'];
    const dissector = withLoss([ask], 27, [ask, answer, ask, answer]);
    assert.deepEqual(
      dissector.exchanges.map(({ status }) => status),
      [null, 204, 204],
    );
  });
});

describe('after a loss, an exchange', () => {
  it('that lost its answer or its request is over once a later one was answered', () => {
    const ask: Said = ['up', 'GET /a HTTP/1.1\r\n\r\n'];
    const answer: Said = ['down', 'HTTP/1.1 204 No Content\r\n\r\n'];
    const unanswered = withLoss([ask], 27, [ask, answer]);
    assert.deepEqual(
      unanswered.exchanges.map(({ endedMs }) => endedMs),
      [2, 2],
    );
    const torn = withLoss([ask, ['down', 'HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\n1']], 8, [ask, answer]);
    assert.ok(torn.exchanges.every(({ isOpen }) => !isOpen));
    const unasked = dissect(recordsOf([answer, ask, answer]));
    assertComplete(unasked);
    assert.deepEqual(
      unasked.exchanges.map(({ isOpen }) => isOpen),
      [false, false],
    );
  });
  it('that still waits is open until the server takes it down with it', () => {
    const dissector = withLoss([['up', 'GET /a HTTP/1.1\r\n\r\n']], 27, []);
    assert.equal(dissector.exchanges[0]?.isOpen, true);
    dissector.push({ kind: 'close', connection: 1, atMs: 90, by: 'server', isReset: true });
    assert.equal(dissector.exchanges[0]?.endedMs, 90);
  });
});

describe('a connection that began before the capture', () => {
  const middle = (transport: string, said: readonly Said[]) => {
    const dissector = dissect(recordsOf(said).slice(1), { transport });
    assertComplete(dissector);
    return dissector;
  };
  it('of a WebSocket is read from the first frame that is told by its text', () => {
    const rest = Buffer.concat([frame(entry(1)).subarray(30), frame(entry(2)), frame('', { first: 0x89 })]);
    const dissector = middle('websocket', [
      ['down', rest],
      ['up', frame('', { first: 0x8a, key: exampleKey })],
    ]);
    assert.deepEqual(kindsOf(dissector), ['unread', 'frame', 'frame', 'frame']);
    assert.deepEqual([dissector.exchanges[0]?.type, dissector.exchanges[0]?.entries], ['websocket', 1]);
  });
  it('of polls is read from the next head', () => {
    const dissector = middle('short-poll', [
      ['down', 'rest of a body}'],
      ['up', 'GET /b HTTP/1.1\r\n\r\n'],
      ['down', 'HTTP/1.1 204 No Content\r\n\r\n'],
    ]);
    assert.deepEqual(kindsOf(dissector), ['unread', 'request-head', 'response-head']);
  });
  it('of an event stream is read from the next chunk', () => {
    const dissector = middle('sse', [
      ['down', event(1).slice(50) + event(2)],
      ['down', event(3)],
    ]);
    assert.deepEqual(kindsOf(dissector), ['unread', 'chunk', 'chunk']);
    assert.equal(dissector.exchanges[0]?.entries, 2);
  });
});

// Event streams and WebSocket frames: every byte has a name, wherever chunks and fragments are cut.
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { eventStreamSpans } from './sse-spans.ts';
import { Source } from './source.ts';
import type { WireMessage } from './message.ts';
import { chunk, entry, exampleKey, frame, recordsOf, upgraded, type Said } from './testing/records.ts';
import { assertComplete, assertTiled, dissect, leaves } from './testing/tiling.ts';

const blocksOf = (text: string) => {
  const spans = eventStreamSpans(new Source(Buffer.from(text)));
  assertTiled(spans, 0, Buffer.byteLength(text));
  return spans.map(({ kind, value, children }) => [kind, value, ...(children ?? []).map((line) => line.kind)]);
};

const stream = (...chunks: readonly string[]) => {
  const dissector = dissect(
    recordsOf([
      ['up', 'GET /sse/events HTTP/1.1\r\n\r\n'],
      ['down', 'HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\nTransfer-Encoding: chunked\r\n\r\n'],
      ...chunks.map((text): Said => ['down', chunk(text)]),
    ]),
  );
  assertComplete(dissector);
  return dissector;
};

describe('an event stream', () => {
  it('has blocks of fields, and tells a heartbeat from an event', () => {
    assert.deepEqual(blocksOf(`: \nid: e1-0\n\nid: e1-1\r\nevent: gap\r\ndata: {}\r\n\r\nretry: 5\rfoo\r\r`), [
      ['sse.heartbeat', 'e1-0', 'sse.comment', 'sse.id', 'sse.dispatch'],
      ['sse.block', 'e1-1', 'sse.id', 'sse.event-type', 'sse.data', 'sse.dispatch'],
      ['sse.block', undefined, 'sse.retry', 'sse.unknown', 'sse.dispatch'],
    ]);
  });
  it('goes on in the middle of a field when a chunk ends there', () => {
    const text = `id: e1-1\ndata: ${entry(1)}\n\n`;
    const whole = leaves(stream(text), 'down').filter(([kind]) => /^(sse|json)/.test(kind));
    for (let at = 1; at < text.length; at += 1) {
      const cut = stream(text.slice(0, at), text.slice(at));
      assert.equal(cut.exchanges[0]?.entries, 1);
      assert.equal(cut.exchanges[0]?.payloadBytes, entry(1).length);
      // Parts of one leaf are put together again: what was cut is called what it was.
      const joined: [string, string][] = [];
      for (const [kind, part] of leaves(cut, 'down').filter(([name]) => /^(sse|json)/.test(name))) {
        const last = joined.at(-1);
        const wanted = whole[joined.length - 1]?.[1];
        if (last && last[0] === kind && last[1] !== wanted) last[1] += part;
        else joined.push([kind, part]);
      }
      assert.deepEqual(joined, whole, `cut at ${at}`);
    }
  });
  it('tells what each chunk brings', () => {
    const keys = stream(
      ': \nid: e1-0\n\n',
      `id: e1-1\ndata: ${entry(1)}\n\n`,
      'retry: 2000\n\n',
      `id: e1-5\nevent: gap\ndata: {}\n\n`,
      'a: ',
    )
      .messages.slice(2)
      .map(({ summary }) => summary.key);
    assert.deepEqual(keys, ['sse.heartbeat', 'sse.event', 'sse.retry', 'sse.gap', 'sse.part']);
  });
});

const framesOf = (...said: readonly Said[]) => {
  const dissector = dissect(recordsOf([...upgraded(), ...said], 'websocket'));
  assertComplete(dissector);
  return dissector;
};

const framesIn = (messages: readonly WireMessage[]): readonly WireMessage[] =>
  messages.filter(({ kind }) => kind === 'frame');

const shown = (message: WireMessage | undefined) => message?.spans().map(({ kind, value }) => [kind, value]);

describe('a frame', () => {
  it('of a server: RFC 6455 §5.7, "Hello" unmasked', () => {
    const [hello] = framesIn(framesOf(['down', Buffer.from('810548656c6c6f', 'hex')]).messages);
    assert.deepEqual(shown(hello), [
      ['ws.text', 'FIN=1 RSV=000 opcode=1'],
      ['ws.length', 'MASK=0 5'],
      ['ws.payload', 'Hello'],
    ]);
  });
  it('of a client: RFC 6455 §5.7, "Hello" masked; its text is told without the mask', () => {
    const dissector = framesOf(['up', Buffer.from('818537fa213d7f9f4d5158', 'hex')]);
    const [hello] = framesIn(dissector.messages);
    assert.deepEqual(shown(hello), [
      ['ws.text', 'FIN=1 RSV=000 opcode=1'],
      ['ws.length', 'MASK=1 5'],
      ['ws.mask-key', '37 fa 21 3d'],
      ['ws.masked-payload', 'Hello'],
    ]);
    assert.equal(hello?.stanza, 'Hello');
    assert.equal(Buffer.from(dissector.bytesOf(hello)).toString('hex'), '818537fa213d7f9f4d5158');
  });
  it('has a length of 7, 16 or 64 bits', () => {
    const long = Buffer.concat([Buffer.from('827f0000000000010000', 'hex'), Buffer.alloc(65_536)]);
    const frames = framesIn(framesOf(['down', Buffer.concat([frame('x'.repeat(300)), long])]).messages);
    assert.deepEqual(shown(frames[0])?.slice(1, 3), [
      ['ws.length', 'MASK=0 126'],
      ['ws.length-16', '300'],
    ]);
    assert.deepEqual(shown(frames[1])?.slice(1, 3), [
      ['ws.length', 'MASK=0 127'],
      ['ws.length-64', '65536'],
    ]);
  });
  it('is a ping, a pong or a close with code and reason', () => {
    const dissector = framesOf(
      ['down', Buffer.from('8902abcd', 'hex')],
      ['up', frame(Buffer.from('abcd', 'hex'), { first: 0x8a, key: exampleKey })],
      ['up', frame(Buffer.from('\x03\xe9bye', 'latin1'), { first: 0x88, key: exampleKey })],
      ['down', frame('', { first: 0x88 })],
    );
    const frames = framesIn(dissector.messages);
    assert.deepEqual(
      frames.map(({ summary }) => summary),
      [
        { key: 'ws.ping', values: { bytes: 2 } },
        { key: 'ws.pong', values: { bytes: 2 } },
        { key: 'ws.close', values: { code: 1001, reason: 'bye' } },
        { key: 'ws.close.empty', values: {} },
      ],
    );
    assert.deepEqual(shown(frames[2])?.slice(-2), [
      ['ws.close-code', '1001'],
      ['ws.close-reason', 'bye'],
    ]);
    assert.equal(dissector.exchanges[0]?.frames, 4);
  });
});

describe('a frame among others', () => {
  it('counts its payload as size when the server sent it, so that no more is its size than was transferred', () => {
    const [exchange] = framesOf(
      ['up', frame('x'.repeat(900), { key: exampleKey })],
      ['down', frame('Hello')],
    ).exchanges;
    assert.deepEqual([exchange?.sizeBytes, exchange?.frames], [5, 2]);
  });
  it('in fragments is one message, with a ping in between', () => {
    const text = entry(1);
    const dissector = framesOf([
      'down',
      Buffer.concat([
        frame(text.slice(0, 50), { first: 1 }),
        frame('', { first: 0x89 }),
        frame(text.slice(50), { first: 0x80 }),
      ]),
    ]);
    const [exchange] = dissector.exchanges;
    assert.deepEqual([exchange?.entries, exchange?.payloadBytes, exchange?.frames], [1, text.length, 3]);
    assert.ok(leaves(dissector, 'down').every(([kind]) => !kind.startsWith('unread')));
  });
  it('with reserved bits or a reserved opcode is flagged, and the next one is read', () => {
    const frames = framesIn(
      framesOf([
        'down',
        Buffer.concat([frame('a', { first: 0x83 }), frame('b', { first: 0xc1 }), frame('{"cursor":"e1-0"}')]),
      ]).messages,
    );
    assert.deepEqual(
      frames.map((message) => message.spans()[0]?.kind),
      ['ws.reserved', 'ws.rsv', 'ws.text'],
    );
  });
});

describe('the JSON of the lab', () => {
  it('says what it is, and what its members are', () => {
    const texts = [
      entry(1),
      '{"cursor":"e1-1"}',
      '{"gap":{"after":"e1-1","next":"e1-9","missed":7}}',
      '{"id":1,"ok":true}',
      '{"id":1,"error":{"code":"LAB_X","message":"No."}}',
    ];
    const messages = framesIn(framesOf(...texts.map((text): Said => ['down', frame(text)])).messages);
    assert.deepEqual(
      messages.map(({ summary }) => summary.key),
      ['json.entry', 'json.position', 'json.gap', 'json.done', 'json.error'],
    );
    const objects = messages.map((message) => message.spans().at(-1)?.children?.[0]);
    assert.deepEqual(
      objects.map((object) => object?.kind),
      ['lab.entry', 'lab.position', 'json.object', 'lab.answer', 'lab.answer'],
    );
    assert.deepEqual(
      objects[0]?.children?.filter(({ kind }) => kind.startsWith('lab')).map(({ kind, value }) => `${kind} ${value}`),
      ['lab.cursor cursor: e1-1', 'lab.published-at publishedAtNs: 1000000000', 'lab.topics topics', 'lab.event event'],
    );
  });
  it('is unread from where it breaks; a text that is no UTF-8 is flagged', () => {
    const dissector = framesOf(
      ['down', frame('{"a":1,,"b":2}')],
      ['down', frame(Buffer.from('7b2261223a22ff227d', 'hex'))],
    );
    const found = leaves(dissector, 'down').filter(([kind]) => kind.startsWith('unread'));
    assert.deepEqual(found, [
      ['unread.json', ',"b":2}'],
      ['unread.utf8', '"\xff"'],
    ]);
  });
});

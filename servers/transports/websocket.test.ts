// The bytes of `websocket`: handshake, frames both ways, refusals, and every way to close.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { eventExamples } from '../protocol/event.ts';
import { openLab, until } from '../testing/lab.ts';
import { clientFrame, exchange, get, RawClient, upgrade } from '../testing/raw-client.ts';

// RFC 6455 §1.3: the accept value of the key that `upgrade` sends.
const head = [
  'HTTP/1.1 101 Switching Protocols',
  'Upgrade: websocket',
  'Connection: Upgrade',
  'Sec-WebSocket-Accept: s3pPLMBiTxaQ9kYGzzhZRbK+xOo=',
  '',
  '',
].join('\r\n');

const entry =
  '{"cursor":"e1-1","publishedAtNs":"1000000000","topics":["/lab/events","/finesse/api/Queue/10"],' +
  '"event":{"type":"queue-statistics","queue":"10","callsInQueue":3,"longestWaitSeconds":41,"agentsReady":5,' +
  '"at":"2026-11-22T10:00:00.000Z"}}';

/** RFC 6455 §5.2. */
const opcodes = { text: 1, binary: 2, reserved: 3, close: 8, ping: 9 } as const;
/** Frames of the server as hex. */
const hex = (client: RawClient): string => client.bytes.subarray(head.length).toString('hex');
const frame = (payload: string): string => {
  const length = payload.length < 126 ? [payload.length] : [126, payload.length >> 8, payload.length & 255];
  return Buffer.concat([Buffer.of(0x81, ...length), Buffer.from(payload)]).toString('hex');
};
const closing = (code: number, reason = ''): string =>
  Buffer.concat([Buffer.of(0x88, 2 + reason.length, code >> 8, code & 255), Buffer.from(reason)]).toString('hex');

const opened = async (port: number, path = '/websocket/events'): Promise<RawClient> => {
  const client = new RawClient(port, upgrade(path));
  await client.until('"}');
  return client;
};

test('begins with its position, and then each entry is a text frame', async (context) => {
  const { port, feed } = await openLab(context);
  const client = new RawClient(port, upgrade('/websocket/events'));
  await client.until('{"cursor":"e1-0"}');
  assert.equal(client.text.slice(0, head.length), head);
  assert.equal(hex(client), '8111' + Buffer.from('{"cursor":"e1-0"}').toString('hex'));
  feed.publish(eventExamples['queue-statistics']);
  await client.until(entry);
  assert.equal(hex(client), frame('{"cursor":"e1-0"}') + frame(entry));
});

test('a reader that is behind gets a frame an entry', async (context) => {
  const { port, feed } = await openLab(context);
  for (let count = 0; count < 3; count += 1) feed.publish(eventExamples['queue-statistics']);
  const client = new RawClient(port, upgrade('/websocket/events?after=e1-1'));
  await client.until('"e1-3"');
  const frames = [2, 3].map((sequence) => frame(entry.replaceAll('e1-1', `e1-${sequence}`)));
  assert.equal(hex(client), frame('{"cursor":"e1-1"}') + frames.join(''));
});

test('a silent socket is pinged and told where it stands', async (context) => {
  const { port, feed } = await openLab(context, { heartbeatMs: 30 });
  const client = await opened(port, '/websocket/events?topic=/mine');
  feed.publish(eventExamples['queue-statistics']);
  await client.until('{"cursor":"e1-1"}');
  assert.equal(hex(client), frame('{"cursor":"e1-0"}') + '8900' + frame('{"cursor":"e1-1"}'));
});

test('who answers no ping is gone after two heartbeats', async (context) => {
  const { port, feed } = await openLab(context, { heartbeatMs: 30 });
  const client = await opened(port);
  await client.end();
  await until(() => feed.figures.readers === 0, 'no reader is left');
});

test('a ping of the client is answered with its payload', async (context) => {
  const { port } = await openLab(context);
  const client = await opened(port);
  client.send(clientFrame(opcodes.ping, 'x=1'));
  await client.until('x=1');
  assert.equal(hex(client), frame('{"cursor":"e1-0"}') + '8a03783d31');
});

const refused: readonly (readonly [query: string, code: number, reason: string])[] = [
  ['after=e0-7', 4410, 'LAB_CURSOR_EXPIRED'],
  ['after=', 4400, 'LAB_CURSOR_INVALID'],
  ['after=e1-1', 4400, 'LAB_CURSOR_INVALID'],
  ['after=e1-0&after=e1-0', 4400, 'LAB_PARAMETER_INVALID'],
  ['topic=x', 4400, 'LAB_TOPIC_INVALID'],
];
for (const [query, code, reason] of refused) {
  test(`${query} is accepted and closed with ${code} ${reason}`, async (context) => {
    const { port, feed } = await openLab(context);
    const client = new RawClient(port, upgrade(`/websocket/events?${query}`));
    await client.until(reason);
    assert.equal(hex(client), closing(code, reason));
    client.send(clientFrame(opcodes.close, Buffer.of(code >> 8, code & 255)));
    await client.end();
    assert.equal(feed.figures.readers, 0);
  });
}

test('a plain GET is refused with 426 and the protocol to upgrade to', async (context) => {
  const { port } = await openLab(context);
  assert.equal(
    await exchange(port, get('/websocket/events')),
    'HTTP/1.1 426 Upgrade Required\r\nupgrade: websocket\r\ncontent-type: application/json; charset=utf-8\r\n' +
      'content-length: 94\r\nDate: <now>\r\nConnection: close\r\n\r\n' +
      '{"code":"LAB_UPGRADE_REQUIRED","message":"This address speaks WebSocket: ask for an upgrade."}',
  );
});

test('a subprotocol is refused with 400 before the upgrade', async (context) => {
  const { port } = await openLab(context);
  for (const protocol of ['xmpp', 'mqtt, xmpp']) {
    assert.equal(
      await exchange(port, upgrade('/websocket/events', `Sec-WebSocket-Protocol: ${protocol}`)),
      'HTTP/1.1 400 Bad Request\r\nconnection: close\r\ncontent-type: application/json; charset=utf-8\r\n' +
        'content-length: 101\r\nDate: <now>\r\n\r\n' +
        '{"code":"LAB_SUBPROTOCOL_INVALID","message":"This WebSocket has no subprotocol; /ws/ speaks `xmpp`."}',
    );
  }
});

test('an offer to upgrade to something else is passed over', async (context) => {
  const { port } = await openLab(context);
  const h2c = get('/short-poll/events', 'Upgrade: h2c', 'HTTP2-Settings: AAMAAABkAAQAoAAA').replace(
    'close',
    'Upgrade, close',
  );
  assert.match(await exchange(port, h2c), /^HTTP\/1\.1 204 No Content\r\n/);
});

test('a command is answered, and its result is an entry on the feed', async (context) => {
  const { port } = await openLab(context);
  const client = await opened(port, '/websocket/events?topic=/finesse/api/User/1001001');
  client.send(clientFrame(opcodes.text, '{"id":7,"set":{"agent":"1001001","state":"READY"}}'));
  await client.until('"state":"READY"');
  assert.ok(hex(client).startsWith(frame('{"cursor":"e1-0"}') + frame('{"id":7,"ok":true}')));
  assert.match(client.text, /"state":"NOT_READY".*"state":"READY"/s);
});

const commands: readonly (readonly [what: string, sent: string, answer: string])[] = [
  ['no JSON', 'hello', '{"id":null,"error":{"code":"LAB_FRAME_INVALID","message":"The message is not JSON."}}'],
  [
    'half a command',
    '{"id":"a","set":{"agent":"1001001"}}',
    '{"id":"a","error":{"code":"LAB_FRAME_INVALID","message":"A command is {\\"id\\",\\"set\\":{\\"agent\\",\\"state\\"}}."}}',
  ],
  [
    'an agent nobody knows',
    '{"id":1,"set":{"agent":"__proto__","state":"READY"}}',
    '{"id":1,"error":{"code":"LAB_AGENT_UNKNOWN","message":"There is no agent \\"__proto__\\"."}}',
  ],
  [
    'a state that only calls bring',
    '{"id":1,"set":{"agent":"1001001","state":"TALKING"}}',
    '{"id":1,"error":{"code":"LAB_STATE_REFUSED","message":"Agent 1001001 is NOT_READY and cannot become TALKING."}}',
  ],
];
for (const [what, sent, answer] of commands) {
  test(`a command with ${what} is answered with an error, and the socket stays open`, async (context) => {
    const { port, feed } = await openLab(context);
    const client = await opened(port);
    client.send(clientFrame(opcodes.text, sent));
    await client.until(answer);
    assert.equal(hex(client), frame('{"cursor":"e1-0"}') + frame(answer));
    feed.publish(eventExamples['queue-statistics']);
    await client.until(entry);
  });
}

const endings: readonly (readonly [what: string, sent: Buffer, closed: string])[] = [
  ['a binary frame', clientFrame(opcodes.binary, 'x'), closing(1003, 'This WebSocket speaks text.')],
  ['a frame over 64 KiB', clientFrame(opcodes.text, 'x'.repeat(64 * 1024 + 1)), closing(1009)],
  ['a text that is not UTF-8', clientFrame(opcodes.text, Buffer.of(0xff, 0xfe)), closing(1007)],
  ['a frame without a mask', Buffer.from('8101ff', 'hex'), closing(1002)],
  ['a reserved opcode', clientFrame(opcodes.reserved, 'x'), closing(1002)],
  ['a close frame', clientFrame(opcodes.close, Buffer.of(3, 232)), closing(1000)],
];
for (const [what, sent, closed] of endings) {
  test(`${what} ends the connection with ${closed}`, async (context) => {
    const { port, feed } = await openLab(context);
    const client = await opened(port);
    client.send(sent);
    await until(() => hex(client).endsWith(closed), `${hex(client)} ends with ${closed}`);
    client.reset();
    await until(() => feed.figures.readers === 0, 'no reader is left');
  });
}

test('a drain closes with 1001', async (context) => {
  const lab = await openLab(context);
  const client = await opened(lab.port);
  const draining = lab.drain();
  lab.feed.publish(eventExamples['queue-statistics']);
  await client.until('LAB_SERVER_CLOSING');
  assert.equal(hex(client), frame('{"cursor":"e1-0"}') + closing(1001, 'LAB_SERVER_CLOSING'));
  client.send(clientFrame(opcodes.close, Buffer.of(3, 233)));
  await draining;
});

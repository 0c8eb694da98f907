// The WebSocket door of XMPP on real sockets: upgrade, frames, bytes, slow readers, and the end.
import assert from 'node:assert/strict';
import { once } from 'node:events';
import type { Socket } from 'node:net';
import { mock, test } from 'node:test';
import { WebSocket } from 'ws';
import { eventExamples } from '../protocol/event.ts';
import { readGap } from '../protocol/xmpp-pubsub.ts';
import { closeFrame, openFrame } from '../protocol/xmpp.ts';
import { parseFrame } from '../xmpp/parse.ts';
import { XmppServer } from '../testing/xmpp-bed.ts';

/** Resolves once `isTrue` is, looked at in every turn of the event loop. */
const until = async (isTrue: () => boolean): Promise<void> => {
  while (!isTrue()) await new Promise((resolve) => setImmediate(resolve));
};

test('refuses an upgrade without the subprotocol xmpp before it happens', { timeout: 10_000 }, async () => {
  await using server = await XmppServer.start();
  for (const protocols of [undefined, 'foo', 'xmpp2, foo']) {
    const { head, body } = await server.refusal(protocols);
    assert.match(head, /^http\/1\.1 400 /);
    assert.equal((JSON.parse(body) as { code: string }).code, 'LAB_SUBPROTOCOL_INVALID');
  }
});

test('chooses xmpp among several subprotocols', { timeout: 10_000 }, async () => {
  await using server = await XmppServer.start();
  const { head } = await server.refusal('foo, xmpp');
  assert.match(head, /^http\/1\.1 101 /);
  assert.match(head, /^sec-websocket-protocol: xmpp\r?$/m);
  assert.doesNotMatch(head, /sec-websocket-extensions/);
});

test('asks a plain request to upgrade', { timeout: 10_000 }, async () => {
  await using server = await XmppServer.start();
  const { head, body } = await server.refusal(undefined, false);
  assert.match(head, /^http\/1\.1 426 /);
  assert.match(head, /^upgrade: websocket\r?$/m);
  assert.equal((JSON.parse(body) as { code: string }).code, 'LAB_UPGRADE_REQUIRED');
});

for (const [claim, data, code] of [
  ['a binary frame closes with 1003', Buffer.from('<open/>'), 1003],
  ['a frame that does not begin with < closes with 1007', ' <open/>', 1007],
  ['an empty frame closes with 1007', '', 1007],
  ['a frame over 64 KiB closes with 1009', `<${'a'.repeat(65_536)}`, 1009],
  ['a stream error closes with 1000', '<open', 1000],
  ['<close/> is answered and closes with 1000', closeFrame, 1000],
] as const) {
  test(claim, { timeout: 10_000 }, async () => {
    await using server = await XmppServer.start();
    const client = await server.open();
    client.socket.send(data);
    assert.equal(await client.closed, code);
    if (code === 1000) assert.equal(client.frames.at(-1), closeFrame);
  });
}

test('writes an event as one unmasked text frame, byte for byte', { timeout: 10_000 }, async () => {
  await using server = await XmppServer.start();
  const client = await server.open();
  await client.subscribe();
  const raw = (client.socket as unknown as { readonly _socket: Socket })._socket;
  const bytes = new Promise<Buffer>((resolve) => raw.once('data', resolve));
  server.built.feed.publish(eventExamples.dialog);
  const frame = await bytes;
  await client.received(8);
  const payload = Buffer.from(client.frames[7] ?? '');
  // FIN and text, no mask, a length of 16 bits (RFC 6455 §5.2).
  assert.deepEqual(frame, Buffer.concat([Buffer.of(0x81, 126, payload.length >> 8, payload.length & 255), payload]));
});

test('whatever a subscriber is behind by goes out in one write', { timeout: 10_000 }, async () => {
  await using server = await XmppServer.start();
  const client = await server.open();
  await client.subscribe();
  const [socket] = server.sockets;
  assert.ok(socket);
  const write = mock.method(socket, 'write');
  const cursors = Array.from({ length: 50 }, () => server.built.feed.publish(eventExamples.dialog).cursor);
  await client.received(57);
  assert.deepEqual(client.cursors, cursors);
  assert.equal(write.mock.callCount(), 1);
});

test('answers and events interleave frame by frame, never inside one', { timeout: 10_000 }, async () => {
  await using server = await XmppServer.start();
  const client = await server.open();
  await client.subscribe();
  const ping = `<iq xmlns='jabber:client' type='get' id='p'><ping xmlns='urn:xmpp:ping'/></iq>`;
  for (let count = 0; count < 100; count += 1) {
    server.built.feed.publish({ ...eventExamples.dialog, pad: 'x'.repeat(count * 20) });
    client.socket.send(ping);
    if (count % 10 === 0) await new Promise((resolve) => setImmediate(resolve));
  }
  await client.received(207);
  assert.equal(client.cursors.length, 100);
  for (const frame of client.frames) parseFrame(frame);
});

test(
  'a slow reader is bounded, and has everything in order once it reads again, beside a fast one',
  { timeout: 20_000 },
  async () => {
    await using server = await XmppServer.start();
    const client = await server.open();
    await client.subscribe();
    const fast = await server.open();
    await fast.subscribe('fast');
    const [socket] = server.sockets;
    assert.ok(socket);
    client.socket.pause();
    const pad = 'x'.repeat(8000);
    const published: string[] = [];
    let largest = 0;
    for (let count = 0; count < 2000; count += 1) {
      published.push(server.built.feed.publish({ ...eventExamples.dialog, pad }).cursor);
      if (count % 3 === 2) await new Promise((resolve) => setImmediate(resolve));
      largest = Math.max(largest, socket.writableLength);
    }
    assert.equal(socket.writableNeedDrain, true);
    assert.ok(largest < 4 * 1024 * 1024, `${largest} bytes waited`);
    client.socket.resume();
    await client.received(2007);
    assert.deepEqual(client.cursors, published);
    await fast.received(2007);
    assert.deepEqual(fast.cursors, published);
  },
);

test('a slow reader with a large backlog may still ask, and gets both', { timeout: 20_000 }, async () => {
  await using server = await XmppServer.start();
  const client = await server.open();
  await client.subscribe();
  const [socket] = server.sockets;
  assert.ok(socket);
  client.socket.pause();
  const pad = 'x'.repeat(60_000);
  for (let count = 0; count < 250; count += 1) server.built.feed.publish({ ...eventExamples.dialog, pad });
  await until(() => socket.writableLength > 1024 * 1024);
  const readBytes = socket.bytesRead;
  client.socket.send(`<iq xmlns='jabber:client' type='get' id='late'><ping xmlns='urn:xmpp:ping'/></iq>`);
  await until(() => socket.bytesRead > readBytes);
  client.socket.resume();
  await client.received(258);
  assert.equal(client.cursors.length, 250);
  assert.match(client.frames.find((frame) => frame.includes('id="late"')) ?? '', /type="result"/);
});

test('a reader that falls off the log is named, and told how much it lost', { timeout: 20_000 }, async () => {
  const slow: string[] = [];
  await using server = await XmppServer.start({ feed: { capacity: 100 }, onSlowReader: (reader) => slow.push(reader) });
  const client = await server.open();
  await client.subscribe();
  const [socket] = server.sockets;
  assert.ok(socket);
  client.socket.pause();
  const pad = 'x'.repeat(70_000);
  let published = 0;
  const publish = async (): Promise<void> => {
    server.built.feed.publish({ ...eventExamples.dialog, pad });
    published += 1;
    await new Promise((resolve) => setImmediate(resolve));
  };
  while (!socket.writableNeedDrain) await publish();
  for (let count = 0; count < 150; count += 1) await publish();
  client.socket.resume();
  await until(() => client.frames.some((frame) => frame.includes('<gap')));
  const gaps = client.frames.map((frame) => readGap(parseFrame(frame))).filter((gap) => gap !== undefined);
  // Seven frames of the login, the gap, and every entry that was not lost.
  await client.received(8 + published - (gaps[0]?.missed ?? 0));
  assert.equal(client.cursors.length, published - (gaps[0]?.missed ?? 0));
  assert.deepEqual([gaps.length, gaps[0]?.node], [1, '/lab/events']);
  assert.deepEqual(slow, [`xmpp 127.0.0.1:${socket.remotePort}`]);
});

test('a client that asks and does not read is sent away', { timeout: 20_000 }, async () => {
  await using server = await XmppServer.start();
  const client = await server.open();
  await client.subscribe();
  for (let count = 0; count < 100; count += 1)
    server.built.feed.publish({ ...eventExamples.dialog, pad: 'x'.repeat(4000) });
  await client.received(107);
  client.socket.pause();
  const ask = `<iq xmlns='jabber:client' type='get' id='i' to='pubsub.localhost'><pubsub xmlns='http://jabber.org/protocol/pubsub'><items node='/lab/events'/></pubsub></iq>`;
  const [socket] = server.sockets;
  assert.ok(socket);
  const gone = once(socket, 'close');
  while (!socket.destroyed) {
    client.socket.send(ask);
    await new Promise((resolve) => setImmediate(resolve));
  }
  await gone;
  client.socket.terminate();
  assert.equal(server.built.feed.figures.readers, 0);
});

test('a client that goes without a word leaves no reader behind', { timeout: 10_000 }, async () => {
  await using server = await XmppServer.start();
  const client = await server.open();
  await client.subscribe();
  assert.equal(server.built.feed.figures.readers, 1);
  client.socket.terminate();
  await until(() => server.built.feed.figures.readers === 0);
});

test('a draining server says so and closes with 1001', { timeout: 10_000 }, async () => {
  const server = await XmppServer.start();
  const client = await server.open();
  await client.subscribe();
  const drained = server.built.drain();
  assert.equal(await client.closed, 1001);
  assert.deepEqual(client.frames.slice(-2), [
    '<stream:error xmlns:stream="http://etherx.jabber.org/streams"><system-shutdown xmlns="urn:ietf:params:xml:ns:xmpp-streams"/></stream:error>',
    closeFrame,
  ]);
  await drained;
});

test('a newer session with the same resource ends the older one', { timeout: 10_000 }, async () => {
  await using server = await XmppServer.start();
  const older = await server.open();
  await older.subscribe();
  const newer = await server.open();
  await newer.subscribe();
  assert.equal(await older.closed, 1000);
  assert.match(older.frames.at(-2) ?? '', /<conflict /);
  assert.equal(server.built.feed.figures.readers, 1);
});

test('pings every 30 s, and drops who does not answer', { timeout: 10_000 }, async () => {
  mock.timers.enable({ apis: ['setInterval'] });
  try {
    await using server = await XmppServer.start();
    const silent = await server.open({ autoPong: false });
    const alive = await server.open();
    const pings = [once(silent.socket, 'ping'), once(alive.socket, 'ping')];
    mock.timers.tick(30_000);
    await Promise.all(pings);
    // The pong has to be back before the next round.
    alive.socket.send(openFrame({ to: 'localhost' }));
    await alive.received(2);
    mock.timers.tick(30_000);
    assert.equal(await silent.closed, 1006);
    assert.equal(alive.socket.readyState, WebSocket.OPEN);
  } finally {
    mock.timers.reset();
  }
});

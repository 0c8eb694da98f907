// The server's side of TLS: what is served, what is said of it, and what becomes of those who do not speak it.
import assert from 'node:assert/strict';
import { X509Certificate } from 'node:crypto';
import { once } from 'node:events';
import { test, type TestContext } from 'node:test';
import { connect as connectTls, type ConnectionOptions, type TLSSocket } from 'node:tls';
import { WebSocket } from 'ws';
import { makeCertificate } from './certificate.ts';
import { describeTransport, transportIds } from './protocol/catalog.ts';
import { eventExamples } from './protocol/event.ts';
import { openFrame, plainFrame } from './protocol/xmpp.ts';
import type { AppOptions } from './app.ts';
import { openLab, until, type TestLab } from './testing/lab.ts';
import { exchange, get, RawClient, upgrade } from './testing/raw-client.ts';
import { TcpTap } from './testing/tcp-tap.ts';

const certificate = await makeCertificate();
const { cert: ca } = certificate;

const open = (context: TestContext, options: AppOptions = {}): Promise<TestLab> =>
  openLab(context, { tls: certificate, ...options });

const bodyOf = (answer: string): string => answer.slice(answer.indexOf('\r\n\r\n') + 4);

test('the addresses of the catalog and of host-meta are those of TLS', async (context) => {
  const { port } = await open(context);
  const { transports } = JSON.parse(bodyOf(await exchange(port, get('/catalog'), ca))) as { transports: unknown };
  assert.deepEqual(
    (transports as { url: string }[]).map(({ url }) => url),
    transportIds.map((id) => `${describeTransport(id).scheme}s://lab${describeTransport(id).path}`),
  );
  const hostMeta = await exchange(port, get('/.well-known/host-meta.json'), ca);
  assert.match(hostMeta, /"wss:\/\/lab\/ws\/".*"https:\/\/lab\/http-bind\/"/);
});

test('the certificate can be fetched, and what else its file holds cannot', async (context) => {
  const { port } = await open(context, { tls: { ...certificate, cert: `${certificate.key}\n${ca}` } });
  const answer = await exchange(port, get('/certificate.pem'), ca);
  assert.match(answer, /^HTTP\/1\.1 200 OK\r\ncontent-type: application\/pem-certificate-chain\r\n/);
  assert.equal(new X509Certificate(bodyOf(answer)).fingerprint256, new X509Certificate(ca).fingerprint256);
  assert.doesNotMatch(answer, /PRIVATE/);
  const plain = await openLab(context);
  assert.match(await exchange(plain.port, get('/certificate.pem')), /^HTTP\/1\.1 404 /);
});

/** A handshake with these wishes: what was agreed, or why nothing was. */
const agree = async (port: number, wishes: ConnectionOptions): Promise<string> => {
  const socket: TLSSocket = connectTls({ port, host: '127.0.0.1', ca, ...wishes });
  try {
    await once(socket, 'secureConnect');
    return `${socket.getProtocol()} ${socket.alpnProtocol}`;
  } catch (cause) {
    return (cause as NodeJS.ErrnoException).code ?? '';
  } finally {
    socket.destroy();
  }
};

test('it speaks TLS 1.3 and 1.2 and nothing older, for HTTP/1.1 and HTTP/1.0', async (context) => {
  const { port } = await open(context);
  assert.equal(await agree(port, {}), 'TLSv1.3 false');
  assert.equal(await agree(port, { maxVersion: 'TLSv1.2' }), 'TLSv1.2 false');
  const old: ConnectionOptions = { minVersion: 'TLSv1', maxVersion: 'TLSv1.1', ciphers: 'DEFAULT@SECLEVEL=0' };
  assert.match(await agree(port, old), /PROTOCOL_VERSION/);
  assert.equal(await agree(port, { ALPNProtocols: ['h2', 'http/1.1'] }), 'TLSv1.3 http/1.1');
  assert.equal(await agree(port, { ALPNProtocols: ['http/1.0'] }), 'TLSv1.3 http/1.0');
  assert.match(await agree(port, { ALPNProtocols: ['h2'] }), /NO_APPLICATION_PROTOCOL/);
});

/** The content types of the records in a TLS stream (RFC 8446 §5.1). */
const contentTypes = (stream: Buffer): readonly number[] => {
  const types: number[] = [];
  for (let at = 0; at < stream.byteLength; at += 5 + stream.readUInt16BE(at + 3)) types.push(stream.readUInt8(at));
  return types;
};

test('http10 sends a large board whole, and says that nothing follows before it closes', async (context) => {
  const { port, feed } = await open(context, { window: 1000 });
  const pad = 'x'.repeat(2000);
  for (let count = 0; count < 1000; count += 1) feed.publish({ ...eventExamples['agent-state'], pad });
  const tap = await TcpTap.open(context, port);
  const socket = connectTls({ port: tap.port, host: '127.0.0.1', ca, maxVersion: 'TLSv1.2' });
  socket.write('GET /http10/events HTTP/1.0\r\n\r\n');
  const parts: Buffer[] = [];
  for await (const part of socket) parts.push(part as Buffer);
  const answer = Buffer.concat(parts).toString();
  const length = Number(/Content-Length: (\d+)\r\n/.exec(answer)?.[1]);
  assert.ok(length > 2_000_000);
  assert.equal(Buffer.byteLength(bodyOf(answer)), length);
  await tap.closed();
  // RFC 8446 §6.1 [spec] "Each party MUST send a "close_notify" alert before closing its write side": 21 is an alert.
  assert.equal(contentTypes(tap.down).at(-1), 21);
});

for (const [what, bytes] of [
  ['plain HTTP', get('/healthz')],
  ['no TLS at all', 'hello\r\n\r\n'],
  ['a handshake that is none', Buffer.from('16030100050100000100', 'hex').toString('latin1')],
] as const) {
  test(`${what} on the port of TLS gets no answer in the clear, and the server goes on`, async (context) => {
    const { port } = await open(context);
    assert.doesNotMatch(await exchange(port, bytes), /HTTP/);
    assert.match(await exchange(port, get('/healthz'), ca), /^HTTP\/1\.1 200 OK/);
  });
}

test('what is no HTTP inside TLS is refused in JSON, as without TLS', async (context) => {
  const { port } = await open(context);
  assert.match(await exchange(port, 'hello\r\n\r\n', ca), /^HTTP\/1\.0 400 Bad Request\r\n.*"LAB_FRAME_INVALID"/s);
});

test('a handshake that is never finished ends when its time is over', async (context) => {
  const { port } = await open(context, { tls: { ...certificate, handshakeTimeoutMs: 50 } });
  const [silent, halfway] = [new RawClient(port), new RawClient(port, '\u0016\u0003\u0001\u0001\u0000')];
  assert.deepEqual([await silent.end(), await halfway.end()], ['', '']);
});

test('a drain ends streams, sockets and handshakes under way, in less than 2 s', async (context) => {
  const lab = await open(context);
  const { port, feed } = lab;
  const stream = new RawClient(port, get('/sse/events'), ca);
  const poll = new RawClient(port, get('/long-poll/events'), ca);
  const unread = new RawClient(port, upgrade('/websocket/events'), ca);
  const handshake = new RawClient(port, '\u0016\u0003\u0001\u0001\u0000');
  const socket = new WebSocket(`wss://127.0.0.1:${port}/ws/`, ['xmpp'], { ca });
  await once(socket, 'open');
  const code = once(socket, 'close');
  await until(() => feed.figures.readers === 3, 'all are there');
  unread.socket.pause();
  const from = performance.now();
  await lab.drain();
  assert.ok(performance.now() - from < 2000);
  assert.match(await stream.end(), /retry: 2000\n\n\r\n0\r\n\r\n$/);
  assert.match(await poll.end(), /^HTTP\/1\.1 204 No Content\r\n/);
  assert.equal(await handshake.end(), '');
  assert.equal((await code)[0], 1001);
  unread.socket.destroy();
});

/** What the server says to a login with PLAIN over a WebSocket. */
const login = async (url: string): Promise<string> => {
  const socket = new WebSocket(url, ['xmpp'], { ca });
  await once(socket, 'open');
  const frames: string[] = [];
  socket.on('message', (data: Buffer) => frames.push(data.toString()));
  socket.send(openFrame({ to: 'localhost' }));
  socket.send(plainFrame({ authzid: '', authcid: '1001001', password: 'secret' }));
  await until(() => frames.length === 3, 'the login is answered');
  socket.terminate();
  return frames.slice(1).join('\n');
};

test('where encryption is required PLAIN is offered and accepted over TLS, and refused without', async (context) => {
  const xmpp = { needsEncryption: true };
  const [secure, plain] = [await open(context, { xmpp }), await openLab(context, { xmpp })];
  assert.match(await login(`wss://127.0.0.1:${secure.port}/ws/`), /<mechanism>PLAIN<\/mechanism>.*\n<success /s);
  assert.match(await login(`ws://127.0.0.1:${plain.port}/ws/`), /\n<failure [^>]*><encryption-required\/><\/failure>$/);
});

test('a session of BOSH says that it is secure, over TLS alone', async (context) => {
  const [secure, plain] = [await open(context), await openLab(context)];
  const body = `<body xmlns='http://jabber.org/protocol/httpbind' rid='1' to='localhost' wait='1' hold='1' ver='1.6'/>`;
  const creation = [
    'POST /http-bind/ HTTP/1.1',
    'Host: lab',
    'Connection: close',
    `Content-Length: ${body.length}`,
    '',
    body,
  ].join('\r\n');
  // XEP-0124 §7.2: `secure` tells the client that its connection to the manager is encrypted.
  assert.match(await exchange(secure.port, creation, ca), /<body [^>]*sid="[^"]+"[^>]* secure="true"/);
  assert.doesNotMatch(await exchange(plain.port, creation), /secure=/);
});

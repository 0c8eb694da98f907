// Connections that stand and connections that do not: whom a client trusts, and what it says when it does not.
import assert from 'node:assert/strict';
import { once } from 'node:events';
import { createServer, type AddressInfo, type Server } from 'node:net';
import { test, type TestContext } from 'node:test';
import { createServer as createTlsServer, TLSSocket, type TlsOptions } from 'node:tls';
import { generate } from 'selfsigned';
import { makeCertificate } from '../servers/certificate.ts';
import type { LabError } from '../servers/protocol/errors.ts';
import { until } from '../servers/testing/lab.ts';
import { Dialer } from './dialer.ts';
import { SocketMeter } from './socket-meter.ts';
import type { TcpTarget } from './tcp-target.ts';

const certificate = await makeCertificate();

const listen = async (context: TestContext, server: Server): Promise<TcpTarget> => {
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  context.after(() => server.close());
  return { host: '127.0.0.1', port: (server.address() as AddressInfo).port, isTls: true };
};

/** A server that says what it was told, without its errors: those are the client's here. */
const echo = (context: TestContext, options: TlsOptions = certificate): Promise<TcpTarget> =>
  listen(
    context,
    createTlsServer(options, (socket) => void socket.on('error', () => {}).pipe(socket)).on('tlsClientError', () => {}),
  );

const fault = (code: LabError['code'], sentence: RegExp) => (error: LabError) => {
  assert.equal(error.code, code, error.message);
  assert.match(error.message, sentence);
  assert.match(error.message, /^[^\n]+\.$/);
  return true;
};

/** A certificate with one name that signs itself, valid between two days from now. */
const certificateOf = async (name: string, fromDay: number, toDay: number): Promise<TlsOptions> => {
  const inDays = (days: number): Date => new Date(Date.now() + days * 86_400_000);
  const made = await generate([{ name: 'commonName', value: name }], {
    algorithm: 'sha256',
    notBeforeDate: inDays(fromDay),
    notAfterDate: inDays(toDay),
    extensions: [{ name: 'subjectAltName', altNames: [{ type: 7, ip: name }] }],
  });
  return { key: made.private, cert: made.cert };
};

const mistrusted: Readonly<Record<string, readonly [options: () => Promise<TlsOptions>, why: RegExp]>> = {
  'has expired': [() => certificateOf('127.0.0.1', -2, -1), /: it has expired\.$/],
  'is not valid yet': [() => certificateOf('127.0.0.1', 1, 2), /: it is not valid yet\.$/],
  'is for another host': [() => certificateOf('192.0.2.1', -1, 1), /: it is for another host\.$/],
};
for (const [what, [make, why]] of Object.entries(mistrusted)) {
  test(`a certificate that ${what} is refused, though its issuer is trusted`, async (context) => {
    const options = await make();
    const target = await echo(context, options);
    const dialer = new Dialer(new SocketMeter(), { ca: options.cert as string });
    await assert.rejects(dialer.dial(target), fault('LAB_CERTIFICATE_UNTRUSTED', why));
  });
}

test('a certificate that nobody vouches for is refused before anything was said', async (context) => {
  const target = await echo(context);
  const meter = new SocketMeter();
  const sentence = new RegExp(
    `^The certificate of 127\\.0\\.0\\.1:${target.port} is not trusted: it is self-signed\\.$`,
  );
  for (const trust of [{}, { ca: (await makeCertificate()).cert }]) {
    await assert.rejects(new Dialer(meter, trust).dial(target), fault('LAB_CERTIFICATE_UNTRUSTED', sentence));
  }
  const { connections, plainUp, bytesUp } = meter.totals;
  assert.deepEqual([connections, plainUp], [2, 0]);
  assert.ok(bytesUp > 0);
});

test('whoever checks nothing takes any certificate', async (context) => {
  const target = await echo(context, await certificateOf('192.0.2.1', -2, -1));
  const socket = await new Dialer(new SocketMeter(), { isVerified: false }).dial(target);
  socket.end('said');
  assert.equal(String((await once(socket, 'data'))[0]), 'said');
});

test('each connection makes a full handshake, by name or by address, of the same size', async (context) => {
  const target = await echo(context);
  const meter = new SocketMeter();
  const dialer = new Dialer(meter, { ca: certificate.cert });
  const sizes: (readonly [number, number])[] = [];
  for (const host of ['127.0.0.1', '127.0.0.1', 'localhost', 'localhost']) {
    const before = meter.totals;
    const socket = await dialer.dial({ ...target, host });
    assert.ok(socket instanceof TLSSocket);
    assert.deepEqual([socket.isSessionReused(), socket.getProtocol()], [false, 'TLSv1.3']);
    socket.end('said');
    // RFC 8446 §4.6.1: the tickets for a resumption come after the handshake, and are in front of the first answer.
    await once(socket.resume(), 'close');
    sizes.push([meter.totals.bytesUp - before.bytesUp, meter.totals.bytesDown - before.bytesDown]);
  }
  assert.deepEqual(sizes[1], sizes[0]);
  assert.deepEqual(sizes[3], sizes[2]);
});

test('a server without TLS is a connection that failed, and may be tried again', async (context) => {
  const target = await listen(
    context,
    createServer((socket) => socket.end('HTTP/1.1 400 Bad Request\r\n\r\n')),
  );
  await assert.rejects(
    new Dialer(new SocketMeter()).dial(target),
    fault('LAB_CONNECTION_LOST', /^The connection to 127\.0\.0\.1:\d+ failed: the TLS handshake ended with “[^”]+”\.$/),
  );
});

test('a port where nobody listens is a connection that failed', async (context) => {
  const server = createServer();
  const target = await listen(context, server);
  server.close();
  await once(server, 'close');
  for (const host of ['127.0.0.1', 'localhost']) {
    await assert.rejects(
      new Dialer(new SocketMeter()).dial({ ...target, host }),
      fault('LAB_CONNECTION_LOST', /^The connection to [a-z0-9.]+:\d+ failed: .*ECONNREFUSED.*\.$/),
    );
  }
});

test('a handshake that is never answered ends with whoever wanted it', async (context) => {
  let openCount = 0;
  const silent = createServer((socket) => {
    openCount += 1;
    socket.on('error', () => {}).on('close', () => (openCount -= 1));
    socket.resume();
  });
  const target = await listen(context, silent);
  const dialer = new Dialer(new SocketMeter());
  const stop = new AbortController();
  const [abandoned, closed] = [dialer.dial(target, stop.signal), dialer.dial(target)];
  await until(() => openCount === 2, 'both connections are open');
  stop.abort();
  await assert.rejects(abandoned, fault('LAB_CONNECTION_LOST', /^The request was abandoned\.$/));
  dialer.close();
  await assert.rejects(closed, fault('LAB_CONNECTION_LOST', /closed|disconnected/));
  await assert.rejects(dialer.dial(target), fault('LAB_CONNECTION_LOST', /^The request was abandoned\.$/));
  await assert.rejects(
    new Dialer(new SocketMeter()).dial(target, stop.signal),
    fault('LAB_CONNECTION_LOST', /^The request was abandoned\.$/),
  );
  await until(() => openCount === 0, 'the server sees them closed');
});

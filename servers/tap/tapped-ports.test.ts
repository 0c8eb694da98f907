// The ports: where they are, what they serve, how many connections they take, and how they end.
import assert from 'node:assert/strict';
import { once } from 'node:events';
import { createServer as createHttpServer } from 'node:http';
import { connect, createServer, type AddressInfo, type Socket } from 'node:net';
import { networkInterfaces } from 'node:os';
import { test, type TestContext } from 'node:test';
import { WebSocket } from 'ws';
import { makeCertificate } from '../certificate.ts';
import type { CaptureRecord } from '../protocol/capture.ts';
import { describeTransport, transportIds } from '../protocol/catalog.ts';
import { eventExamples } from '../protocol/event.ts';
import { until } from '../testing/lab.ts';
import { exchange, get, RawClient, upgrade } from '../testing/raw-client.ts';
import { openTapped, untilClosed } from './bed.ts';
import { introduceTaps } from './introduce-taps.ts';
import { createTappedPorts, type OpenPorts } from './tapped-ports.ts';

/** Taps before a server of their own. */
const openAlone = async (
  context: TestContext,
  host: string,
  onFlood: (address: string) => void,
): Promise<OpenPorts> => {
  const taps = createTappedPorts({ server: createHttpServer(), onFlood: (_id, address) => onFlood(address) });
  await taps.listen({ host, port: 0 });
  context.after(() => taps.close());
  return taps;
};

const portsOf = (taps: OpenPorts): readonly number[] => transportIds.map((id) => taps.portOf(id) ?? 0);

test('the ports follow the main port in the order of the catalog, and a taken one is replaced', async (context) => {
  const taken = createServer().listen(0, '127.0.0.1');
  await once(taken, 'listening');
  context.after(() => taken.close());
  const { port } = taken.address() as AddressInfo;
  const taps = createTappedPorts({ server: createHttpServer() });
  context.after(() => taps.close());
  // The second of the catalog would be on the port that is taken. Others may be taken too, on a machine that is busy.
  await taps.listen({ host: '127.0.0.1', port: port - 2 });
  const ports = portsOf(taps);
  assert.equal(new Set(ports).size, transportIds.length);
  assert.notEqual(ports[1], port);
  assert.ok(ports.filter((tapped, index) => tapped === port - 1 + index).length >= 4, ports.join());
});

test('beyond the last port of all, and beside port 0, any free ones are taken', async (context) => {
  for (const port of [65_530, 0]) {
    const taps = createTappedPorts({ server: createHttpServer() });
    context.after(() => taps.close());
    await taps.listen({ host: '127.0.0.1', port });
    assert.ok(portsOf(taps).every((tapped) => tapped > 0) && taps.isListening);
  }
});

test('the catalog names the own port of each transport, by the host that was asked', async (context) => {
  const certificate = await makeCertificate();
  for (const tls of [undefined, certificate]) {
    const lab = await openTapped(context, { tls });
    for (const [host, name] of [
      ['lab:8080', 'lab'],
      ['lab', 'lab'],
      ['[::1]:8080', '[::1]'],
      ['[::1]', '[::1]'],
    ] as const) {
      const request = `GET /catalog HTTP/1.1\r\nHost: ${host}\r\nConnection: close\r\n\r\n`;
      const answer = await exchange(lab.port, request, tls?.cert);
      const { transports } = JSON.parse(answer.slice(answer.indexOf('{"xmppDomain"'))) as {
        transports: { url: string }[];
      };
      assert.deepEqual(
        transports.map(({ url }) => url),
        transportIds.map((id) => {
          const { scheme, path } = describeTransport(id);
          return `${scheme}${tls ? 's' : ''}://${name}:${lab.portOf(id)}${path}`;
        }),
      );
    }
  }
});

test('what is printed is an aligned line for each transport', async (context) => {
  const lab = await openTapped(context);
  const lines = introduceTaps((id) => lab.taps.portOf(id), 'https://127.0.0.1:1').split('\n');
  assert.equal(lines.length, transportIds.length + 1);
  assert.equal(lines[0], `  http10      https://127.0.0.1:${lab.portOf('http10')}/http10/events`);
  assert.equal(lines[5], `  websocket   wss://127.0.0.1:${lab.portOf('websocket')}/websocket/events`);
  assert.equal(
    introduceTaps(() => undefined, 'http://127.0.0.1:1'),
    '',
  );
});

test('a port serves its own transport and nothing else, and says where the rest is; the main port serves all', async (context) => {
  const lab = await openTapped(context);
  for (const path of [
    '/',
    '/favicon.ico',
    '/catalog',
    '/healthz',
    '/keep-alive/events',
    '/http-bind/',
    '/sse/events/x',
    '/%73se/events',
  ]) {
    const answer = await exchange(lab.portOf('sse'), get(path));
    assert.match(answer, /^HTTP\/1\.1 404 Not Found\r\n/, path);
    assert.ok(
      answer.endsWith(
        `{"code":"LAB_ROUTE_UNKNOWN","message":"This port serves /sse/events and nothing else; everything else is on port ${lab.port}."}`,
      ),
      answer,
    );
  }
  assert.match(await exchange(lab.portOf('websocket'), upgrade('/control')), /^HTTP\/1\.1 404 Not Found\r\n/);
  assert.match(await exchange(lab.portOf('bosh'), get('/http-bind')), /^HTTP\/1\.1 200 OK\r\n/);
  assert.match(await exchange(lab.portOf('xmpp'), get('/ws')), /^HTTP\/1\.1 426 /);
  for (const id of ['http10', 'keep-alive', 'short-poll'] as const) {
    assert.match(await exchange(lab.port, get(describeTransport(id).path)), /^HTTP\/1\.[01] 20[04] /);
  }
});

test('a drain tells the clients of tapped ports, ends every connection and closes the ports', async (context) => {
  const lab = await openTapped(context);
  const idle = new RawClient(lab.portOf('keep-alive'), 'GET /keep-alive/events HTTP/1.1\r\nHost: lab\r\n\r\n');
  const stream = new RawClient(lab.portOf('sse'), get('/sse/events'));
  const poll = new RawClient(lab.portOf('long-poll'), get('/long-poll/events'));
  const silent = new RawClient(lab.portOf('http10'));
  const socket = new WebSocket(`ws://127.0.0.1:${lab.portOf('websocket')}/websocket/events`);
  const code = once(socket, 'close');
  await idle.until('"events"');
  await until(() => lab.feed.figures.readers === 3, 'all are there');
  await lab.drain();
  assert.match(await stream.end(), /retry: 2000\n\n\r\n0\r\n\r\n$/);
  assert.match(await poll.end(), /^HTTP\/1\.1 204 No Content\r\n/);
  assert.deepEqual([(await code)[0], await silent.end(), lab.taps.openConnections], [1001, '', 0]);
  await idle.end();
  assert.ok(transportIds.every((id) => lab.taps.portOf(id) === undefined));
});

test('who does not read, does not finish a handshake or sits in the dark does not hold a drain up', async (context) => {
  const lab = await openTapped(context, { tls: await makeCertificate() });
  const plain = await openTapped(context);
  const halfway = new RawClient(lab.portOf('sse'), '\u0016\u0003\u0001\u0001\u0000');
  const dark = new RawClient(plain.portOf('sse'), get('/sse/events'));
  const unread = connect(plain.portOf('websocket'), '127.0.0.1').on('error', () => {});
  unread.write(upgrade('/websocket/events'));
  await until(() => plain.feed.figures.readers === 2 && lab.taps.openConnections === 1, 'all are there');
  plain.taps.setFaults('sse', { isDark: true });
  const from = performance.now();
  await Promise.all([lab.drain(), plain.drain()]);
  assert.ok(performance.now() - from < 3000);
  assert.deepEqual([lab.taps.openConnections, plain.taps.openConnections], [0, 0]);
  for (const client of [halfway, dark]) await client.end();
  unread.destroy();
});

test('who looks on later is told of the connections from their beginning, and of no other machine', async (context) => {
  const lab = await openTapped(context);
  await exchange(lab.portOf('http10'), get('/http10/events'));
  await exchange(lab.portOf('keep-alive'), get('/keep-alive/events'));
  await untilClosed(lab, 2);
  const seen: CaptureRecord[] = [];
  const strange: CaptureRecord[] = [];
  lab.taps.watch('10.9.8.7', transportIds, (records) => strange.push(...records) > 0);
  const watch = lab.taps.watch('::1', transportIds, (records) => seen.push(...records) > 0);
  await until(() => seen.length > 0, 'the backlog');
  assert.deepEqual(seen, lab.records);
  assert.ok(seen.every(({ atMs }, index) => index === 0 || atMs >= (seen[index - 1]?.atMs ?? 0)));
  const some: CaptureRecord[] = [];
  lab.taps.watch(null, ['keep-alive'], (records) => some.push(...records) > 0);
  await until(() => some.length > 0, 'the backlog of one transport');
  assert.deepEqual(new Set(some.map(({ connection }) => connection)), new Set([2]));
  watch.close();
  const [before, all] = [seen.length, lab.records.length];
  lab.feed.publish(eventExamples.dialog);
  await exchange(lab.portOf('http10'), get('/http10/events'));
  await until(() => lab.records.length >= all + 4, 'the next connection is written down');
  assert.deepEqual([seen.length, strange.length], [before, 0]);
});

/** Connects so often to one port, a hundred at a time, and tells how many of them are left when the rest is reset. */
const crowd = async (taps: OpenPorts, host: string, count: number): Promise<number> => {
  const sockets: Socket[] = [];
  while (sockets.length < count) {
    const wave = Math.min(100, count - sockets.length);
    for (let more = 0; more < wave; more += 1)
      sockets.push(connect(taps.portOf('sse') ?? 0, host).on('error', () => {}));
    await until(() => sockets.every(({ connecting }) => !connecting), 'all have come', 20_000);
  }
  const left = (): number => sockets.filter(({ closed }) => !closed).length;
  await until(() => left() < count && left() === taps.openConnections, 'who is too many is reset', 20_000);
  const open = taps.openConnections;
  for (const socket of sockets) socket.destroy();
  return open;
};

test('a port takes 512 connections, and says once that there are more', async (context) => {
  const floods: string[] = [];
  const taps = await openAlone(context, '127.0.0.1', (address) => floods.push(address));
  assert.equal(await crowd(taps, '127.0.0.1', 530), 512);
  assert.deepEqual(floods, ['127.0.0.1']);
});

const outward = Object.values(networkInterfaces()).flatMap((all = []) =>
  all.filter(({ family, internal }) => family === 'IPv4' && !internal),
)[0];
test(
  'from another machine a port takes 64',
  { skip: outward ? false : 'this machine has no network' },
  async (context) => {
    const floods: string[] = [];
    const taps = await openAlone(context, '0.0.0.0', (address) => floods.push(address));
    const { address = '' } = outward ?? {};
    assert.equal(await crowd(taps, address, 70), 64);
    assert.deepEqual(floods, [address]);
  },
);

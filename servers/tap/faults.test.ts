// Each fault as the client and the server see it.
import assert from 'node:assert/strict';
import { once } from 'node:events';
import { test } from 'node:test';
import { WebSocket } from 'ws';
import { makeCertificate } from '../certificate.ts';
import { noFaults } from '../protocol/control.ts';
import { LabError } from '../protocol/errors.ts';
import { eventExamples, padEvent } from '../protocol/event.ts';
import { until } from '../testing/lab.ts';
import { clientFrame, exchange, get, RawClient, upgrade } from '../testing/raw-client.ts';
import { openTapped, untilClosed, type TappedLab } from './bed.ts';

const event = eventExamples['queue-statistics'];
const keepAlive = 'GET /keep-alive/events HTTP/1.1\r\nHost: lab\r\n\r\n';

/** A stream that stands. */
const stream = async (lab: TappedLab, ca?: string): Promise<RawClient> => {
  const client = new RawClient(lab.portOf('sse'), get('/sse/events'), ca);
  await client.until('id: e1-');
  return client;
};

/** Whatever was on its way to another client has had the time to come. */
const others = async (lab: TappedLab, ca?: string): Promise<void> => {
  for (let count = 0; count < 3; count += 1) await exchange(lab.portOf('http10'), get('/http10/events'), ca);
};

const resetOf = async (client: RawClient): Promise<string | undefined> => {
  const [error] = (await once(client.socket, 'error')) as [NodeJS.ErrnoException];
  return error.code;
};

const certificate = await makeCertificate();
for (const [how, tls] of [
  ['', undefined],
  [' inside TLS', certificate],
] as const) {
  test(`a cut${how} is a reset for every client of the transport, and for no other`, async (context) => {
    const lab = await openTapped(context, { tls });
    const clients = [await stream(lab, tls?.cert), await stream(lab, tls?.cert)];
    const other = new RawClient(lab.portOf('keep-alive'), keepAlive, tls?.cert);
    await other.until('"events"');
    const codes = Promise.all(clients.map(resetOf));
    assert.equal(lab.taps.cut('sse'), 2);
    assert.deepEqual(await codes, ['ECONNRESET', 'ECONNRESET']);
    await until(() => lab.feed.figures.readers === 0, 'the server has let go');
    await untilClosed(lab, 2);
    for (const record of lab.records) {
      if (record.kind === 'close') assert.deepEqual([record.by, record.isReset], ['fault', true]);
    }
    assert.ok(!other.isClosed);
    assert.equal(lab.taps.cut('sse'), 0);
  });
}

test('in the dark nothing passes either way and nobody is told; in the light all of it comes in order', async (context) => {
  const lab = await openTapped(context);
  const client = new RawClient(lab.portOf('websocket'), upgrade('/websocket/events'));
  const before = await client.until('{"cursor":"e1-0"}');
  lab.taps.setFaults('websocket', { isDark: true });
  client.send(clientFrame(9, 'x=1'));
  for (let count = 0; count < 3; count += 1) lab.feed.publish(event);
  await others(lab);
  assert.deepEqual([client.text, client.isClosed, lab.feed.figures.readers], [before, false, 1]);
  lab.taps.setFaults('websocket', { isDark: false });
  await client.until('x=1');
  await client.until('"cursor":"e1-3"');
  assert.deepEqual(
    [...client.text.matchAll(/"cursor":"e1-(\d)","/g)].map(([, sequence]) => sequence),
    ['1', '2', '3'],
  );
});

test('a server that gives up in the dark is found gone in the light', async (context) => {
  const lab = await openTapped(context, { heartbeatMs: 20 });
  const client = new RawClient(lab.portOf('websocket'), upgrade('/websocket/events'));
  await client.until('{"cursor":"e1-0"}');
  lab.taps.setFaults('websocket', { isDark: true });
  await until(() => lab.feed.figures.readers === 0, 'two heartbeats without an answer');
  await others(lab);
  assert.ok(!client.isClosed);
  lab.taps.setFaults('websocket', { isDark: false });
  await client.end();
});

test('of a client that goes in the dark the server learns in the light, and the socket is not kept', async (context) => {
  const lab = await openTapped(context);
  const client = await stream(lab);
  lab.taps.setFaults('sse', { isDark: true });
  client.reset();
  await until(() => lab.taps.tallyOf('127.0.0.1').sse.open === 0, 'the socket is let go');
  assert.equal(lab.feed.figures.readers, 1);
  lab.taps.setFaults('sse', { isDark: false });
  await until(() => lab.feed.figures.readers === 0, 'the server has let go');
  const ending = lab.records.find(({ kind }) => kind === 'close');
  if (ending)
    assert.deepEqual({ ...ending, atMs: 0 }, { kind: 'close', connection: 1, atMs: 0, by: 'client', isReset: true });
});

test('in the dark a server and a client keep a bounded number of bytes for each other', async (context) => {
  const lab = await openTapped(context);
  const client = await stream(lab);
  lab.taps.setFaults('sse', { isDark: true });
  const big = padEvent(event, 10_000);
  for (let count = 0; count < 1000; count += 1) {
    lab.feed.publish(big);
    client.send('x'.repeat(10_000));
    await new Promise((resolve) => setImmediate(resolve));
  }
  const { bytesUp } = lab.taps.tallyOf('127.0.0.1').sse;
  assert.ok(bytesUp < 512 * 1024, `${bytesUp} bytes were read of a client that is not heard`);
  client.socket.destroy();
});

test('a buffering proxy hands whole answers on, and keeps a stream until it holds 32 KiB', async (context) => {
  const lab = await openTapped(context);
  const client = await stream(lab);
  const before = client.text;
  for (const id of ['sse', 'keep-alive', 'short-poll', 'http10'] as const)
    lab.taps.setFaults(id, { isBuffering: true });
  lab.feed.publish(event);
  await others(lab);
  const poll = new RawClient(lab.portOf('keep-alive'), 'HEAD /keep-alive/events HTTP/1.1\r\nHost: lab\r\n\r\n');
  await poll.until('Keep-Alive: timeout');
  poll.send(keepAlive);
  await poll.until('"events":[{');
  assert.match(await exchange(lab.portOf('short-poll'), get('/short-poll/events')), /^HTTP\/1\.1 204 /);
  assert.equal(client.text, before);
  for (let count = 0; count < 40; count += 1) lab.feed.publish(padEvent(event, 1000));
  await client.until('id: e1-30');
  lab.taps.setFaults('sse', { isBuffering: false });
  await client.until('id: e1-41');
});

test('a buffering proxy tunnels what was upgraded, and hands on what it holds when the server ends', async (context) => {
  const lab = await openTapped(context);
  for (const id of ['sse', 'websocket'] as const) lab.taps.setFaults(id, { isBuffering: true });
  const socket = new RawClient(lab.portOf('websocket'), upgrade('/websocket/events'));
  await socket.until('{"cursor":"e1-0"}');
  const starved = new RawClient(lab.portOf('sse'), get('/sse/events'));
  await until(() => lab.feed.figures.readers === 2, 'the stream stands');
  lab.feed.publish(event);
  await socket.until('"cursor":"e1-1"');
  await others(lab);
  assert.equal(starved.text, '');
  socket.socket.destroy();
  await lab.drain();
  assert.match(await starved.end(), /^HTTP\/1\.1 200 OK.*id: e1-1\n.*\r\n0\r\n\r\n$/s);
});

test('a middlebox with an idle time-out says goodbye to both sides of a silent connection', async (context) => {
  const lab = await openTapped(context, { heartbeatMs: 600_000 });
  const client = new RawClient(lab.portOf('websocket'), upgrade('/websocket/events'));
  await client.until('{"cursor":"e1-0"}');
  let isReset = false;
  client.socket.on('error', () => (isReset = true));
  lab.taps.setFaults('websocket', { idleTimeoutMs: 100 });
  await client.end();
  await until(() => lab.feed.figures.readers === 0, 'the server has let go');
  await untilClosed(lab);
  assert.ok(!isReset, 'it is an end and no reset');
  const ending = lab.records.find((record) => record.kind === 'close');
  assert.deepEqual([ending?.by, ending?.isReset], ['fault', false]);
});

test('a heartbeat keeps a connection alive behind such a middlebox', async (context) => {
  const lab = await openTapped(context, { heartbeatMs: 60 });
  for (const id of ['sse', 'websocket'] as const) lab.taps.setFaults(id, { idleTimeoutMs: 600 });
  const socket = new WebSocket(`ws://127.0.0.1:${lab.portOf('websocket')}/websocket/events`);
  const client = await stream(lab);
  let pings = 0;
  socket.on('ping', () => (pings += 1));
  await until(() => pings >= 12 && (client.text.match(/: \nid/g)?.length ?? 0) >= 12, 'longer than the time-out');
  assert.equal(lab.feed.figures.readers, 2);
  socket.terminate();
});

test('a port that refuses resets who is new, and leaves who is there', async (context) => {
  const lab = await openTapped(context);
  const client = await stream(lab);
  lab.taps.setFaults('sse', { isRefusing: true });
  const refused = new RawClient(lab.portOf('sse'), get('/sse/events'));
  await refused.end();
  assert.equal(refused.text, '');
  lab.feed.publish(event);
  await client.until('id: e1-1');
  await untilClosed(lab);
  assert.deepEqual(
    lab.records.filter(({ connection }) => connection === 2).map(({ kind }) => kind),
    ['open', 'close'],
  );
  lab.taps.setFaults('sse', { isRefusing: false });
  await stream(lab);
});

test('a fault outside its range is refused in one sentence, and changes nothing', async (context) => {
  const { taps } = await openTapped(context);
  for (const faults of [
    { extraRttMs: -1 },
    { extraRttMs: 10_001 },
    { extraRttMs: NaN },
    { idleTimeoutMs: 99 },
    { idleTimeoutMs: 600_001 },
  ]) {
    assert.throws(() => taps.setFaults('sse', { ...faults, isDark: true }), {
      code: 'LAB_PARAMETER_INVALID',
      message: /^The (?:extra round trip|idle timeout) is \S+ ms; it has to be \d+ to \d+\.$/,
    });
  }
  assert.throws(() => taps.setRtt(2001), LabError);
  assert.deepEqual([taps.faultsOf('sse'), taps.rttMs], [noFaults, 0]);
});

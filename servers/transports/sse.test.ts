// The bytes of `sse`: head, first block, entries, heartbeats, the end, and which position wins.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { eventExamples } from '../protocol/event.ts';
import { openLab, until } from '../testing/lab.ts';
import { exchange, get, RawClient } from '../testing/raw-client.ts';

const head =
  'HTTP/1.1 200 OK\r\n' +
  'content-type: text/event-stream\r\n' +
  'cache-control: no-store\r\n' +
  'x-accel-buffering: no\r\n' +
  'Date: <now>\r\n' +
  'Connection: keep-alive\r\n' +
  'Keep-Alive: timeout=72\r\n' +
  'Transfer-Encoding: chunked\r\n' +
  '\r\n';
/** RFC 9112 §7.1: a chunk is its length in hexadecimal, its bytes, and the line ends around them. */
const chunk = (text: string): string => `${Buffer.byteLength(text).toString(16)}\r\n${text}\r\n`;
const request = (path: string, ...fields: readonly string[]): string =>
  get(path, ...fields).replace('Connection: close\r\n', '');

const entry =
  'id: e1-1\ndata: {"cursor":"e1-1","publishedAtNs":"1000000000","topics":["/lab/events","/finesse/api/Queue/10"],' +
  '"event":{"type":"queue-statistics","queue":"10","callsInQueue":3,"longestWaitSeconds":41,"agentsReady":5,' +
  '"at":"2026-11-22T10:00:00.000Z"}}\n\n';

test('begins with its position, and then each entry is a chunk', async (context) => {
  const { port, feed } = await openLab(context);
  const client = new RawClient(port, request('/sse/events'));
  assert.equal(await client.until('id: e1-0\n\n\r\n'), head + chunk(': \nid: e1-0\n\n'));
  feed.publish(eventExamples['queue-statistics']);
  assert.equal(await client.until(entry), head + chunk(': \nid: e1-0\n\n') + chunk(entry));
});

test('a reader that is behind gets all its entries in one chunk', async (context) => {
  const { port, feed } = await openLab(context);
  for (let count = 0; count < 3; count += 1) feed.publish(eventExamples['queue-statistics']);
  const client = new RawClient(port, request('/sse/events?after=earliest'));
  const backlog = [1, 2, 3].map((sequence) => entry.replaceAll('e1-1', `e1-${sequence}`)).join('');
  await client.until('id: e1-3');
  assert.equal(client.text, head + chunk(': \nid: e1-0\n\n') + chunk(backlog));
});

test('a request of HTTP/1.0 gets the stream without chunks, until the connection ends', async (context) => {
  const { port, feed } = await openLab(context);
  const client = new RawClient(port, 'GET /sse/events?after=earliest HTTP/1.0\r\n\r\n');
  feed.publish(eventExamples['queue-statistics']);
  await client.until(entry);
  assert.ok(client.text.endsWith(`Connection: close\r\n\r\n: \nid: e1-0\n\n${entry}`), client.text);
});

test('Last-Event-ID wins over after; an empty one is none', async (context) => {
  const { port, feed } = await openLab(context);
  for (let count = 0; count < 5; count += 1) feed.publish(eventExamples['queue-statistics']);
  const first = async (...fields: readonly string[]): Promise<string> => {
    const client = new RawClient(port, request('/sse/events?after=e1-1', ...fields));
    const text = await client.until('id: e1-');
    client.reset();
    return text.slice(text.indexOf(': \nid:')).split('\n')[1] ?? '';
  };
  assert.equal(await first('Last-Event-ID: e1-4'), 'id: e1-4');
  assert.equal(await first('Last-Event-ID: '), 'id: e1-1');
  assert.equal(await first(), 'id: e1-1');
});

test('an expired or invalid Last-Event-ID is refused before the stream begins', async (context) => {
  const { port } = await openLab(context);
  assert.equal(
    await exchange(port, get('/sse/events?after=earliest', 'Last-Event-ID: e0-7')),
    'HTTP/1.1 410 Gone\r\ncontent-type: application/json; charset=utf-8\r\ncontent-length: 99\r\n' +
      'Date: <now>\r\nConnection: close\r\n\r\n' +
      '{"code":"LAB_CURSOR_EXPIRED","message":"Entries after e0-7 are gone; the oldest position is e1-0."}',
  );
  assert.match(await exchange(port, get('/sse/events', 'Last-Event-ID: x')), /^HTTP\/1\.1 400 .*LAB_CURSOR_INVALID/s);
});

test('a silent stream says where it stands, on a quiet topic too', async (context) => {
  const { port, feed } = await openLab(context, { heartbeatMs: 20 });
  const client = new RawClient(port, request('/sse/events?topic=/mine'));
  await client.until(chunk(': \nid: e1-0\n\n').repeat(2));
  feed.publish(eventExamples['queue-statistics']);
  await client.until(chunk(': \nid: e1-1\n\n'));
  assert.doesNotMatch(client.text, /data:/);
});

test('a drain ends the stream with the time after which to come back', async (context) => {
  const lab = await openLab(context);
  const client = new RawClient(lab.port, request('/sse/events'));
  await client.until('id: e1-0');
  const draining = lab.drain();
  // What is published now has no stream any more, and must not be written after its end.
  lab.feed.publish(eventExamples['queue-statistics']);
  await draining;
  assert.equal(await client.end(), `${head}${chunk(': \nid: e1-0\n\n')}${chunk('retry: 2000\n\n')}0\r\n\r\n`);
  assert.equal(lab.feed.figures.readers, 0);
});

test('clients that vanish leave no reader behind, those whose second request waits behind the first neither', async (context) => {
  const { port, feed } = await openLab(context);
  const clients = Array.from(
    { length: 30 },
    (_, index) => new RawClient(port, request('/sse/events').repeat(1 + (index % 3))),
  );
  for (const client of clients) await client.until('id: e1-0');
  assert.ok(feed.figures.readers >= 30);
  for (const client of clients) client.reset();
  await until(() => feed.figures.readers === 0, 'no reader is left');
});

test('HEAD has no stream', async (context) => {
  const { port } = await openLab(context);
  assert.match(await exchange(port, get('/sse/events').replace('GET', 'HEAD')), /^HTTP\/1\.1 404 /);
});

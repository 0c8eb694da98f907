// The tap is byte-true: what it wrote down is what the client sent and got, on every transport.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { setImmediate as turn } from 'node:timers/promises';
import { makeCertificate } from '../certificate.ts';
import { describeTransport, transportIds, type TransportId } from '../protocol/catalog.ts';
import { eventExamples } from '../protocol/event.ts';
import { openFrame } from '../protocol/xmpp.ts';
import { until } from '../testing/lab.ts';
import { clientFrame, get, RawClient, upgrade } from '../testing/raw-client.ts';
import { creation, post, usual } from '../transports/bosh/bed.ts';
import { bytesOf, openTapped, untilClosed } from './bed.ts';

/** What a client says first, and what of the answer shows that it was heard. */
const openings: Readonly<Record<TransportId, readonly [request: string, answer: string]>> = {
  http10: [get('/http10/events'), '"events":['],
  'keep-alive': [get('/keep-alive/events'), '"events":['],
  'short-poll': [get('/short-poll/events'), 'lab-cursor'],
  'long-poll': [get('/long-poll/events?after=earliest'), 'e1-1'],
  sse: [get('/sse/events'), 'id: e1-1'],
  websocket: [upgrade('/websocket/events'), '{"cursor":"e1-1"}'],
  xmpp: [upgrade('/ws/', 'Sec-WebSocket-Protocol: xmpp'), '101 Switching'],
  bosh: [post(creation(usual), 'Connection: close'), '<body '],
};

/** With a mask that is not zero: ws takes it off in place. */
const masked = (text: string): Buffer => {
  const frame = clientFrame(1, text);
  const mask = frame.byteLength - text.length - 4;
  frame.set([1, 2, 3, 4], mask);
  for (let at = mask + 4; at < frame.byteLength; at += 1)
    frame[at] = (frame[at] ?? 0) ^ (frame[mask + ((at - mask) % 4)] ?? 0);
  return frame;
};
const further: Partial<Readonly<Record<TransportId, readonly [frame: Buffer, answer: string]>>> = {
  websocket: [masked('{"id":"seven"}'), 'LAB_'],
  xmpp: [masked(openFrame({ to: 'localhost' })), '<stream:features'],
};

const certificate = await makeCertificate();
for (const [how, tls] of [
  ['', undefined],
  [' inside TLS', certificate],
] as const) {
  for (const id of transportIds) {
    test(`${id}${how}: the tap has each byte of the client and of the server once`, async (context) => {
      const lab = await openTapped(context, { tls });
      lab.taps.setRtt(4);
      lab.feed.publish(eventExamples['queue-statistics']);
      const [request, answer] = openings[id];
      const client = new RawClient(lab.portOf(id), request, tls?.cert);
      await client.until(answer);
      const [frame, reply] = further[id] ?? [Buffer.of(), ''];
      client.send(frame);
      await client.until(reply);
      client.socket.end();
      await client.end();
      await untilClosed(lab);
      assert.equal(bytesOf(lab.records, 'up').toString('latin1'), request + frame.toString('latin1'));
      assert.deepEqual(bytesOf(lab.records, 'down'), client.bytes);
      const { bytesUp, bytesDown, opened, open } = lab.taps.tallyOf('127.0.0.1')[id];
      assert.deepEqual([bytesUp, bytesDown], [request.length + frame.length, client.bytes.length]);
      assert.deepEqual([opened, open, lab.records[0]?.kind, lab.records.at(-1)?.kind], [1, 0, 'open', 'close']);
    });
  }
}

test('each frame of a WebSocket is one record, and a chunk of a stream too', async (context) => {
  const lab = await openTapped(context);
  const socket = new RawClient(lab.portOf('websocket'), upgrade('/websocket/events'));
  const stream = new RawClient(lab.portOf('sse'), get('/sse/events'));
  await Promise.all([socket.until('{"cursor"'), stream.until('id: e1-0')]);
  const before = lab.records.length;
  for (let count = 0; count < 3; count += 1) {
    lab.feed.publish(eventExamples['queue-statistics']);
    await turn();
  }
  await Promise.all([socket.until('"e1-3"'), stream.until('"e1-3"')]);
  await until(() => lab.records.length >= before + 6, 'all is written down');
  const texts = lab.records
    .slice(before)
    .flatMap((record) => (record.kind === 'data' && record.direction === 'down' ? [Buffer.from(record.bytes)] : []))
    .map((bytes) => bytes.toString('latin1'));
  assert.equal(texts.filter((text) => text.startsWith('\u0081~')).length, 3);
  assert.ok(
    texts.filter((text) => /^[0-9a-f]+\r\nid: e1-\d\n.*\n\n\r\n$/.test(text)).length === 3,
    JSON.stringify(texts),
  );
});

test('what is longer than a record is cut, and loses nothing', async (context) => {
  const lab = await openTapped(context, { window: 1000 });
  for (let count = 0; count < 1000; count += 1) lab.feed.publish(eventExamples['queue-statistics']);
  const client = new RawClient(lab.portOf('keep-alive'), get(describeTransport('keep-alive').path));
  await client.end();
  await untilClosed(lab);
  assert.ok(client.bytes.length > 128 * 1024);
  assert.ok(lab.records.every((record) => record.kind !== 'data' || record.bytes.byteLength <= 64 * 1024));
  assert.deepEqual(bytesOf(lab.records, 'down'), client.bytes);
});

// A client that does not read, behind a tap: the server stops writing, and the tap keeps a bounded number of bytes.
import assert from 'node:assert/strict';
import { connect } from 'node:net';
import { test } from 'node:test';
import { setImmediate as turn } from 'node:timers/promises';
import { eventExamples, padEvent } from '../protocol/event.ts';
import { until } from '../testing/lab.ts';
import { clientFrame, get, upgrade } from '../testing/raw-client.ts';
import { openTapped } from './bed.ts';
import { TapSocket } from './tap-socket.ts';

const published = 40_000;
const event = padEvent(eventExamples['queue-statistics'], 300);

const streams = { sse: get('/sse/events'), websocket: upgrade('/websocket/events') } as const;
for (const [id, rttMs] of [
  ['sse', 0],
  ['websocket', 0],
  ['sse', 20],
] as const) {
  test(`${id} at ${rttMs} ms stops for a reader that stalls, tells it what it lost, and goes on in order`, async (context) => {
    const slow: string[] = [];
    const lab = await openTapped(context, { onSlowReader: (reader) => slow.push(reader) });
    const taps: TapSocket[] = [];
    lab.app.server.on('connection', (socket: unknown) => socket instanceof TapSocket && taps.push(socket));
    lab.taps.setRtt(rttMs);
    const client = connect(lab.portOf(id), '127.0.0.1');
    client.write(streams[id]);
    await until(() => lab.feed.figures.readers === 1, 'the stream stands');
    let mostKept = 0;
    for (let count = 1; count <= published; count += 1) {
      lab.feed.publish(event);
      if (count % 100 === 0) await turn();
      mostKept = Math.max(mostKept, (taps[0]?.bytesWritten ?? 0) - lab.taps.tallyOf('127.0.0.1')[id].bytesDown);
    }
    assert.ok(mostKept < 5 * 1024 * 1024, `${mostKept} bytes between the server and the client`);
    assert.ok((taps[0]?.writableLength ?? 0) < 1024 * 1024 && (taps[0]?.writableNeedDrain ?? false));
    let text = '';
    client.on('data', (part: Buffer) => (text += part.toString('latin1')));
    await until(() => text.slice(-2000).includes(`e1-${published}"`), 'the newest entry has come');
    const missed = [...text.matchAll(/"missed":(\d+)/g)].map(([, count]) => Number(count));
    const sequences = [...text.matchAll(/\{"cursor":"e1-(\d+)","publ/g)].map(([, sequence]) => Number(sequence));
    assert.ok(missed.length > 0 && missed.length === slow.length, `${missed.length} gaps`);
    assert.equal(sequences.length + missed.reduce((sum, count) => sum + count, 0), published);
    assert.ok(sequences.every((sequence, index) => index === 0 || sequence > (sequences[index - 1] ?? 0)));
    client.destroy();
  });
}

test('a client that sends commands and does not read its answers is not read from either', async (context) => {
  const lab = await openTapped(context);
  const client = connect(lab.portOf('websocket'), '127.0.0.1');
  client.write(upgrade('/websocket/events?topic=/quiet'));
  await until(() => lab.feed.figures.readers === 1, 'the stream stands');
  const commands = Buffer.concat(Array.from({ length: 1000 }, () => clientFrame(1, `{"id":"${'x'.repeat(64)}"}`)));
  const readSoFar = (): number => lab.taps.tallyOf('127.0.0.1').websocket.bytesUp;
  let seen = -1;
  let still = 0;
  // The systems of both sides keep some megabytes of their own.
  while (client.writableLength === 0 || still < 20) {
    still = readSoFar() === seen ? still + 1 : 0;
    seen = readSoFar();
    if (client.writableLength === 0) client.write(commands);
    await turn();
  }
  client.resume();
  await until(() => client.writableLength === 0, 'all is read');
  client.destroy();
});

test('a reader that stalled and vanished is let go, with the tap that stood between', async (context) => {
  const lab = await openTapped(context);
  const client = connect(lab.portOf('sse'), '127.0.0.1');
  client.write(streams.sse);
  await until(() => lab.feed.figures.readers === 1, 'the stream stands');
  for (let count = 1; count <= published; count += 1) {
    lab.feed.publish(event);
    if (count % 100 === 0) await turn();
  }
  client.resetAndDestroy();
  await until(() => lab.feed.figures.readers === 0, 'no reader is left');
  await until(() => lab.taps.openConnections === 0, 'no connection is left');
});

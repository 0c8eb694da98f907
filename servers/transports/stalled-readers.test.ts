// Clients that do not read: the server keeps nothing for them but a position, tells them what they lost, and goes on.
import assert from 'node:assert/strict';
import { connect, type Socket } from 'node:net';
import { test, type TestContext } from 'node:test';
import { setImmediate as turn } from 'node:timers/promises';
import type { AppOptions } from '../app.ts';
import { eventExamples, padEvent } from '../protocol/event.ts';
import { openLab, until, type TestLab } from '../testing/lab.ts';
import { clientFrame, get, upgrade } from '../testing/raw-client.ts';

const published = 50_000;
const event = padEvent(eventExamples['queue-statistics'], 300);

interface Stall {
  readonly lab: TestLab;
  readonly client: Socket;
  /** Most bytes that the server kept for the client at a time. */
  readonly mostKeptBytes: number;
  readonly slow: readonly string[];
  /** The server's end of the connection. */
  readonly sockets: readonly Socket[];
}

/** Connects, waits for the stream, stops reading, and publishes many entries. */
const stall = async (context: TestContext, request: string, options: AppOptions = {}): Promise<Stall> => {
  const slow: string[] = [];
  const lab = await openLab(context, { ...options, onSlowReader: (reader) => slow.push(reader) });
  const sockets: Socket[] = [];
  lab.app.server.on('connection', (socket) => sockets.push(socket));
  const client = connect(lab.port, '127.0.0.1');
  client.write(request);
  await until(() => lab.feed.figures.readers === 1, 'the stream stands');
  let mostKeptBytes = 0;
  for (let count = 1; count <= published; count += 1) {
    lab.feed.publish(event);
    if (count % 100 === 0) await turn();
    mostKeptBytes = Math.max(mostKeptBytes, sockets[0]?.writableLength ?? 0);
  }
  return { lab, client, mostKeptBytes, slow, sockets };
};

/** Reads on until the newest entry has come. */
const catchUp = async (client: Socket): Promise<string> => {
  const parts: Buffer[] = [];
  let tail = '';
  client.on('data', (part: Buffer) => {
    parts.push(part);
    tail = (tail + part.toString('latin1')).slice(-2000);
  });
  await until(() => tail.includes(`e1-${published}"`), 'the newest entry has come');
  return Buffer.concat(parts).toString('latin1');
};

const streams = {
  sse: { request: get('/sse/events'), entry: /^data: \{"cursor":"e1-(\d+)"/gm },
  websocket: { request: upgrade('/websocket/events'), entry: /\{"cursor":"e1-(\d+)","publishedAtNs"/g },
};

for (const [id, { request, entry }] of Object.entries(streams)) {
  test(`${id} keeps a bounded number of bytes for a reader that stalls`, async (context) => {
    const { mostKeptBytes, client } = await stall(context, request);
    assert.ok(mostKeptBytes > 0, 'the reader did stall');
    assert.ok(mostKeptBytes < 1024 * 1024, `${mostKeptBytes} bytes`);
    client.destroy();
  });

  test(`${id} tells a reader that stalled what it lost, names it, and goes on with the rest in order`, async (context) => {
    const { client, slow } = await stall(context, request);
    const text = await catchUp(client);
    const sequences = [...text.matchAll(entry)].map(([, sequence]) => Number(sequence));
    const missed = [...text.matchAll(/"missed":(\d+)/g)].map(([, count]) => Number(count));
    assert.ok(missed.length > 0 && missed.length === slow.length, `${missed.length} gaps`);
    assert.match(slow[0] ?? '', new RegExp(`^${id} 127\\.0\\.0\\.1:\\d+$`));
    assert.equal(sequences.length + missed.reduce((sum, count) => sum + count, 0), published);
    assert.ok(sequences.every((sequence, index) => index === 0 || sequence > (sequences[index - 1] ?? 0)));
    client.destroy();
  });

  test(`${id} lets a reader that stalled and vanished go`, async (context) => {
    const { lab, client } = await stall(context, request);
    client.resetAndDestroy();
    await until(() => lab.feed.figures.readers === 0, 'no reader is left');
  });
}

test('a websocket reader so slow that no ping went out is not taken for gone once it reads on', async (context) => {
  const heartbeats: (() => void)[] = [];
  const setTimer = globalThis.setInterval;
  context.mock.method(globalThis, 'setInterval', (beat: () => void, ms: number) => {
    if (ms === 1_234_567) heartbeats.push(beat);
    return setTimer(beat, ms);
  });
  const { lab, client, sockets } = await stall(context, streams.websocket.request, { heartbeatMs: 1_234_567 });
  const [beat = assert.fail, none] = heartbeats;
  assert.equal(none, undefined);
  beat();
  await catchUp(client);
  await until(() => !(sockets[0]?.writableNeedDrain ?? true), 'everything is read');
  beat();
  let text = '';
  client.on('data', (part: Buffer) => (text += part.toString('latin1')));
  lab.feed.publish(eventExamples.dialog);
  await until(() => text.includes('"type":"dialog"'), 'the next entry has come');
  client.destroy();
});

test('a client that sends commands and does not read its answers is not read from either', async (context) => {
  const lab = await openLab(context);
  const sockets: Socket[] = [];
  lab.app.server.on('connection', (socket) => sockets.push(socket));
  const client = connect(lab.port, '127.0.0.1');
  client.write(upgrade('/websocket/events?topic=/quiet'));
  await until(() => lab.feed.figures.readers === 1, 'the stream stands');
  const commands = Buffer.concat(Array.from({ length: 1000 }, () => clientFrame(1, `{"id":"${'x'.repeat(64)}"}`)));
  while (client.write(commands) || !(sockets[0]?.writableNeedDrain ?? false)) await turn();
  const kept = sockets[0]?.writableLength ?? 0;
  for (let count = 0; count < 20; count += 1) {
    client.write(commands);
    await turn();
  }
  assert.ok((sockets[0]?.writableLength ?? 0) < kept + 512 * 1024, `${sockets[0]?.writableLength} bytes`);
  client.resume();
  await until(() => !(sockets[0]?.writableNeedDrain ?? true), 'the answers are read');
  client.destroy();
});

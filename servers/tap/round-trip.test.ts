// The emulated round trip: what it adds, what a new connection costs, and that nothing is lost or overtaken.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { setImmediate as turn } from 'node:timers/promises';
import { eventExamples } from '../protocol/event.ts';
import { exchange, get, RawClient, upgrade } from '../testing/raw-client.ts';
import { openTapped } from './bed.ts';

/** The shortest of several: a machine that is busy makes times longer and never shorter. */
const timed = async (count: number, act: () => Promise<unknown>): Promise<number> => {
  const times: number[] = [];
  for (let round = 0; round < count; round += 1) {
    const from = performance.now();
    await act();
    times.push(performance.now() - from);
  }
  return Math.min(...times);
};

test('a request on a new connection costs two round trips, and one on a connection that stands costs one', async (context) => {
  const lab = await openTapped(context);
  const port = lab.portOf('keep-alive');
  await exchange(port, get('/keep-alive/events'));
  lab.taps.setRtt(40);
  lab.taps.setFaults('keep-alive', { extraRttMs: 20 });
  const anew = await timed(3, () => exchange(port, get('/keep-alive/events')));
  const client = new RawClient(port);
  let asked = 0;
  const again = async (): Promise<void> => {
    client.send('GET /keep-alive/events HTTP/1.1\r\nHost: lab\r\n\r\n');
    asked += 1;
    while (client.text.split('"events":').length <= asked) await turn();
  };
  await again();
  const kept = await timed(5, again);
  assert.ok(kept >= 59 && anew >= 119, `${kept} and ${anew} ms`);
  const ratio = anew / kept;
  assert.ok(ratio > 1.5 && ratio < 2.6, `${anew} ms on a new connection, ${kept} ms on one that stands`);
});

test('without a round trip the tap adds none', async (context) => {
  const lab = await openTapped(context);
  const port = lab.portOf('http10');
  const ask = (): Promise<string> => exchange(port, get('/http10/events'));
  await ask();
  assert.ok((await timed(9, ask)) < 40);
});

test('a round trip that changes while data is under way reorders and loses nothing', async (context) => {
  const lab = await openTapped(context);
  const clients = [
    new RawClient(lab.portOf('websocket'), upgrade('/websocket/events')),
    new RawClient(lab.portOf('sse'), get('/sse/events')),
  ];
  for (const client of clients) await client.until('e1-0');
  for (let count = 0; count < 300; count += 1) {
    lab.taps.setRtt([50, 0, 7, 33][count % 4] ?? 0);
    lab.feed.publish(eventExamples['queue-statistics']);
    if (count % 5 === 0) await turn();
  }
  const all = Array.from({ length: 300 }, (_, index) => String(index + 1));
  for (const client of clients) {
    await client.until('"cursor":"e1-300"');
    const cursors = [...client.text.matchAll(/\{"cursor":"e1-(\d+)","published/g)].map(([, sequence]) => sequence);
    assert.deepEqual(cursors, all);
  }
});

// The room: what all pages are told, and how many there may be.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { WebSocket } from 'ws';
import { transportIds } from '../../protocol/catalog.ts';
import { noFaults } from '../../protocol/control.ts';
import { until } from '../../testing/lab.ts';
import { openBed } from './bed.ts';

test('a page is told at once how everything stands', async (context) => {
  const { lab, open } = await openBed(context, { xmppDomain: 'lab.example' });
  const { state } = await open();
  const { agents, urls, faults, server, ...rest } = state;
  assert.match(server, /^[\da-f-]{36}$/);
  assert.deepEqual(rest, {
    settings: { scenario: 'poisson', seed: 1, ratePerSecond: 0, payloadBytes: 0, rttMs: 0 },
    role: 'trainer',
    isLan: false,
    xmppDomain: 'lab.example',
    pages: 1,
  });
  assert.deepEqual(faults, Object.fromEntries(transportIds.map((id) => [id, noFaults])));
  assert.equal(urls.websocket, `ws://127.0.0.1:${lab.port}/websocket/events`);
  assert.deepEqual(Object.keys(urls), transportIds);
  assert.equal(agents.length, 20);
  assert.deepEqual(agents[1], { id: '1001002', name: 'Bao Fischer', team: '5001', state: 'LOGOUT', isClaimed: false });
});

test('every page is told of a change, with the agents of that moment', async (context) => {
  const { open } = await openBed(context);
  const [one, other] = [await open(), await open()];
  await until(() => one.state.pages === 2, 'the first page knows of the second');
  await other.ask({ do: 'agent', agent: '1001001', state: 'NOT_READY' });
  await one.ask({ do: 'set', settings: { rttMs: 40 } });
  for (const page of [one, other]) {
    await until(() => page.state.settings.rttMs === 40, 'the change is told');
    assert.equal(page.state.agents[0]?.isClaimed, true);
  }
  await one.ask({ do: 'fault', transport: 'bosh', faults: { isRefusing: true } });
  await until(() => other.state.faults.bosh.isRefusing, 'the fault is told');
  other.socket.close();
  await until(() => one.state.pages === 1, 'the first page is alone again');
});

test('a tally is sent when something has changed, and only what has', async (context) => {
  const { taps, open } = await openBed(context);
  const page = await open();
  taps.tallies.set('sse', { bytesUp: 1, bytesDown: 2, opened: 1, open: 1 });
  await until(() => page.tallies.length === 1, 'the first tally');
  taps.tallies.set('bosh', { bytesUp: 3, bytesDown: 4, opened: 2, open: 0 });
  await until(() => page.tallies.length === 2, 'the second tally');
  assert.deepEqual(page.tallies, [
    { sse: { bytesUp: 1, bytesDown: 2, opened: 1, open: 1 } },
    { bosh: { bytesUp: 3, bytesDown: 4, opened: 2, open: 0 } },
  ]);
});

test('tallies come at most four times a second', async (context) => {
  const { taps, open } = await openBed(context);
  const page = await open();
  let bytesUp = 0;
  context.mock.method(taps, 'tallyOf', () => {
    bytesUp += 1;
    return Object.fromEntries(transportIds.map((id) => [id, { bytesUp, bytesDown: 0, opened: 0, open: 0 }]));
  });
  const from = performance.now();
  await until(() => page.tallies.length === 3, 'three tallies');
  assert.ok(performance.now() - from > 490);
});

test('the fifty-first request of a second is refused, and the next second is a new one', async (context) => {
  const { open } = await openBed(context);
  const page = await open();
  const answers = await Promise.all(Array.from({ length: 60 }, () => page.ask({ do: 'clock' })));
  const codes = answers.map(({ error }) => error?.code);
  assert.deepEqual(
    codes.slice(0, 50),
    Array.from({ length: 50 }, () => undefined),
  );
  assert.ok(codes.includes('LAB_SERVER_BUSY'));
  for (let code = codes.at(-1); code !== undefined; code = await page.refusal({ do: 'clock' }));
});

test('the sixty-fifth page is closed with 1013, and a place that is left is free', async (context) => {
  const { lab, open } = await openBed(context);
  const pages = await Promise.all(Array.from({ length: 64 }, () => open()));
  const late = new WebSocket(`${lab.url.replace('http', 'ws')}/control`);
  const [code, reason] = await new Promise<[number, string]>((resolve) =>
    late.on('close', (code, reason) => resolve([code, reason.toString()])),
  );
  assert.deepEqual([code, reason], [1013, 'LAB_SERVER_BUSY']);
  pages[0]?.socket.close();
  await pages[0]?.end();
  await open();
});

test('what cannot be answered closes the channel: no JSON, no id, bytes, too much', async (context) => {
  const { open } = await openBed(context);
  for (const [sent, closed] of [
    ['{', '1007 LAB_FRAME_INVALID'],
    ['{"do":"clock"}', '1007 LAB_FRAME_INVALID'],
    [Buffer.of(1), '1003 The control channel is asked in text.'],
    ['x'.repeat(65 * 1024), '1009 '],
  ] as const) {
    const page = await open();
    page.socket.send(sent);
    assert.equal(await page.end(), closed);
  }
});

test('an unknown command is answered, and the channel goes on', async (context) => {
  const { open } = await openBed(context);
  const page = await open();
  assert.equal(await page.refusal({ do: 'dance' }), 'LAB_FRAME_INVALID');
  assert.ok((await page.ask({ do: 'clock' })).ok);
});

test('a drain closes every channel with 1001', async (context) => {
  const { lab, open } = await openBed(context);
  const pages = [await open(), await open()];
  await lab.drain();
  for (const page of pages) assert.equal(await page.end(), '1001 LAB_SERVER_CLOSING');
});

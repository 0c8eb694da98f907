// Commands of the control channel: what each does, and what it is refused with.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { eventExamples, payloadBytesOf } from '../../protocol/event.ts';
import { until } from '../../testing/lab.ts';
import { openBed } from './bed.ts';

test('publish without an event is a numbered message to a team, and is answered with its cursor', async (context) => {
  const { lab, open } = await openBed(context);
  const page = await open();
  assert.deepEqual(await page.ask({ do: 'publish' }), { ok: { cursor: 'e1-1' } });
  assert.deepEqual(await page.ask({ do: 'publish' }), { ok: { cursor: 'e1-2' } });
  const told = lab.feed.readAfter({ cursor: 'e1-0', topic: undefined }).entries.map(({ event }) => event);
  assert.deepEqual(
    told.map((event) => event.type === 'team-message' && event.content),
    ['Message 1 from the dashboard.', 'Message 2 from the dashboard.'],
  );
});

test('an event that is published is believed by the desk, and stands on the team’s node', async (context) => {
  const { lab, open } = await openBed(context);
  const page = await open();
  assert.deepEqual(await page.ask({ do: 'publish', event: eventExamples['agent-state'] }), { ok: { cursor: 'e1-1' } });
  assert.equal(lab.desk.statusOf('1001001').state, 'READY');
  const [entry] = lab.feed.readAfter({ cursor: 'e1-0', topic: '/finesse/api/Team/5000/Users' }).entries;
  assert.deepEqual(entry?.event, eventExamples['agent-state']);
  assert.equal(await page.refusal({ do: 'publish', event: { type: 'dialog' } }), 'LAB_EVENT_INVALID');
});

test('the payload is that of publish and burst, and not of POST /events', async (context) => {
  const { lab, open } = await openBed(context);
  const page = await open();
  await page.ask({ do: 'set', settings: { payloadBytes: 1000 } });
  await page.ask({ do: 'publish' });
  await page.ask({ do: 'publish', event: eventExamples.dialog });
  await page.ask({ do: 'burst', count: 2, ratePerSecond: 1000 });
  await until(() => lab.feed.figures.published === 4, 'the burst has ended');
  const body = JSON.stringify(eventExamples.dialog);
  await fetch(`${lab.url}/events`, { method: 'POST', headers: { 'content-type': 'application/json' }, body });
  const lengths = lab.feed
    .readAfter({ cursor: 'e1-0', topic: undefined })
    .entries.map(({ event }) => payloadBytesOf(event));
  assert.deepEqual(lengths, [1000, 1000, 1000, 1000, body.length]);
});

test('bursts of pages and of POST /events share four places', async (context) => {
  const { lab, open } = await openBed(context);
  const page = await open();
  const burst = { count: 2, ratePerSecond: 0.001 };
  for (let count = 0; count < 3; count += 1) await page.ask({ do: 'burst', ...burst });
  const init = { method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify({ burst }) };
  assert.equal((await fetch(`${lab.url}/events`, init)).status, 201);
  assert.equal(await page.refusal({ do: 'burst', ...burst }), 'LAB_SERVER_BUSY');
  assert.equal((await fetch(`${lab.url}/events`, init)).status, 503);
});

test('set changes the simulation and the round trip while they run', async (context) => {
  const { lab, taps, open } = await openBed(context);
  const page = await open();
  await page.ask({ do: 'set', settings: { scenario: 'fixed', seed: 5, ratePerSecond: 1000, rttMs: 80 } });
  await until(() => lab.feed.figures.published > 20, 'the simulation runs');
  assert.deepEqual(page.state.settings, {
    scenario: 'fixed',
    seed: 5,
    ratePerSecond: 1000,
    payloadBytes: 0,
    rttMs: 80,
  });
  assert.equal(taps.rttMs, 80);
  await page.ask({ do: 'set', settings: { ratePerSecond: 0 } });
  assert.equal(await page.refusal({ do: 'set', settings: { scenario: 'trace' } }), 'LAB_PARAMETER_INVALID');
});

test('faults and cuts are those of one transport', async (context) => {
  const { taps, open } = await openBed(context);
  const page = await open();
  await page.ask({ do: 'fault', transport: 'sse', faults: { isDark: true } });
  await page.ask({ do: 'fault', transport: 'sse', faults: { extraRttMs: 5 } });
  await page.ask({ do: 'cut', transport: 'xmpp' });
  const { sse, websocket } = page.state.faults;
  assert.deepEqual([sse.isDark, sse.extraRttMs, websocket.isDark], [true, 5, false]);
  assert.deepEqual(taps.cuts, ['xmpp']);
});

test('agent claims the agent and is told on the feed, a refusal as well', async (context) => {
  const { lab, open } = await openBed(context);
  const page = await open();
  assert.deepEqual(await page.ask({ do: 'agent', agent: '1001001', state: 'NOT_READY', reasonCode: 16 }), { ok: {} });
  const { state, isClaimed, reasonCode } = lab.desk.statusOf('1001001');
  assert.deepEqual([state, isClaimed, reasonCode], ['NOT_READY', true, 16]);
  lab.desk.adopt({ ...eventExamples['agent-state'], state: 'TALKING' });
  assert.deepEqual(await page.ask({ do: 'agent', agent: '1001001', state: 'LOGOUT' }), { ok: {} });
  const told = lab.feed.readAfter({ cursor: 'e1-0', topic: undefined }).entries.map(({ event }) => event.type);
  assert.deepEqual(told, ['agent-state', 'agent-error']);
  assert.equal(await page.refusal({ do: 'agent', agent: '9', state: 'READY' }), 'LAB_AGENT_UNKNOWN');
  assert.equal(await page.refusal({ do: 'agent', agent: '1001001', state: 'TALKING' }), 'LAB_STATE_REFUSED');
  lab.desk.system.set('OUT_OF_SERVICE');
  assert.equal(await page.refusal({ do: 'agent', agent: '1001002', state: 'READY' }), 'LAB_SERVER_BUSY');
});

test('clock tells the server’s monotonic clock', async (context) => {
  const { open } = await openBed(context);
  const page = await open();
  const before = process.hrtime.bigint();
  const { ok } = await page.ask({ do: 'clock' });
  const at = BigInt(ok?.serverAtNs ?? 0);
  assert.ok(before < at && at < process.hrtime.bigint());
});

test('a fault of the server’s own is answered as such', async (context) => {
  const { taps, open } = await openBed(context);
  const page = await open();
  context.mock.method(taps, 'cut', () => {
    throw new TypeError('a secret');
  });
  assert.deepEqual(await page.ask({ do: 'cut', transport: 'sse' }), {
    error: { code: 'LAB_SERVER_FAILED', message: 'The server met a fault of its own.' },
  });
});

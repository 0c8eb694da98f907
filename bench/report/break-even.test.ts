// Tests of the break-even interval against figures worked out by hand.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { breakEvens } from './break-even.ts';
import { exampleRun, exampleTransport } from './fixture.ts';

test('T* is the cost of a poll over what pushing adds to each event', () => {
  const even = breakEvens(exampleRun()).find(({ push }) => push === 'websocket');
  // A WebSocket event is 294 B of news in 398 B; a poll with news is 1178 B: 884 B a poll, 104 B a push, 2 events/s.
  assert.equal(even?.poll, 'short-poll');
  assert.equal(even.overheadPerPush, 104);
  assert.ok(Math.abs(even.bytesPerPoll - 884) < 1e-6);
  assert.ok(Math.abs(even.intervalMs - 4250) < 1e-6);
  assert.ok(Math.abs(even.ratePerSecond - 17) < 1e-6);
});

test('a push that wraps the news in XML is weighed by the news, not by its stanzas', () => {
  const even = breakEvens(exampleRun()).find(({ push }) => push === 'xmpp');
  assert.equal(even?.overheadPerPush, 921 - 294);
});

test('without a JSON stream the event alone is the news', () => {
  const even = breakEvens(exampleRun({ workload: { transports: ['short-poll', 'xmpp'] } }))[0];
  assert.equal(even?.overheadPerPush, 921 - 200);
});

test('a run without such a pair has no break-even', () => {
  assert.deepEqual(breakEvens(exampleRun({ workload: { transports: ['http10', 'sse'] } })), []);
  const silent = exampleTransport('sse', undefined, {
    delivered: 0,
    bytes: { ...exampleTransport('sse').bytes, perDelivery: null },
  });
  assert.deepEqual(breakEvens(exampleRun({ transports: [exampleTransport('short-poll'), silent] })), []);
});

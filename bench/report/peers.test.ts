// Tests of what a report shows of a peer: one more row, marked as one, in tables, charts and words.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { transportIds, describeTransport } from '../../servers/protocol/catalog.ts';
import { chartDefinitions } from './chart-definitions.ts';
import { exampleFanOut, examplePeer } from './fixture-peer.ts';
import { exampleRun } from './fixture.ts';
import { renderHtml } from './html.ts';
import { describePeer, isPeerId, peerIds } from './peers.ts';
import { writeProse } from './prose.ts';
import { renderSummary } from './summary.ts';
import { renderTable } from './table.ts';

const run = exampleRun({ peers: [examplePeer()], fanOut: exampleFanOut() });
const wordsOf = (of: typeof run): string =>
  writeProse(of)
    .map(({ text }) => text)
    .join('\n');

test('a peer is one more row of the terminal table, between the transports and the floor', () => {
  const lines = renderTable(run).split('\n');
  const at = lines.findIndex((line) => line.startsWith('R Prosody 0.12.3 (peer)'));
  assert.match(lines[at - 1] ?? '', /^X XMPP over WebSocket/);
  assert.match(lines[at] ?? '', / 921 .* 420 .* 0\/0\/0$/);
  assert.match(lines[at + 1] ?? '', /^· Bare TCP/);
  assert.match(renderTable(run, { width: 60 }), /^R prosody /m);
});

test('what a peer lost stands in its row and in a line of its own', () => {
  const table = renderTable(exampleRun({ peers: [examplePeer({ lost: 3 })] }));
  assert.match(table, /^R Prosody .* ! 3\/0\/0$/m);
  assert.match(table, /! Prosody 0\.12\.3 PubSub, the peer, lost 3, repeated 0 and disordered 0 entries\./);
});

test('a peer is in the charts of latency, bytes and CPU, and in no other', () => {
  const having = chartDefinitions(run).filter(({ table }) => table.rows.some(([name]) => name?.includes('(peer)')));
  assert.deepEqual(
    having.map(({ id }) => id),
    ['latency', 'bytes', 'cpu'],
  );
});

test('a peer has a letter that no transport has, and no transport has its id', () => {
  const letters = transportIds.map((id) => describeTransport(id).letter);
  for (const id of peerIds) {
    assert.ok(!letters.includes(describePeer(id).letter), id);
    assert.ok(transportIds.includes(describePeer(id).over), id);
  }
  assert.ok(transportIds.every((id) => !isPeerId(id)));
});

test('the fan-out says both figures, their ratio and whether the aim is met', () => {
  assert.match(
    wordsOf(run),
    /At 200 subscribers xmpp took 9\.10 µs of server CPU per delivery, Prosody 0\.12\.3 PubSub 41\.0 µs \(0\.222 of it\): the aim of half is met\./,
  );
  assert.match(wordsOf({ ...run, fanOut: exampleFanOut(30, 41) }), /the aim of half is missed\./);
  assert.match(
    wordsOf(run),
    /xmpp brought 2,000 events a second to all of them at 2\.00 µs per delivery, .* 100 at 40\.0 µs/,
  );
});

test('a rate that the counting clients may have limited is called at least that', () => {
  const fanOut = exampleFanOut();
  const rows = fanOut.rows.map((row) => ({ ...row, burst: { ...row.burst, counterCpuShare: 0.9 } }));
  assert.match(wordsOf({ ...run, fanOut: { ...fanOut, rows } }), /xmpp brought at least 2,000 events a second/);
});

test('summary and page show the peer and the fan-out, and whose publisher is in which figure', async () => {
  const [summary, page] = [renderSummary(run), await renderHtml(run)];
  for (const text of [summary, page]) {
    assert.match(text, /Prosody 0\.12\.3 \(peer\)/);
    assert.match(text, /Fan-out beside a peer/);
    assert.match(text, /publisher works inside the server process/);
  }
  assert.match(summary, /\| Prosody 0\.12\.3 PubSub \| 41\.0 \| 40\.0 \| 100 \| 30 \| 0 \| 0 \|/);
  assert.match(page, /\.own-prosody\{--own:#/);
});

test('without a peer nothing speaks of one', () => {
  assert.doesNotMatch(renderSummary(exampleRun()), /peer/i);
});

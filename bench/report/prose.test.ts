// Tests of the words: they follow the figures, whoever wins, and never say what the run does not show.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { catalog } from '../../servers/protocol/catalog.ts';
import type { TransportId } from '../../servers/protocol/catalog.ts';
import { exampleRun, exampleTransport } from './fixture.ts';
import { writeProse } from './prose.ts';
import type { RunResult, TransportResult } from './result.ts';

const wordsOf = (run: RunResult): string =>
  writeProse(run)
    .map(({ heading, text }) => `${heading}: ${text}`)
    .join('\n');

/** A transport with other bytes per event, all else as in the example. */
const weighing = (id: TransportId, bytesPerEvent: number): TransportResult => {
  const example = exampleTransport(id);
  const steady = bytesPerEvent * example.bytes.deliveries;
  return { ...example, bytes: { ...example.bytes, steady, perDelivery: bytesPerEvent } };
};

/** A transport with another mean, and an interval of ±1 ms around it. */
const arriving = (result: TransportResult, mean: number): TransportResult => ({
  ...result,
  latencyMs: { ...result.latencyMs, mean, ci95: { ...result.latencyMs.ci95, mean: [mean - 1, mean + 1] } },
});

test('the default run: push is early, WebSocket takes the fewest bytes, polling waits', () => {
  const words = wordsOf(exampleRun());
  assert.match(
    words,
    /100 clients each followed their own 2 events a second of 200 B, through an emulated round trip of 80 ms/,
  );
  assert.match(words, /News came first through Server-Sent Events, after 41\.1 ms/);
  assert.match(words, /WebSocket and XMPP over WebSocket cannot be told apart from it/);
  assert.match(words, /choose WebSocket: none was measurably earlier, and none took fewer bytes/);
  assert.match(words, /37 % held nothing new/);
});

test('when a long poll wins both ways, it is what to choose, with a duplex way named', () => {
  const run = exampleRun({ transports: [arriving(weighing('long-poll', 200), 20), exampleTransport('websocket')] });
  const words = wordsOf(run);
  assert.match(words, /News came first through Long poll, after 20\.0 ms/);
  assert.match(words, /choose Long poll: none was as early, and none took fewer bytes/);
  assert.match(words, /where the client has to speak on the same connection, WebSocket does so at 41\.2 ms/);
});

test('when the late one is the cheap one, it is a trade with both prices', () => {
  const words = wordsOf(exampleRun({ transports: [weighing('short-poll', 100), exampleTransport('sse')] }));
  assert.match(
    words,
    /It is a trade: Short poll takes 78 % fewer bytes \(100 B per event against 446 B\) and delivers 250 ms later/,
  );
  assert.match(
    words,
    /Choose Server-Sent Events where news must be there early, Short poll where 291 ms on average is early enough/,
  );
});

test('a small saving in bytes is not bought with a long wait', () => {
  const words = wordsOf(exampleRun({ transports: [weighing('short-poll', 420), exampleTransport('sse')] }));
  assert.match(
    words,
    /choose Server-Sent Events: Short poll takes 6 % fewer bytes|choose Server-Sent Events: Short poll takes 5\.8 % fewer bytes/,
  );
});

test('a lead that nobody notices is not bought with bytes', () => {
  const run = exampleRun({
    workload: { rttMs: 0 },
    transports: [arriving(exampleTransport('xmpp'), 41), arriving(exampleTransport('websocket'), 41.5)].map(
      (result, at) => ({
        ...result,
        latencyMs: {
          ...result.latencyMs,
          ci95: { ...result.latencyMs.ci95, mean: [41 + at * 0.5, 41 + at * 0.5] as const },
        },
      }),
    ),
  });
  assert.match(
    wordsOf(run),
    /choose WebSocket: it takes 57 % fewer bytes .* XMPP over WebSocket is only 0\.500 ms earlier/,
  );
});

test('a transport that lost something is named and out of the choice', () => {
  const run = exampleRun({
    transports: [
      exampleTransport('websocket', undefined, { lost: 2 }),
      exampleTransport('sse'),
      exampleTransport('long-poll'),
    ],
  });
  const words = wordsOf(run);
  assert.match(words, /WebSocket lost 2, counted over all clients/);
  assert.match(words, /WebSocket did not deliver every event and is out of the choice/);
  assert.match(words, /choose Server-Sent Events/);
});

test('when every transport failed, none is recommended', () => {
  const run = exampleRun({
    transports: [
      exampleTransport('sse', undefined, { duplicated: 1 }),
      exampleTransport('http10', undefined, { missed: 9 }),
    ],
  });
  assert.match(wordsOf(run), /these figures recommend none/);
  assert.doesNotMatch(wordsOf(run), /For this workload choose/);
});

test('a transport alone is described, not ranked', () => {
  const words = wordsOf(exampleRun({ workload: { transports: ['sse'] } }));
  assert.match(words, /News through Server-Sent Events arrived after 41\.1 ms on average/);
  assert.match(words, /One transport alone gives nothing to choose from/);
  assert.doesNotMatch(words, /first|fewest|last/);
});

test('without intervals nothing is told apart', () => {
  const blurred = exampleRun().transports.map((result) => ({
    ...result,
    latencyMs: { ...result.latencyMs, ci95: { mean: null, p50: null, p99: null } },
  }));
  assert.match(wordsOf(exampleRun({ transports: blurred })), /Long poll.* cannot be told apart from it in this run/);
});

test('only transports of the run are named', () => {
  const words = wordsOf(exampleRun({ workload: { transports: ['http10', 'keep-alive'] } }));
  for (const [id, { title }] of Object.entries(catalog)) {
    if (id !== 'http10' && id !== 'keep-alive') assert.doesNotMatch(words, new RegExp(title), id);
  }
});

test('a void run gets its reason and no advice', () => {
  const words = wordsOf(exampleRun({ void: { reason: 'the clients used 91 % of a core' } }));
  assert.match(words, /This run is void: The clients used 91 % of a core\./);
  assert.doesNotMatch(words, /choose|first|fewest|cheaper/i);
});

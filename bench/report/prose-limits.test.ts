// Tests of what the prose says against its own figures: limits, doubts, and what would turn the result round.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { exampleRun, exampleTransport } from './fixture.ts';
import { writeProse } from './prose.ts';
import type { RunResult } from './result.ts';

const wordsOf = (run: RunResult): string =>
  writeProse(run)
    .map(({ text }) => text)
    .join('\n');

test('the break-even interval and rate are computed from the measured bytes', () => {
  const words = wordsOf(exampleRun());
  assert.match(
    words,
    /One Short poll request costs 884 B before it carries any news, one event pushed by WebSocket 104 B/,
  );
  assert.match(words, /polling less often than every 4\.25 s is cheaper in bytes than that push/);
  assert.match(words, /above about 17 events\/s per client/);
});

test('beyond the break-even polling is called the cheaper one', () => {
  const words = wordsOf(exampleRun({ workload: { ratePerSecond: 40 } }));
  assert.match(words, /is already long enough for polling to be the cheaper one in bytes/);
});

test('half the interval is named as the wait only where the mean holds it', () => {
  assert.match(wordsOf(exampleRun()), /Of the 291 ms of Short poll, half the poll interval \(250 ms\)/);
  const { latencyMs } = exampleTransport('short-poll');
  const early = exampleTransport('short-poll', undefined, { latencyMs: { ...latencyMs, mean: 30 } });
  assert.doesNotMatch(wordsOf(exampleRun({ transports: [early] })), /half the poll interval/);
});

test('an emulated round trip is called emulated, and none is called none', () => {
  assert.match(wordsOf(exampleRun()), /The round trip of 80 ms is emulated by a relay/);
  const near = wordsOf(exampleRun({ workload: { rttMs: 0 } }));
  assert.match(near, /with no emulated delay/);
  assert.match(near, /none of these latencies is what a network would show/);
});

test('a wallboard is said to be one feed, with samples that hang together', () => {
  const words = wordsOf(exampleRun({ workload: { name: 'wallboard', kind: 'wallboard' } }));
  assert.match(words, /100 clients all followed one feed of 2 events a second/);
  assert.match(words, /their samples are not independent/);
  assert.doesNotMatch(words, /samples are independent;/);
});

test('a tail without enough samples is not spoken of', () => {
  assert.match(
    wordsOf(exampleRun({ workload: { clients: 10 } })),
    /n is too small for a p99 of .* \(at most 160 samples\)/,
  );
});

test('failed predictions put doubt first', () => {
  const model = [{ name: 'mean latency', predicted: 1, measured: 2, unit: 'ms', tolerance: 0.1, ok: false }];
  const [first] = writeProse(exampleRun({ transports: [exampleTransport('sse', undefined, { model })] }));
  assert.match(first?.text ?? '', /^Theory and measurement disagree in one row below/);
});

test('estimated bytes are called estimated, with the reason', () => {
  const { bytes } = exampleTransport('sse');
  const estimated = exampleTransport('sse', undefined, {
    bytes: { ...bytes, source: 'estimated', reason: 'no namespace' },
  });
  assert.match(
    wordsOf(exampleRun({ transports: [estimated] })),
    /estimated from socket counters and a model.*\(no namespace\)/,
  );
});

// Tests of recorder.ts: its claims, in the order of the file.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Arrival } from '../../clients/transport.ts';
import { eventExamples } from '../../servers/protocol/event.ts';
import { Recorder } from './recorder.ts';

const window = { goNs: 1_000_000_000n, startNs: 2_000_000_000n, endNs: 4_000_000_000n, answerAgeNs: 80_000_000n };

const entry = (sequence: number, publishedMs: number, receivedMs: number): Arrival => ({
  kind: 'entry',
  entry: {
    cursor: `e-${sequence}`,
    publishedAtNs: BigInt(publishedMs) * 1_000_000n,
    topics: [],
    event: eventExamples['agent-state'],
  },
  receivedAtNs: BigInt(receivedMs) * 1_000_000n,
});
const empty = (receivedMs: number): Arrival => ({ kind: 'empty', receivedAtNs: BigInt(receivedMs) * 1_000_000n });

const recorded = (...arrivals: readonly Arrival[]): ReturnType<Recorder['result']> => {
  const recorder = new Recorder();
  recorder.begin(window);
  for (const arrival of arrivals) recorder.add(arrival);
  return recorder.result();
};

test('latency counts from the intended time, and only for events meant for the measured part', () => {
  const { latenciesNs, seconds, sequences } = recorded(
    entry(1, 1500, 1600),
    entry(2, 2500, 2541),
    entry(3, 3100, 9100),
  );
  assert.deepEqual([...latenciesNs], [41e6, 6000e6]);
  assert.deepEqual([...seconds], [0, 1]);
  assert.deepEqual([...sequences], [1, 2, 3]);
});

test('what was published before publishing began belongs to the set-up', () => {
  assert.deepEqual([...recorded(entry(1, 999, 1200)).sequences], []);
  const recorder = new Recorder();
  recorder.add(entry(1, 2500, 2600));
  assert.equal(recorder.received, 0);
});

test('a repeat is counted as a repeat, and an older entry as out of order', () => {
  const record = recorded(entry(5, 2100, 2200), entry(5, 2100, 2300), entry(4, 2050, 2400));
  assert.equal(record.duplicated, 1);
  assert.equal(record.outOfOrder, 1);
});

test('what a client dropped is a repeat when it was seen before, else out of order', () => {
  const again = entry(5, 2100, 0);
  const late = entry(4, 2050, 0);
  assert.ok(again.kind === 'entry' && late.kind === 'entry');
  const record = recorded(
    entry(5, 2100, 2200),
    { kind: 'dropped', entry: again.entry },
    { kind: 'dropped', entry: late.entry },
  );
  assert.deepEqual([record.duplicated, record.outOfOrder, record.sequences.length], [1, 1, 1]);
});

test('entries that share a receive time are one answer', () => {
  const { answers, emptyAnswers } = recorded(
    entry(1, 2100, 2300),
    entry(2, 2200, 2300),
    empty(2800),
    entry(3, 3100, 3300),
  );
  assert.equal(answers, 3);
  assert.equal(emptyAnswers, 1);
});

test('an answer counts when it was asked for inside the measured part', () => {
  const { answers, emptyAnswers } = recorded(empty(2079), empty(2080), empty(4079), empty(4080));
  assert.equal(answers, 2);
  assert.equal(emptyAnswers, 2);
});

test('missed entries and reconnects are counted', () => {
  const record = recorded(
    { kind: 'missed', count: 7 },
    { kind: 'missed', count: null },
    { kind: 'reconnect', attempt: 1, why: '' },
  );
  assert.equal(record.missed, 8);
  assert.equal(record.reconnects, 1);
});

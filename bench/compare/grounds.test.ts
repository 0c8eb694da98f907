// Tests of grounds.ts: its claims, in the order of the file.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { exampleReadRun, type Example } from './fixture.ts';
import { groundsOf, type Grounds } from './grounds.ts';

const grounds = (a: Example, b: Example): Grounds =>
  groundsOf(exampleReadRun({ name: 'A', ...a }), exampleReadRun({ name: 'B', ...b }));
const workload = (of: NonNullable<NonNullable<Example['overrides']>['workload']>): Example => ({
  overrides: { workload: of },
});

test('the same seed and workload pair the events', () => {
  const { isPaired, isSameMachine, notes } = grounds({}, {});
  assert.deepEqual([isPaired, isSameMachine], [true, true]);
  assert.deepEqual(notes, ['Same seed and workload: each event is held against its twin in the other run.']);
});

test('the same seed with another timetable of it is unpaired', () => {
  const { isPaired, notes } = grounds({}, { change: (repeat) => ({ ...repeat, plan: 'another' }) });
  assert.equal(isPaired, false);
  assert.match(notes.join(' '), /Same seed, but the two versions made different timetables of it/);
});

test('another seed is unpaired, and said so', () => {
  const { isPaired, notes, measures } = grounds({}, workload({ seed: 7 }));
  assert.equal(isPaired, false);
  assert.equal(measures.length, 8);
  assert.match(notes.join(' '), /^Seed 1 against 7: .* unpaired, which finds less\.$/);
});

test('what differs between workloads is one sentence, and leaves what it does not decide', () => {
  const { measures, notes } = grounds({}, workload({ payloadBytes: 1000, clients: 50 }));
  assert.deepEqual(measures, ['packets', 'requests', 'empty']);
  assert.match(
    notes.join(' '),
    /The workloads differ \(clients 100 against 50 and payload in bytes 200 against 1,000\)/,
  );
});

test('another duration leaves everything comparable', () => {
  assert.equal(grounds({}, workload({ durationSeconds: 10 })).measures.length, 8);
});

test('transports that only one run has are named, and the others are still paired', () => {
  const { transports, isPaired, notes } = grounds(
    workload({ transports: ['sse', 'xmpp'] }),
    workload({ transports: ['sse', 'websocket'] }),
  );
  assert.deepEqual([transports, isPaired], [['sse'], true]);
  assert.ok(notes.includes('Only one of the runs has xmpp and websocket.'));
});

test('a field that an older run has not is one that was switched off', () => {
  assert.equal(grounds({}, workload({ freezeMs: 0, isTls: false })).isPaired, true);
  assert.deepEqual(grounds({}, workload({ isTls: true })).measures, ['requests', 'empty']);
});

test('another machine is said loudly, in one sentence', () => {
  const environment = { ...exampleReadRun().run.environment, node: 'v26.11.0', cores: 2 };
  const { isSameMachine, notes } = grounds({}, { overrides: { environment } });
  assert.equal(isSameMachine, false);
  assert.match(
    notes.join(' '),
    /NOT THE SAME MACHINE \(cores 8 against 2 and node v26\.10\.0 against v26\.11\.0\): .* ratios to their own floors/,
  );
});

test('a void run is named', () => {
  const { notes } = grounds({}, { overrides: { void: { reason: 'the relay used 90 % of a core' } } });
  assert.ok(notes.includes('B is void, do not trust it: the relay used 90 % of a core.'));
});

test('refuses runs of which nothing can be compared, in one sentence', () => {
  const isRefusal = (sentence: RegExp) => (error: Error) =>
    sentence.test(error.message) && !error.message.includes('\n');
  assert.throws(
    () => grounds({}, workload({ kind: 'wallboard' })),
    isRefusal(/nothing can be compared: kind desktops against wallboard\.$/),
  );
  assert.throws(
    () => grounds(workload({ transports: ['sse'] }), workload({ transports: ['xmpp'] })),
    isRefusal(/no transport in common: sse against xmpp\.$/),
  );
});

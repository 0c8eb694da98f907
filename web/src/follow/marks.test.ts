// Marks stay small whatever the event holds.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { eventExamples } from '../../../servers/protocol/event.ts';
import { markCode } from '../session/mark-ring.ts';
import { briefOf, MarkCollector, maximumBriefs, maximumMarks } from './marks.ts';

const entryAt = (sequence: number) =>
  ({
    kind: 'entry',
    receivedAtNs: 1_500_000n,
    entry: { cursor: `e-${sequence}`, publishedAtNs: 1_000_000_000n, topics: [], event: eventExamples.dialog },
  }) as const;

test('cuts long texts and drops the filler of an event', () => {
  const event = { ...eventExamples['team-message'], content: '<b>'.repeat(1000), pad: 'x'.repeat(60_000) };
  const brief = briefOf(event);
  assert.ok(JSON.stringify(brief).length < 400);
  assert.equal(brief.type, 'team-message');
});

test('puts times on the clock of the server, and knows the latency of an entry', () => {
  const collector = new MarkCollector();
  collector.offsetMs = 1005;
  assert.equal(collector.take(entryAt(7), 0), 6.5);
  assert.equal(collector.take({ kind: 'empty', receivedAtNs: 2_000_000n }, 0), null);
  assert.equal(collector.take({ kind: 'ready', cursor: null }, 0), null);
  const { marks, briefs } = collector.drain();
  assert.deepEqual([...marks.times], [1006.5, 1007]);
  assert.deepEqual([...marks.codes], [markCode.entry, markCode.empty]);
  assert.equal(marks.sequences[0], 7);
  assert.deepEqual(briefs, [{ cursor: 'e-7', publishedMs: 1000, atMs: 1006.5, event: eventExamples.dialog }]);
  assert.equal(collector.isEmpty, true);
});

test('is bounded in a flood, and keeps the newest', () => {
  const collector = new MarkCollector();
  for (let sequence = 1; sequence <= 1000; sequence += 1) collector.take(entryAt(sequence), 0);
  const { marks, briefs } = collector.drain();
  assert.equal(marks.times.length, maximumMarks);
  assert.equal(briefs.length, maximumBriefs);
  assert.equal(briefs.at(-1)?.cursor, 'e-1000');
});

// Marks stay small whatever the event holds.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { eventExamples } from '../../servers/protocol/event.ts';
import { briefOf, markOf } from './marks.ts';

test('cuts long texts and drops the filler of an event', () => {
  const event = { ...eventExamples['team-message'], content: '<b>'.repeat(1000), pad: 'x'.repeat(60_000) };
  const brief = briefOf(event);
  assert.ok(JSON.stringify(brief).length < 400);
  assert.equal(brief.type, 'team-message');
});

test('has a time of the browser for an entry, and no mark for ready', () => {
  const entry = { cursor: 'e-1', publishedAtNs: 1n, topics: [], event: eventExamples.dialog } as const;
  const mark = markOf({ kind: 'entry', entry, receivedAtNs: 1_500_000n });
  assert.deepEqual(mark, { kind: 'entry', atMs: 1.5, cursor: 'e-1', event: eventExamples.dialog });
  assert.equal(markOf({ kind: 'ready', cursor: null }), undefined);
});

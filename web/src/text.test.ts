// Texts and figures as people read them.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { eventExamples, type AgentEventType } from '../../servers/protocol/event.ts';
import { describeEvent } from './describe-event.ts';
import { en, formatCount, formatDelay, say } from './text.ts';

test('fills in names, and shows one that was forgotten', () => {
  assert.equal(say('seconds', { seconds: 2 }), '2 s');
  assert.equal(say('seconds'), '{seconds} s');
});

test('does not read a value as another name', () => {
  assert.equal(say('eventTeamMessage', { team: '{content}', content: 'x' }), 'To team {content}: x');
});

test('has no empty text and no double space', () => {
  for (const [key, text] of Object.entries(en)) assert.match(text, /^\S+( \S+)*$/, key);
});

test('shows a decimal below ten milliseconds', () => {
  assert.deepEqual([0.04, 3.25, 9.94, 9.96, 1234.5].map(formatDelay), ['0.0', '3.3', '9.9', '10', '1,235']);
  assert.equal(formatCount(12_345), '12,345');
});

test('describes every type of event in one line without a gap', () => {
  for (const type of Object.keys(eventExamples) as AgentEventType[]) {
    const line = describeEvent(eventExamples[type]);
    assert.doesNotMatch(line, /[{}\n]|undefined/, type);
  }
  assert.equal(describeEvent(eventExamples['agent-state']), 'Agent 1001001: READY');
});

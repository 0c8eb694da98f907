// Topics: which texts are node names, and on which nodes an event is published.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { eventExamples } from './event.ts';
import { parseTopic, topicsOf } from './topic.ts';

test('node names of Finesse and names of your own are topics', () => {
  for (const text of ['/lab/events', '/finesse/api/User/1001001', '/a', `/${'a'.repeat(199)}`, '/a?b=c&d<e>"f"']) {
    assert.equal(parseTopic(text), text);
  }
});

for (const text of ['', '/', 'lab/events', '/a b', '/a\n', '/ä', '/\u0000', `/${'a'.repeat(200)}`]) {
  test(`${JSON.stringify(text.slice(0, 20))} (${text.length} characters) is no topic`, () => {
    assert.throws(() => parseTopic(text), { code: 'LAB_TOPIC_INVALID' });
  });
}

test('an agent in a team is on two nodes, one without a team on their own', () => {
  assert.deepEqual(topicsOf(eventExamples['agent-state']), [
    '/finesse/api/User/1001001',
    '/finesse/api/Team/5000/Users',
  ]);
  const { team: _team, ...alone } = eventExamples['agent-state'];
  assert.deepEqual(topicsOf(alone), ['/finesse/api/User/1001001']);
});

test('calls, messages and queue figures are on one node each', () => {
  assert.deepEqual(topicsOf(eventExamples.dialog), ['/finesse/api/User/1001001/Dialogs']);
  assert.deepEqual(topicsOf(eventExamples['team-message']), ['/finesse/api/Team/5000/TeamMessages']);
  assert.deepEqual(topicsOf(eventExamples['queue-statistics']), ['/finesse/api/Queue/10']);
});

test('a refused request is the agent’s own affair, the status of the system everybody’s', () => {
  assert.deepEqual(topicsOf(eventExamples['agent-error']), ['/finesse/api/User/1001001']);
  assert.deepEqual(topicsOf(eventExamples['system-info']), ['/finesse/api/SystemInfo']);
});

// The register of calls: who is in one, who left, and that it cannot grow without end.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { eventExamples, type DialogEvent } from '../protocol/event.ts';
import { Calls } from './calls.ts';

const example: DialogEvent = eventExamples.dialog;

test('a call is there from its first event until it is dropped', () => {
  const calls = new Calls();
  assert.equal(calls.find(example.dialog), undefined);
  calls.follow(example);
  calls.follow({ ...example, state: 'ACTIVE' });
  const newest = { ...example, state: 'ACTIVE' };
  assert.deepEqual(calls.find(example.dialog), { newest, legs: [newest] });
  assert.deepEqual(calls.of(example.agent), [{ newest, legs: [newest] }]);
  calls.follow({ ...example, state: 'DROPPED' });
  assert.equal(calls.find(example.dialog), undefined);
  assert.deepEqual(calls.of(example.agent), []);
});

test('a call of two agents lasts until both have left it', () => {
  const calls = new Calls();
  const other = { ...example, agent: '1001002' };
  calls.follow(other);
  calls.follow(example);
  calls.follow({ ...example, agent: '1001003', dialog: 'another' });
  assert.deepEqual(calls.find(example.dialog), { newest: example, legs: [other, example] });
  assert.deepEqual(calls.of('1001002'), [{ newest: example, legs: [other, example] }]);
  calls.follow({ ...example, state: 'DROPPED' });
  assert.deepEqual(calls.of('1001001'), []);
  assert.deepEqual(calls.of('1001002'), [{ newest: other, legs: [other] }]);
});

test('a full register forgets the call not heard of for longest', () => {
  const calls = new Calls(2);
  for (const dialog of ['1', '2', '1', '3']) calls.follow({ ...example, dialog });
  assert.deepEqual(
    ['1', '2', '3'].map((dialog) => calls.find(dialog)?.newest.dialog),
    ['1', undefined, '3'],
  );
});

test('what a publisher added is not kept, and a call with an endless address is none', () => {
  const calls = new Calls();
  const { queue: _queue, ...unqueued } = example;
  calls.follow({ ...unqueued, pad: 'x'.repeat(60_000), mood: 'good' } as DialogEvent);
  assert.deepEqual(calls.find(example.dialog)?.newest, unqueued);
  calls.follow({ ...example, from: 'x'.repeat(1000) });
  assert.equal(calls.find(example.dialog), undefined);
});

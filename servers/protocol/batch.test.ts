// Bodies of the polls: literal JSON, and what is no board or batch is refused.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { decodeBatch, decodeBoard, encodeBatch, encodeBoard } from './batch.ts';
import { decodeEntry, encodeEntry } from './entry.ts';
import { eventExamples } from './event.ts';

const json = encodeEntry({
  cursor: 'e1-2',
  publishedAtNs: 5n,
  topics: ['/lab/events'],
  event: eventExamples['agent-state'],
});

test('a batch is a cursor, events and whether there is more', () => {
  const text = encodeBatch('e1-2', [json, json], true);
  assert.equal(text, `{"cursor":"e1-2","events":[${json},${json}],"more":true}`);
  assert.deepEqual(decodeBatch(text), { cursor: 'e1-2', entries: [decodeEntry(json), decodeEntry(json)], more: true });
});

test('an empty batch has an empty list', () => {
  assert.equal(encodeBatch('e1-0', [], false), '{"cursor":"e1-0","events":[],"more":false}');
});

test('a board is a cursor, the agents and the newest events', () => {
  const agents = [eventExamples['agent-state']];
  const text = encodeBoard('e1-2', agents, [json]);
  assert.equal(text, `{"cursor":"e1-2","agents":${JSON.stringify(agents)},"events":[${json}]}`);
  assert.deepEqual(decodeBoard(text), { cursor: 'e1-2', agents, entries: [decodeEntry(json)] });
});

test('a board without agents has none', () => {
  assert.deepEqual(decodeBoard('{"cursor":"e1-0","events":[]}'), { cursor: 'e1-0', agents: [], entries: [] });
});

for (const text of [
  'null',
  '5',
  '{}',
  '{"cursor":"e1-0"}',
  '{"cursor":5,"events":[]}',
  '{"cursor":"?","events":[]}',
  '{"cursor":"e1-0","events":{}}',
  '{"cursor":"e1-0","events":[null]}',
  '{"cursor":"e1-0","events":[',
]) {
  test(`${text} is neither a batch nor a board`, () => {
    assert.throws(() => decodeBatch(text), { code: 'LAB_ANSWER_INVALID' });
    assert.throws(() => decodeBoard(text), { code: 'LAB_ANSWER_INVALID' });
  });
}

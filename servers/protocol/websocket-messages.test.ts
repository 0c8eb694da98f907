// Messages of the `websocket` transport: literal texts, and refusals that keep the id.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { encodeEntry, type Entry } from './entry.ts';
import { LabError } from './errors.ts';
import { eventExamples } from './event.ts';
import {
  decodeCommand,
  decodeServerMessage,
  encodeAnswer,
  encodeCommand,
  encodeGapMessage,
  encodePosition,
} from './websocket-messages.ts';

const entry: Entry = { cursor: 'e1-7', publishedAtNs: 5n, topics: ['/lab/events'], event: eventExamples.dialog };
const gap = { after: 'e1-1', next: 'e1-9', missed: 8 } as const;

test('the server writes positions, gaps and answers as these texts', () => {
  assert.equal(encodePosition('e1-7'), '{"cursor":"e1-7"}');
  assert.equal(encodeGapMessage(gap), '{"gap":{"after":"e1-1","next":"e1-9","missed":8}}');
  assert.equal(encodeAnswer(1), '{"id":1,"ok":true}');
  assert.equal(
    encodeAnswer('a', new LabError('LAB_AGENT_UNKNOWN', 'No.')),
    '{"id":"a","error":{"code":"LAB_AGENT_UNKNOWN","message":"No."}}',
  );
});

test('the client reads each of them back', () => {
  assert.deepEqual(decodeServerMessage(encodeEntry(entry)), { kind: 'entry', entry });
  assert.deepEqual(decodeServerMessage('{"cursor":"e1-7"}'), { kind: 'position', cursor: 'e1-7' });
  assert.deepEqual(decodeServerMessage(encodeGapMessage(gap)), { kind: 'gap', gap });
  assert.deepEqual(decodeServerMessage('{"id":1,"ok":true}'), { kind: 'answer', id: 1, error: null });
  assert.deepEqual(decodeServerMessage('{"id":null,"error":{"code":"LAB_FRAME_INVALID","message":"?"}}'), {
    kind: 'answer',
    id: null,
    error: 'LAB_FRAME_INVALID',
  });
});

for (const text of ['{}', 'null', '5', '{"cursor":"?"}', '{"gap":true}', '{"gap":{"after":1}}', 'x']) {
  test(`${text} is no message of the server`, () => {
    assert.throws(() => decodeServerMessage(text), { code: 'LAB_ANSWER_INVALID' });
  });
}

test('a command survives its text', () => {
  const command = { id: 7, set: { agent: '1001001', state: 'READY' } } as const;
  assert.equal(encodeCommand(command), '{"id":7,"set":{"agent":"1001001","state":"READY"}}');
  assert.deepEqual(decodeCommand(encodeCommand(command)), command);
});

for (const text of [
  '',
  'null',
  '5',
  '"x"',
  '{}',
  '{"set":{}}',
  '{"id":null}',
  '{"id":{}}',
  `{"id":"${'x'.repeat(65)}"}`,
]) {
  test(`${text.slice(0, 20)} is no command, and has no id to answer to`, () => {
    assert.throws(
      () => decodeCommand(text),
      (error: LabError) => error.code === 'LAB_FRAME_INVALID' && typeof error.cause !== 'string',
    );
  });
}

for (const text of [
  '{"id":"a"}',
  '{"id":"a","set":null}',
  '{"id":"a","set":5}',
  '{"id":"a","set":{"agent":"1001001"}}',
  '{"id":"a","set":{"agent":"1001001","state":"toString"}}',
  '{"id":"a","set":{"agent":"../x","state":"READY"}}',
  '{"id":"a","set":{"agent":1001001,"state":"READY"}}',
]) {
  test(`${text} is no command, and its refusal carries the id`, () => {
    assert.throws(() => decodeCommand(text), { code: 'LAB_FRAME_INVALID', cause: 'a' });
  });
}

// Entries: literal JSON, one line, and every payload byte comes back.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import * as fc from 'fast-check';
import { decodeEntry, encodeEntry, entryFromJson, isEntryJson, parseJson, type Entry } from './entry.ts';
import { eventExamples } from './event.ts';

const entry: Entry = {
  cursor: 'e1-7',
  publishedAtNs: 1_234_567_890_123n,
  topics: ['/lab/events', '/finesse/api/Team/5000/TeamMessages'],
  event: eventExamples['team-message'],
};

test('the JSON of an entry has four members in this order', () => {
  assert.equal(
    encodeEntry(entry),
    '{"cursor":"e1-7","publishedAtNs":"1234567890123",' +
      '"topics":["/lab/events","/finesse/api/Team/5000/TeamMessages"],' +
      '"event":{"type":"team-message","team":"5000","from":"administrator",' +
      '"content":"Long queue: please postpone breaks.","durationSeconds":100,"at":"2026-11-22T10:00:00.000Z"}}',
  );
});

test('any text survives, on one line without raw control characters', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary' }), (content) => {
      const sent = { ...entry, event: { ...eventExamples['team-message'], content } };
      const json = encodeEntry(sent);
      // oxlint-disable-next-line no-control-regex -- control characters are what this test is about
      assert.doesNotMatch(json, /[\u0000-\u001f]/);
      assert.deepEqual(decodeEntry(json), sent);
    }),
    { seed: 3, examples: [['\r\n\0]]></message>\u2028\ud800😀']] },
  );
});

test('an entry without topics is one on no topic', () => {
  const { topics: _topics, ...rest } = JSON.parse(encodeEntry(entry)) as Record<string, unknown>;
  assert.deepEqual(entryFromJson(rest).topics, []);
});

const broken: readonly (readonly [string, object])[] = [
  ['a cursor that is none', { cursor: 'nonsense' }],
  ['a cursor that is a number', { cursor: 5 }],
  ['a time that is a number', { publishedAtNs: 5 }],
  ['a time of 20 digits', { publishedAtNs: '9'.repeat(20) }],
  ['a negative time', { publishedAtNs: '-1' }],
  ['topics that are no list', { topics: '/lab/events' }],
  ['an event that is null', { event: null }],
  ['an event that is a text', { event: 'hello' }],
];
for (const [what, member] of broken) {
  test(`${what} is refused`, () => {
    const json = JSON.stringify({ ...(JSON.parse(encodeEntry(entry)) as object), ...member });
    assert.throws(() => decodeEntry(json), { code: 'LAB_ANSWER_INVALID' });
  });
}

test('values that are no objects have not the shape of an entry', () => {
  for (const value of [null, undefined, 5, 'cursor', [], { cursor: 'e1-1' }]) {
    assert.ok(!isEntryJson(value));
    assert.throws(() => entryFromJson(value), { code: 'LAB_ANSWER_INVALID' });
  }
});

test('a text that is not JSON is refused with its beginning', () => {
  assert.throws(() => parseJson('<html>'), { code: 'LAB_ANSWER_INVALID', message: 'This is not JSON: "<html>".' });
});

// Events: the examples are valid, each wrong field is refused by name, and padding is exact.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import * as fc from 'fast-check';
import type { LabError } from './errors.ts';
import { eventExamples, isId, padEvent, parseAgentEvent, payloadBytesOf } from './event.ts';

const now = '2026-11-22T10:00:00.000Z';

for (const [type, example] of Object.entries(eventExamples)) {
  test(`the example of ${type} is read as it stands`, () => {
    assert.deepEqual(parseAgentEvent(JSON.parse(JSON.stringify(example)), 'later'), example);
  });

  test(`each field of ${type} that is missing or of another kind is named`, () => {
    for (const field of Object.keys(example)) {
      const sentence = field === 'type' ? 'event type' : `field ${field}`;
      const wrong = { ...example, [field]: { not: 'this' } };
      assert.throws(
        () => parseAgentEvent(wrong, now),
        (error: LabError) => error.code === 'LAB_EVENT_INVALID' && error.message.includes(sentence),
        field,
      );
    }
  });
}

test('an event without a time gets the present one', () => {
  const { at: _at, ...timeless } = eventExamples.dialog;
  assert.equal(parseAgentEvent(timeless, now).at, now);
});

test('fields that are not known are kept', () => {
  assert.deepEqual(parseAgentEvent({ ...eventExamples.dialog, mood: '😀' }, now), {
    ...eventExamples.dialog,
    mood: '😀',
  });
});

for (const value of [null, undefined, 5, 'text', [], true]) {
  test(`${JSON.stringify(value)} is no event`, () => {
    assert.throws(() => parseAgentEvent(value, now), {
      code: 'LAB_EVENT_INVALID',
      message: /^An event is a JSON object/,
    });
  });
}

for (const type of [undefined, 5, 'unknown', 'toString', '__proto__', 'constructor']) {
  test(`the event type ${String(type)} is unknown`, () => {
    assert.throws(() => parseAgentEvent({ type }, now), { code: 'LAB_EVENT_INVALID', message: /is unknown/ });
  });
}

test('a number of an event is finite', () => {
  const event = { ...eventExamples['queue-statistics'], callsInQueue: Number.NaN };
  assert.throws(() => parseAgentEvent(event, now), { code: 'LAB_EVENT_INVALID', message: /callsInQueue/ });
});

test('the system is in service or out of it, nothing between', () => {
  for (const status of ['IN_SERVICE', 'OUT_OF_SERVICE']) {
    assert.deepEqual(parseAgentEvent({ type: 'system-info', status }, now), { at: now, type: 'system-info', status });
  }
  const message = /the field status of system-info is "DOWN"; it has to be one of IN_SERVICE, OUT_OF_SERVICE\.$/i;
  assert.throws(() => parseAgentEvent({ type: 'system-info', status: 'DOWN' }, now), { message });
});

test('ids are letters, digits, dots, dashes and underscores', () => {
  for (const good of ['1001001', 'bench-7', 'a.b_c', '__proto__', 'x'.repeat(64)]) assert.ok(isId(good), good);
  for (const bad of ['', 'a/b', 'ü', 'a b', 'a\n', 'x'.repeat(65), 5, null]) assert.ok(!isId(bad), String(bad));
});

test('padding reaches the asked length exactly, counted in UTF-8', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'grapheme' }), fc.integer({ min: 0, max: 3000 }), (content, wanted) => {
      const event = { ...eventExamples['team-message'], content };
      const least = payloadBytesOf({ ...event, pad: '' });
      const padded = padEvent(event, wanted);
      if (wanted < least) assert.equal(padded, event);
      else assert.equal(Buffer.byteLength(JSON.stringify(padded)), wanted);
    }),
    { seed: 2 },
  );
});

// Bytes made once an entry and wire format.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Entry } from '../protocol/entry.ts';
import { eventExamples } from '../protocol/event.ts';
import { encodeOnce, entryJson } from './encode-once.ts';

const entry: Entry = { cursor: 'e1-1', publishedAtNs: 1n, topics: [], event: eventExamples.dialog };

test('an entry is encoded at the first call, and every reader gets the same bytes', () => {
  let calls = 0;
  const bytes = encodeOnce((one: Entry) => {
    calls += 1;
    return Buffer.from(one.cursor);
  });
  assert.equal(bytes(entry), bytes(entry));
  assert.equal(calls, 1);
  assert.notEqual(bytes({ ...entry }), bytes(entry));
});

test('each wire format has bytes of its own', () => {
  const loud = encodeOnce((one: Entry) => one.cursor.toUpperCase());
  assert.equal(loud(entry), 'E1-1');
  assert.match(entryJson(entry), /^\{"cursor":"e1-1"/);
});

// The places that a link names.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { formatExchange, formatRange, parseExchange, parseList, parseRange } from './permalink.ts';

test('an exchange and a span come back from the URL as they went in', () => {
  assert.deepEqual(parseExchange(formatExchange({ connection: 12, number: 3 })), { connection: 12, number: 3 });
  for (const range of [
    { start: 120, end: 140, level: null },
    { start: 0, end: 1, level: 2 },
  ]) {
    assert.deepEqual(parseRange(formatRange(range)), range);
  }
});

test('what names nothing is nothing', () => {
  for (const text of ['', '12', '12.', '.3', 'a.b', '1.2.3', '-1.2']) assert.equal(parseExchange(text), null);
  for (const text of ['', '5', '5-5', '9-3', 'a-b', '1-2-3', '1-2.x']) assert.equal(parseRange(text), null);
});

test('a list leaves out what is unknown or stands twice', () => {
  const isKnown = (word: string): word is 'a' | 'b' => word === 'a' || word === 'b';
  assert.deepEqual(parseList('b.x.a.b', isKnown), ['b', 'a']);
  assert.deepEqual(parseList('', isKnown), []);
});

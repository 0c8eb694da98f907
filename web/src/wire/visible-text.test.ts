// Text of the wire cannot hide, nor reorder what stands around it.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { cut, visibleByte, visibleLine, visibleText } from './visible-text.ts';

test('controls and bidirectional marks are written out', () => {
  assert.equal(visibleLine('a\r\n\t\0b'), String.raw`a\r\n\t\0b`);
  assert.equal(visibleLine('\u202Eabc\u2066\u200B\uFEFF\u001B'), String.raw`\u202Eabc\u2066\u200B\uFEFF\u001B`);
  assert.equal(visibleLine('\u{E0041}'), String.raw`\u{E0041}`);
  assert.equal(visibleLine('\uD800'), String.raw`\uD800`);
});

test('what can be seen stays as it is', () => {
  for (const text of ['<b>&amp;</b>', '中文 ção', '👩']) assert.equal(visibleLine(text), text);
});

test('in several lines the end of a line is shown, and ends the line', () => {
  assert.equal(visibleText('a\nb\r\n\u202Ec'), `a\\n\nb\\r\\n\n\\u202Ec`);
});

test('every byte has a sign of one character', () => {
  for (let byte = 0; byte < 256; byte += 1) assert.equal(visibleByte(byte).length, 1);
  assert.deepEqual([0x41, 0x0a, 0x0d, 0xff].map(visibleByte), ['A', '↵', '⇤', '·']);
});

test('a cut text says that it is cut', () => {
  assert.deepEqual([cut('abc', 3), cut('abcd', 3)], ['abc', 'ab…']);
});

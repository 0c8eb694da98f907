// What reaches a terminal is harmless, fits, and is whole.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import * as fc from 'fast-check';
import { cut, leastWidth, printable, styled, wrap, type Screen } from './screen.ts';

const screen = (isStyled: boolean): Screen => ({ columns: 80, isStyled, write: () => {} });

test('control characters, line separators and turns of direction become dots', () => {
  assert.equal(printable('a\u001b[31mb\nc\u0085d\u202ee\u2028f'), 'a·[31mb·c·d·e·f');
  assert.equal(printable('Grüße, 世界 🙂'), 'Grüße, 世界 🙂');
});

test('a style is written only where styles are wanted', () => {
  assert.equal(styled(screen(false), 'bold', 'x'), 'x');
  assert.equal(styled(screen(true), 'bold', 'x'), '\u001b[1mx\u001b[22m');
});

test('a cut text says that it was cut, and breaks no character in two', () => {
  assert.equal(cut('abc', 3), 'abc');
  assert.equal(cut('abcd', 3), 'ab…');
  assert.equal(cut('🙂🙂🙂', 2), '🙂…');
  assert.equal(cut('abc', 0), '…');
});

test('wrapped lines fit the width, and together are the text', () => {
  const words = fc.array(fc.string({ minLength: 1, maxLength: 60 }).filter((word) => !word.includes(' ')));
  fc.assert(
    fc.property(words, fc.integer({ min: -5, max: 60 }), (parts, columns) => {
      const text = parts.join(' ');
      const lines = wrap(text, columns);
      for (const line of lines) assert.ok(Array.from(line).length <= Math.max(columns, leastWidth), line);
      assert.equal(lines.join('').replaceAll(' ', ''), text.replaceAll(' ', ''));
    }),
    { seed: 7 },
  );
});

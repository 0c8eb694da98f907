// Cursors: what is one, what is not, and that a cursor survives its text.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import * as fc from 'fast-check';
import { formatCursor, isCursor, parseCursor } from './cursor.ts';
import { LabError } from './errors.ts';

const epochs = fc.stringMatching(/^[0-9a-z]{1,16}$/);
const sequences = fc.integer({ min: 0, max: 999_999_999_999_999 });

test('a cursor survives its text', () => {
  fc.assert(
    fc.property(epochs, sequences, (epoch, sequence) => {
      const text = formatCursor(epoch, sequence);
      assert.ok(isCursor(text));
      assert.deepEqual(parseCursor(text), { epoch, sequence });
    }),
    { seed: 1 },
  );
});

test('the largest sequence is still an exact number', () => {
  assert.ok(Number.isSafeInteger(parseCursor('x-999999999999999').sequence));
});

const notCursors = [
  '',
  'x',
  'x-',
  '-1',
  'x-01',
  'x--1',
  'x-1.5',
  'x-1e3',
  'X-1',
  ' x-1',
  'x-1 ',
  'x-1\n',
  'x-9999999999999999',
  `${'x'.repeat(17)}-1`,
  'x-1-1',
  'é-1',
  'x-١',
  '__proto__',
];
for (const text of notCursors) {
  test(`${JSON.stringify(text)} is no cursor, and the refusal shows it`, () => {
    assert.ok(!isCursor(text));
    assert.throws(
      () => parseCursor(text),
      (error: LabError) => error.code === 'LAB_CURSOR_INVALID' && error.message.includes(JSON.stringify(text)),
    );
  });
}

test('a refusal quotes at most 60 characters', () => {
  assert.throws(
    () => parseCursor('y'.repeat(10_000)),
    (error: LabError) => error.message.length < 200,
  );
});

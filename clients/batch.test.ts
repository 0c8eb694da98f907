// Answers of the polls with a cursor.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { cursorHeader, encodeBatch } from '../servers/protocol/batch.ts';
import type { Cursor } from '../servers/protocol/cursor.ts';
import { encodeEntry } from '../servers/protocol/entry.ts';
import { readBatchAnswer } from './batch.ts';
import { Progress } from './progress.ts';
import { answerOf, entryAt, FakeRuntime, inShort } from './testing/fake-runtime.ts';
import type { HttpAnswer } from './transport.ts';

const runtime = new FakeRuntime();

const read = (
  answer: HttpAnswer,
  progress = new Progress('e1-0'),
  isFirst = false,
): readonly [readonly string[], boolean] => {
  const { arrivals, again } = readBatchAnswer(answer, progress, { runtime, isFirst });
  return [arrivals.map(inShort), again];
};

const batch = (cursor: Cursor, sequences: readonly number[], more = false): HttpAnswer => {
  const entries = sequences.map((sequence) => encodeEntry(entryAt(sequence)));
  return answerOf(200, encodeBatch(cursor, entries, more), cursor);
};

test('new entries come in order, those that are known are dropped, and said to be', () => {
  assert.deepEqual(read(batch('e1-3', [1, 2, 3]), new Progress('e1-1')), [
    ['dropped e1-1', 'entry e1-2', 'entry e1-3'],
    false,
  ]);
});

test('more says to ask again at once', () => {
  assert.equal(read(batch('e1-3', [3], true))[1], true);
});

test('an answer without news is empty, but the first one is none the worse for it', () => {
  const progress = new Progress('now');
  assert.deepEqual(read(answerOf(204, '', 'e1-7'), progress, true), [['ready e1-7'], false]);
  assert.deepEqual(read(answerOf(204, '', 'e1-9'), progress), [['empty'], false]);
  assert.equal(progress.position, 'e1-9');
  assert.deepEqual(read(batch('e1-9', [8, 9]), progress), [['dropped e1-8', 'dropped e1-9', 'empty'], false]);
});

test('an answer without a position is refused', () => {
  for (const answer of [answerOf(204), answerOf(204, '', 'nonsense' as Cursor)]) {
    assert.throws(() => read(answer), {
      code: 'LAB_ANSWER_INVALID',
      message: `The answer has no header ${cursorHeader}.`,
    });
  }
  assert.throws(() => read(answerOf(200, '<html>', 'e1-1')), { code: 'LAB_ANSWER_INVALID' });
});

test('a refusal is the error that the server meant', () => {
  const body = '{"code":"LAB_CURSOR_EXPIRED","message":"Gone."}';
  assert.throws(() => read(answerOf(410, body)), { code: 'LAB_CURSOR_EXPIRED', message: 'Gone.' });
});

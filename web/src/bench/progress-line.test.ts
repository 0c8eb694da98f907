// Lines as the bench writes them where its progress is piped (bench/run/progress.ts).
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { readProgressLine } from './progress-line.ts';

test('tells what is measured and how long it takes', () => {
  assert.deepEqual(readProgressLine('3/16 long-poll (1 of 2), about 12 s left'), {
    subject: 'long-poll (1 of 2)',
    secondsLeft: 12,
  });
});

test('shows a line that nobody foresaw as it is', () => {
  assert.deepEqual(readProgressLine('The bench starts.'), { subject: 'The bench starts.', secondsLeft: null });
});

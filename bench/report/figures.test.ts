// Tests of how figures are written.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import {
  formatBytes,
  formatCount,
  formatMs,
  formatNumber,
  formatPlain,
  formatShare,
  formatThree,
  formatTimes,
  joinWords,
  ratio,
} from './figures.ts';

test('a number keeps about three figures that count', () => {
  const written = [538.4, 41.23, 6.104, 0.0852, 0, -12.34].map((value) => formatThree(value));
  assert.deepEqual(written, ['538', '41.2', '6.10', '0.085', '0.00', '-12.3']);
});

test('a missing figure is a dash, never a zero', () => {
  assert.deepEqual([formatThree(null), formatMs(null), formatBytes(null), formatShare(null)], ['–', '–', '–', '–']);
  assert.deepEqual([formatNumber(Number.NaN), formatNumber(Number.POSITIVE_INFINITY)], ['–', '–']);
});

test('every figure in a sentence carries its unit', () => {
  assert.deepEqual(
    [formatMs(41.2), formatMs(4250), formatBytes(8123.4), formatShare(0.368), formatShare(0.012)],
    ['41.2 ms', '4.25 s', '8,123 B', '37 %', '1.2 %'],
  );
  assert.deepEqual([formatTimes(7.06), formatTimes(20.4)], ['7.1 times', '20 times']);
});

test('a count agrees with its noun', () => {
  assert.deepEqual(
    [formatCount(1, 'event'), formatCount(2, 'event'), formatCount(0.5, 'event')],
    ['1 event', '2 events', '0.500 events'],
  );
  assert.equal(formatPlain(12_000), '12,000');
});

test('words are joined as in a sentence', () => {
  assert.deepEqual(
    [joinWords([]), joinWords(['a']), joinWords(['a', 'b']), joinWords(['a', 'b', 'c'])],
    ['', 'a', 'a and b', 'a, b and c'],
  );
});

test('nothing is divided by zero', () => {
  assert.deepEqual([ratio(3, 2), ratio(3, 0), ratio(null, 2), ratio(3, null)], [1.5, null, null, null]);
});

// Cells of a chart's file.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { plainCells } from './plain-cell.ts';

test('a number loses its grouping and has a point, in the language that wrote it', () => {
  assert.deepEqual(['1,600', '1,234,567.25', '41.1', '−0.50', '0'].map(plainCells('en')), [
    '1600',
    '1234567.25',
    '41.1',
    '-0.50',
    '0',
  ]);
  assert.deepEqual(['1.600', '41,1', '1.234,5'].map(plainCells('pt-BR')), ['1600', '41.1', '1234.5']);
  assert.deepEqual(['1,600', '41.1'].map(plainCells('zh-Hant')), ['1600', '41.1']);
});

test('what is no number stays as it is', () => {
  const texts = ['285 to 298', '1,391 B', '12 %', 'n < 20', '–', '', 'HTTP/1.0 style', '1,2', '0,125'];
  assert.deepEqual(texts.map(plainCells('en')), texts);
});

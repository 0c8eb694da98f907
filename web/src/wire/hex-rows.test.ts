// A dump's rows and the way of its arrow keys.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { caretAfter, hexOf, hexOffset, hexWindow, windowRows } from './hex-rows.ts';

test('rows carry the offsets of the stream, and the last one what is left', () => {
  const { rows, pages } = hexWindow(
    Uint8Array.from({ length: 20 }, (_, at) => at),
    100,
    16,
    100,
  );
  assert.equal(pages, 1);
  assert.deepEqual(
    rows.map(({ offset, bytes }) => [offset, bytes.byteLength]),
    [
      [100, 16],
      [116, 4],
    ],
  );
});

test('a long message is drawn a part at a time: the one with the caret', () => {
  const perPage = 16 * windowRows;
  const bytes = new Uint8Array(2 * perPage + 1);
  assert.equal(hexWindow(bytes, 50, 16, 50).rows.length, windowRows);
  const last = hexWindow(bytes, 50, 16, 50 + 2 * perPage);
  assert.deepEqual([last.page, last.pages, last.rows.length, last.rows[0]?.offset], [2, 3, 1, 50 + 2 * perPage]);
});

test('nothing has one empty part', () => {
  assert.deepEqual(hexWindow(new Uint8Array(), 0, 16, 0), { rows: [], page: 0, pages: 1 });
});

test('arrows move by a byte and a row, Home and End within the row', () => {
  const moves = ['ArrowRight', 'ArrowUp', 'Home', 'End', 'x'].map((key) => caretAfter(key, 121, 8, 100));
  assert.deepEqual(moves, [122, 113, 116, 123, null]);
});

test('digits', () => {
  assert.deepEqual([hexOf(10), hexOf(255), hexOffset(255), hexOffset(0x12345)], ['0a', 'ff', '00ff', '12345']);
});

// Ways through spans: from a byte, from a range, and back.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Span } from '../dissect/span.ts';
import { ancestorsOf, deepestAt, findRange, rangeOf, seamsIn, treeRows } from './span-path.ts';
import { treeMove } from './tree-keys.ts';

const leaf = (start: number, end: number): Span => ({ kind: 'content.text', start, end });
const spans: readonly Span[] = [
  { kind: 'http.request-line', start: 10, end: 20, children: [leaf(10, 13), leaf(13, 14), leaf(14, 20)] },
  // A span whose only child has the same bytes.
  {
    kind: 'ws.payload',
    start: 20,
    end: 30,
    children: [{ kind: 'json.object', start: 20, end: 30, children: [leaf(20, 25), leaf(25, 30)] }],
  },
];

test('every byte leads to the deepest span that has it, and a byte outside to none', () => {
  assert.deepEqual(deepestAt(spans, 13), [0, 1]);
  assert.deepEqual(deepestAt(spans, 29), [1, 0, 1]);
  assert.deepEqual(deepestAt(spans, 30), []);
  assert.deepEqual(deepestAt(spans, 9), []);
});

test('every span can be named by a range that leads back to it', () => {
  for (const path of [[0], [0, 0], [0, 2], [1], [1, 0], [1, 0, 1]]) {
    const range = rangeOf(spans, path);
    assert.ok(range);
    assert.deepEqual(findRange(spans, range), path);
  }
  assert.deepEqual(rangeOf(spans, [1]), { start: 20, end: 30, level: 0 });
  assert.deepEqual(rangeOf(spans, [1, 0]), { start: 20, end: 30, level: null });
});

test('a range that is no span leads to the smallest that holds it', () => {
  assert.deepEqual(findRange(spans, { start: 11, end: 19, level: null }), [0]);
  assert.deepEqual(findRange(spans, { start: 21, end: 23, level: 5 }), [1, 0, 0]);
  assert.deepEqual(findRange(spans, { start: 90, end: 99, level: null }), []);
});

test('a tree shows the children of what is open, and the arrows walk it', () => {
  const open = new Set(['1', ...ancestorsOf([1, 0, 0])]);
  const rows = treeRows(spans, open);
  assert.deepEqual(
    rows.map(({ key, isOpen }) => [key, isOpen]),
    [
      ['0', false],
      ['1', true],
      ['1.0', true],
      ['1.0.0', null],
      ['1.0.1', null],
    ],
  );
  const [first, second, third, fourth] = rows;
  assert.ok(first && second && third && fourth);
  assert.deepEqual(treeMove('ArrowRight', rows, first), { toggle: true });
  assert.deepEqual(treeMove('ArrowRight', rows, second), { to: third });
  assert.deepEqual(treeMove('ArrowLeft', rows, fourth), { to: third });
  assert.deepEqual(treeMove('ArrowLeft', rows, second), { toggle: false });
  assert.deepEqual(treeMove('ArrowUp', rows, first), { to: undefined });
  assert.equal(treeMove('x', rows, first), null);
});

test('seams are where the innermost spans of a window begin', () => {
  assert.deepEqual([...seamsIn(spans, 12, 22)], [10, 13, 14, 20]);
});

// How far a client is: drops repeats, moves forward only, notices a new epoch.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Progress } from './progress.ts';
import { entryAt } from './testing/fake-runtime.ts';

test('a start without a cursor has none until one is known', () => {
  for (const start of ['now', 'earliest'] as const) {
    const progress = new Progress(start);
    assert.deepEqual([progress.position, progress.cursor], [start, null]);
    assert.ok(progress.accept(entryAt(7)));
    assert.deepEqual([progress.position, progress.cursor], ['e1-7', 'e1-7']);
  }
});

test('an entry is accepted once, and none before it any more', () => {
  const progress = new Progress('e1-5');
  assert.deepEqual(
    [5, 6, 6, 4, 9, 8].map((sequence) => progress.accept(entryAt(sequence))),
    [false, true, false, false, true, false],
  );
  assert.equal(progress.position, 'e1-9');
});

test('a position moves forward without an entry, never back', () => {
  const progress = new Progress('e1-5');
  progress.moveTo('e1-9');
  progress.moveTo('e1-7');
  assert.equal(progress.cursor, 'e1-9');
});

test('whatever a new epoch brings is new', () => {
  const progress = new Progress('e1-500');
  assert.ok(progress.isNew('e2-1'));
  assert.ok(progress.accept(entryAt(1, 'e2')));
  assert.equal(progress.position, 'e2-1');
  progress.enterEpoch('e3');
  assert.equal(progress.position, 'e3-0');
});

test('a restart goes back to the oldest that is kept', () => {
  const progress = new Progress('e1-5');
  progress.restart();
  assert.deepEqual([progress.position, progress.cursor], ['earliest', null]);
  assert.ok(progress.accept(entryAt(1)));
});

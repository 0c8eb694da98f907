// Boards: what is known is removed, what scrolled away is counted, and what cannot be known is not guessed.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { encodeBoard } from '../servers/protocol/batch.ts';
import { formatCursor } from '../servers/protocol/cursor.ts';
import { encodeEntry } from '../servers/protocol/entry.ts';
import { BoardReader } from './board.ts';
import { Progress } from './progress.ts';
import { entryAt, FakeRuntime, inShort, targetOn, type TargetChoice } from './testing/fake-runtime.ts';

/** A client that reads boards; each is the feed's position and the sequences that stand on it. */
class Reader {
  readonly #board: BoardReader;
  readonly #progress: Progress;

  constructor(choice: TargetChoice = {}) {
    const target = targetOn(new FakeRuntime(), choice);
    this.#board = new BoardReader(target);
    this.#progress = new Progress(target.from);
  }

  read(newest: number, sequences: readonly number[], epoch = 'e1'): readonly string[] {
    const entries = sequences.map((sequence) => encodeEntry(entryAt(sequence, epoch)));
    const { arrivals, again } = this.#board.read(encodeBoard(formatCursor(epoch, newest), [], entries), this.#progress);
    assert.equal(again, false);
    return arrivals.map(inShort);
  }
}

test('from now, the first board is known already, and each new entry comes once', () => {
  const reader = new Reader();
  assert.deepEqual(reader.read(3, [1, 2, 3]), ['ready e1-3']);
  assert.deepEqual(reader.read(3, [1, 2, 3]), ['empty']);
  assert.deepEqual(reader.read(5, [3, 4, 5]), ['entry e1-4', 'entry e1-5']);
  assert.deepEqual(reader.read(5, [3, 4, 5]), ['empty']);
});

test('without a topic, what scrolled away is counted exactly', () => {
  const reader = new Reader();
  reader.read(3, [1, 2, 3]);
  assert.deepEqual(reader.read(6, [4, 5, 6]), ['entry e1-4', 'entry e1-5', 'entry e1-6']);
  assert.deepEqual(reader.read(16, [14, 15, 16]), ['missed 7', 'entry e1-14', 'entry e1-15', 'entry e1-16']);
});

test('from a cursor, what lies between it and the board is counted', () => {
  assert.deepEqual(new Reader({ from: 'e1-2' }).read(9, [8, 9]), [
    'ready e1-9',
    'missed 5',
    'entry e1-8',
    'entry e1-9',
  ]);
  assert.deepEqual(new Reader({ from: 'e1-8' }).read(9, [8, 9]), ['ready e1-9', 'entry e1-9']);
});

test('from the earliest, what is no longer on the board is counted', () => {
  assert.deepEqual(new Reader({ from: 'earliest' }).read(2, [1, 2]), ['ready e1-2', 'entry e1-1', 'entry e1-2']);
  assert.deepEqual(new Reader({ from: 'earliest' }).read(9, [9]), ['ready e1-9', 'missed 8', 'entry e1-9']);
  assert.deepEqual(new Reader({ from: 'earliest' }).read(0, []), ['ready e1-0']);
});

const window = Array.from({ length: 20 }, (_, index) => 2 * (index + 1));
const later = window.map((sequence) => sequence + 40);
const topic = '/mine';

test('on a topic, nothing is missed while the last entry seen still stands', () => {
  const reader = new Reader({ topic });
  reader.read(40, window);
  assert.deepEqual(reader.read(42, [...window.slice(1), 42]), ['entry e1-42']);
});

test('on a topic, a full board of new entries may hide others, and how many cannot be known', () => {
  const reader = new Reader({ topic });
  reader.read(40, window);
  assert.deepEqual(reader.read(90, later).slice(0, 2), ['missed null', 'entry e1-42']);
});

test('on a topic, a board that is not full shows all there is', () => {
  const reader = new Reader({ topic });
  reader.read(40, window);
  assert.deepEqual(reader.read(60_000, [59_000]), ['entry e1-59000']);
});

test('on a topic that was empty before, a board of the usual window may hide others', () => {
  const reader = new Reader({ topic });
  assert.deepEqual(reader.read(5, []), ['ready e1-5']);
  assert.deepEqual(reader.read(9, [8]), ['entry e1-8']);
  const loud = new Reader({ topic });
  loud.read(5, []);
  assert.deepEqual(loud.read(90, later)[0], 'missed null');
  const exact = new Reader({ topic });
  exact.read(41, []);
  assert.deepEqual(exact.read(90, later)[0], 'entry e1-42');
});

test('on a topic from the earliest, entries of other topics are not missed', () => {
  assert.deepEqual(new Reader({ topic, from: 'earliest' }).read(50, [40]), ['ready e1-50', 'entry e1-40']);
  assert.deepEqual(new Reader({ topic, from: 'earliest' }).read(90, later)[1], 'missed null');
});

test('after a new epoch, how many were missed cannot be known, and the whole board is new', () => {
  const reader = new Reader();
  reader.read(500, [499, 500]);
  assert.deepEqual(reader.read(2, [1, 2], 'e2'), ['missed null', 'entry e2-1', 'entry e2-2']);
  assert.deepEqual(reader.read(3, [2, 3], 'e2'), ['entry e2-3']);
  assert.deepEqual(new Reader({ from: 'e0-7' }).read(1, [1]), ['ready e1-1', 'missed null', 'entry e1-1']);
});

test('what is no board is refused', () => {
  const board = new BoardReader(targetOn(new FakeRuntime()));
  assert.throws(() => board.read('<html>', new Progress('now')), { code: 'LAB_ANSWER_INVALID' });
});

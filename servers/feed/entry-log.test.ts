// The ring log against a slow reference that keeps everything in one array.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import * as fc from 'fast-check';
import { formatCursor } from '../protocol/cursor.ts';
import type { Entry } from '../protocol/entry.ts';
import { eventExamples } from '../protocol/event.ts';
import { everythingTopic, type Topic } from '../protocol/topic.ts';
import { EntryLog } from './entry-log.ts';

const entryOf = (sequence: number, topics: readonly Topic[] = []): Entry => ({
  cursor: formatCursor('e1', sequence),
  publishedAtNs: BigInt(sequence),
  topics: [everythingTopic, ...topics],
  event: eventExamples['queue-statistics'],
});

const filled = (log: EntryLog, count: number, bytes = 1, topics: readonly Topic[] = []): EntryLog => {
  for (let index = 0; index < count; index += 1) log.append(entryOf(log.newest + 1, topics), bytes);
  return log;
};

const sequences = (entries: readonly Entry[]): readonly number[] =>
  entries.map(({ publishedAtNs }) => Number(publishedAtNs));

test('an empty log has nothing to read, and its oldest comes after its newest', () => {
  const log = new EntryLog(3, 1000);
  assert.deepEqual([log.oldest, log.newest, log.bytes], [1, 0, 0]);
  assert.deepEqual(log.after(0, 10), { entries: [], sequence: 0, more: false });
  assert.deepEqual(log.after(0, 10, '/x'), { entries: [], sequence: 0, more: false });
  assert.deepEqual(log.newestOf(5), []);
  assert.deepEqual(log.newestOf(5, '/x'), []);
});

test('it keeps as many entries as its capacity', () => {
  const log = filled(new EntryLog(3, 1000), 10);
  assert.deepEqual([log.oldest, log.newest, log.bytes], [8, 10, 3]);
  assert.deepEqual(sequences(log.after(0, 10).entries), [8, 9, 10]);
});

test('it keeps as many bytes as its capacity, but always the newest entry', () => {
  const log = filled(new EntryLog(100, 10), 9, 4);
  assert.deepEqual([log.oldest, log.newest, log.bytes], [8, 9, 8]);
  filled(log, 1, 500);
  assert.deepEqual([log.oldest, log.newest, log.bytes], [10, 10, 500]);
  filled(log, 1, 4);
  assert.deepEqual([log.oldest, log.newest, log.bytes], [11, 11, 4]);
});

test('a limit cuts the run, and says that there is more', () => {
  const log = filled(new EntryLog(10, 1000), 5, 1, ['/x']);
  assert.deepEqual(log.after(1, 2).more, true);
  assert.deepEqual(log.after(1, 2).sequence, 3);
  assert.deepEqual(log.after(1, 2, '/x').sequence, 3);
  assert.deepEqual(log.after(1, 4).more, false);
  assert.deepEqual(log.after(1, 0), { entries: [], sequence: 1, more: true });
  assert.deepEqual(log.after(1, 0, '/x'), { entries: [], sequence: 1, more: true });
});

test('a run of large entries ends early, so that one write stays bounded', () => {
  const mebibyte = 1024 * 1024;
  const log = filled(new EntryLog(100, 1000 * mebibyte), 10, 1.5 * mebibyte, ['/x']);
  for (const topic of [undefined, '/x'] as const) {
    const run = log.after(0, 1000, topic);
    assert.deepEqual([sequences(run.entries), run.sequence, run.more], [[1, 2, 3], 3, true]);
  }
  assert.equal(log.newestOf(10).length, 10);
});

test('on a topic whose entries are all read, the position is that of the whole feed', () => {
  const log = filled(new EntryLog(10, 1000), 2, 1, ['/x']);
  filled(log, 5);
  assert.deepEqual(log.after(2, 10, '/x'), { entries: [], sequence: 7, more: false });
  assert.equal(log.after(0, 10, '/x').sequence, 7);
});

test('an entry can still be read while the log says that it is about to forget it', () => {
  const seen: (readonly number[])[] = [];
  const log: EntryLog = new EntryLog(2, 100, (sequence) =>
    seen.push([sequence, ...sequences(log.after(0, 9).entries)]),
  );
  filled(log, 4);
  assert.deepEqual(seen, [
    [1, 1, 2],
    [2, 2, 3],
  ]);
});

test('the index of a loud topic stays bounded, and correct, over many turns of the log', () => {
  const log = filled(new EntryLog(1000, 1e9), 10_000, 1, ['/x']);
  assert.deepEqual(sequences(log.after(9997, 10, '/x').entries), [9998, 9999, 10_000]);
  assert.equal(log.newestOf(5000, '/x').length, 1000);
});

const appends = fc.array(
  fc.record({ bytes: fc.integer({ min: 1, max: 9 }), topics: fc.subarray<Topic>(['/a', '/b', '/c']) }),
  { maxLength: 80 },
);

/** What the log must answer, found by looking at everything. */
const slowly = (kept: readonly Entry[], after: number, limit: number, topic?: Topic): readonly number[] =>
  sequences(kept.filter((entry) => topic === undefined || entry.topics.includes(topic)))
    .filter((sequence) => sequence > after)
    .slice(0, limit);

test('it answers as a reference does that looks at everything', () => {
  const questions = fc.record({
    after: fc.integer({ min: 0, max: 80 }),
    limit: fc.integer({ min: 1, max: 12 }),
    topic: fc.constantFrom<Topic | undefined>(undefined, '/a', '/b', '/c', '/none'),
  });
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 20 }), appends, questions, (capacity, all, { after, limit, topic }) => {
      const log = new EntryLog(capacity, 60);
      let kept: { entry: Entry; bytes: number }[] = [];
      for (const [index, { bytes, topics }] of all.entries()) {
        const entry = entryOf(index + 1, topics);
        log.append(entry, bytes);
        kept = [...kept, { entry, bytes }].slice(-capacity);
        while (kept.length > 1 && kept.reduce((sum, item) => sum + item.bytes, 0) > 60) kept.shift();
      }
      const entries = kept.map(({ entry }) => entry);
      const from = Math.min(after, all.length);
      const run = log.after(from, limit, topic);
      assert.deepEqual(sequences(run.entries), slowly(entries, from, limit, topic));
      assert.equal(run.more, slowly(entries, from, Infinity, topic).length > limit);
      assert.equal(
        run.sequence,
        run.more ? run.entries.at(-1)?.cursor.slice(3) && Number(run.entries.at(-1)?.publishedAtNs) : all.length,
      );
      assert.deepEqual(sequences(log.newestOf(limit, topic)), slowly(entries, 0, Infinity, topic).slice(-limit));
      assert.equal(
        log.bytes,
        kept.reduce((sum, item) => sum + item.bytes, 0),
      );
      assert.equal(log.newest - log.oldest + 1, kept.length);
    }),
    { seed: 5, numRuns: 500 },
  );
});

// The ring of marks against a plain array.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import * as fc from 'fast-check';
import type { MarkBatch } from '../follow/messages.ts';
import { MarkRing } from './mark-ring.ts';

const batchOf = (times: readonly number[]): MarkBatch => ({
  times: Float64Array.from(times),
  codes: Uint8Array.from(times, () => 0),
  sequences: Float64Array.from(times, (_, index) => index),
  latencies: Float32Array.from(times, () => 1),
});

const timesIn = (ring: MarkRing, fromMs: number, toMs: number): readonly number[] => {
  const seen: number[] = [];
  ring.visit(fromMs, toMs, (atMs) => void seen.push(atMs));
  return seen.toReversed();
};

test('visits exactly the marks of a time, newest first, also where reports overlap a little', () => {
  const steps = fc.array(fc.array(fc.double({ min: -300, max: 2000, noNaN: true }), { maxLength: 9 }), {
    maxLength: 20,
  });
  fc.assert(
    fc.property(steps, fc.nat(30_000), fc.nat(20_000), (batches, fromMs, lengthMs) => {
      const ring = new MarkRing(50);
      const all: number[] = [];
      let atMs = 0;
      for (const batch of batches) {
        const times = batch.map((step) => (atMs = Math.max(atMs, atMs + step)) + Math.min(0, step));
        ring.push(batchOf(times));
        all.push(...times);
      }
      const kept = all.slice(-50);
      const wanted = kept.filter((time) => time >= fromMs && time <= fromMs + lengthMs);
      assert.deepEqual(timesIn(ring, fromMs, fromMs + lengthMs), wanted);
    }),
  );
});

test('is bounded, and copies what it keeps oldest first', () => {
  const ring = new MarkRing(4);
  ring.push(batchOf([1, 2, 3, 4, 5, 6]));
  assert.equal(ring.kept, 4);
  assert.equal(ring.count, 6);
  assert.equal(ring.oldestMs, 3);
  assert.deepEqual([...ring.copy().times], [3, 4, 5, 6]);
});

// The clock estimate: never further off than it says.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import * as fc from 'fast-check';
import { betterClock, estimateClock } from './clock-sync.ts';

test('is never further off than half the round trip of its best sample, however uneven the two ways are', () => {
  const delay = fc.double({ min: 0, max: 500, noNaN: true });
  const sample = fc.record({ there: delay, back: delay, askedMs: fc.double({ min: 0, max: 1e6, noNaN: true }) });
  fc.assert(
    fc.property(
      fc.array(sample, { minLength: 1 }),
      fc.double({ min: -1e6, max: 1e6, noNaN: true }),
      (trips, offsetMs) => {
        const estimate = estimateClock(
          trips.map(({ there, back, askedMs }) => ({
            askedMs,
            answeredMs: askedMs + there + back,
            serverMs: askedMs + there + offsetMs,
          })),
        );
        assert.ok(estimate);
        assert.ok(Math.abs(estimate.offsetMs - offsetMs) <= estimate.errorMs + 1e-6);
      },
    ),
  );
});

test('knows nothing without a sample', () => {
  assert.equal(estimateClock([]), null);
});

test('keeps a good clock, and takes a better one or one that cannot be the same', () => {
  const good = { offsetMs: 100, errorMs: 0.1 };
  assert.equal(betterClock(good, { offsetMs: 100.05, errorMs: 0.2 }, 1000), good);
  assert.equal(betterClock(good, { offsetMs: 100.05, errorMs: 0.05 }, 1000)?.errorMs, 0.05);
  assert.equal(betterClock(good, { offsetMs: 105, errorMs: 0.3 }, 1000)?.offsetMs, 105);
  assert.equal(betterClock(good, null, 1000), good);
});

test('takes the next measurement when drift has made the old one worse', () => {
  const old = { offsetMs: 100, errorMs: 0.1 };
  assert.equal(betterClock(old, { offsetMs: 100.1, errorMs: 0.2 }, 60_000)?.errorMs, 0.2);
});

// Tests of frozen.ts: what a standstill does to each way of asking, by hand and by stepping through time.
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { seededRandom } from '../../servers/simulation/random.ts';
import { afterQueue, closedLoopLatencies, frozenLatencies, type FrozenClient } from './frozen.ts';

const freeze = { fromMs: 1000, toMs: 2000 };
const never = { fromMs: -2, toMs: -1 };
const client = (rest: Partial<FrozenClient>): FrozenClient => ({
  costModel: 'push',
  atMs: [],
  intervalMs: 500,
  phaseMs: 100,
  askingMs: 40,
  transitMs: 40,
  ...rest,
});

describe('a push', () => {
  it('waits for the end of the freeze, and not longer', () => {
    assert.deepEqual(
      frozenLatencies(client({ atMs: [900, 1000, 1001, 1999, 2000, 2500] }), freeze),
      [40, 40, 1039, 41, 40, 40],
    );
  });
});

describe('a long poll', () => {
  const held = (atMs: readonly number[], during = freeze): readonly number[] =>
    frozenLatencies(client({ costModel: 'long-poll', atMs }), during);
  it('is answered at once when it waits, and after up to two transits more when it is away', () => {
    assert.deepEqual(held([100, 110, 300], never), [40, 40 + 70, 40]);
  });
  it('takes at most three transits without a freeze', () => {
    const random = seededRandom(1);
    const atMs = Array.from({ length: 2000 }, () => random.next() * 1e5).sort((left, right) => left - right);
    assert.ok(Math.max(...held(atMs, never)) <= 120);
  });
  it('gets what was published in the freeze when it ends, all in one answer', () => {
    assert.deepEqual(held([1200, 1900]), [840, 140]);
  });
  it('that is away when the freeze begins is read when it ends', () => {
    assert.deepEqual(held([990, 995, 2050]), [40, 1005 + 40, 30 + 40]);
  });
});

describe('a poll', () => {
  const polled = (rest: Partial<FrozenClient>, during = freeze): readonly number[] =>
    frozenLatencies(client({ costModel: 'short-poll', ...rest }), during);
  it('waits for its next question without a freeze', () => {
    // Ticks at 100, 600, 1100 …; read 40 ms later.
    assert.deepEqual(polled({ atMs: [140, 141, 600, 640] }, never), [40, 499 + 40, 40 + 40, 40]);
  });
  it('that asked in the freeze is read when it ends, and goes on at its next tick', () => {
    // Asked at 1100 and read at 2000; the answer is there at 2040, so the next tick is 2100, read at 2140.
    assert.deepEqual(polled({ atMs: [1050, 1500, 2010] }), [950 + 40, 500 + 40, 130 + 40]);
  });
  it('is later than one interval and the way only because of the freeze', () => {
    const random = seededRandom(2);
    const atMs = Array.from({ length: 500 }, () => random.next() * 1e4).sort((left, right) => left - right);
    assert.ok(Math.max(...polled({ atMs }, never)) <= 540);
    assert.ok(Math.max(...polled({ atMs })) > 1000);
  });
});

describe('a tool that waits for each answer', () => {
  it('never sends what was due meanwhile', () => {
    const samples = [
      { intendedMs: 0, latencyMs: 10 },
      { intendedMs: 100, latencyMs: 1000 },
      { intendedMs: 300, latencyMs: 800 },
      { intendedMs: 900, latencyMs: 200 },
      { intendedMs: 1200, latencyMs: 10 },
    ];
    assert.deepEqual(closedLoopLatencies(samples), [10, 1000, 10]);
  });
  it('reports the same where nothing is late', () => {
    const samples = [0, 100, 200].map((intendedMs) => ({ intendedMs, latencyMs: 40 }));
    assert.deepEqual(closedLoopLatencies(samples), [40, 40, 40]);
  });
});

describe('a queue before a server that goes on', () => {
  it('adds the cost of all who stand before', () => {
    assert.deepEqual(afterQueue([10, 20, 30], [0, 1, 2], 5), [10, 25, 40]);
  });
});

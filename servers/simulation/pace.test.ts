// Pacing on a clock of its own: intended times are kept, late or not.
import assert from 'node:assert/strict';
import { test, type TestContext } from 'node:test';
import { pace, type Due, type PaceOptions } from './pace.ts';

/** A monotonic clock that runs with the mocked timers, and can be late. */
class FakeClock implements PaceOptions {
  #nowMs = 0;
  readonly #context: TestContext;
  readonly startNs = 0n;
  readonly nowNs = (): bigint => BigInt(this.#nowMs) * 1_000_000n;

  constructor(context: TestContext) {
    this.#context = context;
    context.mock.timers.enable({ apis: ['setTimeout'] });
  }

  advance(ms: number): void {
    for (let step = 0; step < ms; step += 1) {
      this.#nowMs += 1;
      this.#context.mock.timers.tick(1);
    }
  }

  /** The process is busy: time passes, and no timer fires. */
  stall(ms: number): void {
    this.#nowMs += ms;
  }
}

const items = (...times: readonly number[]): readonly Due<number>[] => times.map((atMs, item) => ({ atMs, item }));

test('each item is done at its time, and told the time it was meant for', async (context) => {
  const clock = new FakeClock(context);
  const done: unknown[] = [];
  const running = pace(items(0, 5, 5, 9.5), (item, atNs) => done.push([item, atNs, clock.nowNs()]), clock);
  clock.advance(20);
  await running.done;
  assert.deepEqual(done, [
    [0, 0n, 1_000_000n],
    [1, 5_000_000n, 5_000_000n],
    [2, 5_000_000n, 5_000_000n],
    [3, 9_500_000n, 10_000_000n],
  ]);
});

test('after a stall, what is late is done at once with its intended time, and what follows is not moved', (context) => {
  const clock = new FakeClock(context);
  const done: unknown[] = [];
  pace(items(1, 2, 3, 60), (item, atNs) => done.push([item, atNs, clock.nowNs()]), clock);
  clock.stall(50);
  clock.advance(20);
  assert.deepEqual(done, [
    [0, 1_000_000n, 51_000_000n],
    [1, 2_000_000n, 51_000_000n],
    [2, 3_000_000n, 51_000_000n],
    [3, 60_000_000n, 60_000_000n],
  ]);
});

test('a pace that is far behind gives way after 256 items, so that readers get their turn', (context) => {
  const clock = new FakeClock(context);
  let count = 0;
  const turns: number[] = [];
  const late = Array.from({ length: 1000 }, (): Due<null> => ({ atMs: 0, item: null }));
  pace(late, () => (count += 1), clock);
  const setTimer = globalThis.setTimeout;
  context.mock.method(globalThis, 'setTimeout', (...timer: Parameters<typeof setTimeout>) => {
    turns.push(count);
    return setTimer(...timer);
  });
  clock.advance(10);
  assert.equal(count, 1000);
  assert.deepEqual(turns, [256, 512, 768]);
});

test('an item far in the future is waited for without a timer overflow', (context) => {
  const clock = new FakeClock(context);
  const waits = context.mock.method(globalThis, 'setTimeout');
  pace(items(0, 1e12), () => {}, clock);
  clock.advance(3);
  assert.deepEqual(
    waits.mock.calls.map(({ arguments: [, ms] }) => ms),
    [0, 2 ** 31 - 1],
  );
});

test('after a stop nothing more is done, and the rest is not asked for', async (context) => {
  const clock = new FakeClock(context);
  const done: number[] = [];
  let isReturned = false;
  const endless = function* (): Generator<Due<number>> {
    try {
      for (let item = 0; ; item += 1) yield { atMs: item, item };
    } finally {
      isReturned = true;
    }
  };
  const running = pace(endless(), (item) => done.push(item), clock);
  clock.advance(3);
  running.stop();
  clock.advance(9);
  await running.done;
  assert.deepEqual(done, [0, 1, 2, 3]);
  assert.ok(isReturned);
});

test('a stop from inside an item ends the pace, even when others are late', async (context) => {
  const clock = new FakeClock(context);
  const done: number[] = [];
  const running = pace(
    items(0, 0, 0, 5),
    (item) => {
      done.push(item);
      if (item === 1) running.stop();
    },
    clock,
  );
  clock.advance(9);
  await running.done;
  assert.deepEqual(done, [0, 1]);
});

test('a pace without items is done', async () => {
  await pace([], () => assert.fail('nothing is due')).done;
});

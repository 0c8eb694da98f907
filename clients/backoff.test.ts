// Pauses between attempts: doubled, bounded, jittered, and started afresh by a success.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Backoff } from './backoff.ts';
import { FakeRuntime } from './testing/fake-runtime.ts';

const never = new AbortController().signal;

const pauses = async (chance: number, count: number): Promise<readonly number[]> => {
  const runtime = new FakeRuntime();
  runtime.chance = chance;
  const backoff = new Backoff(runtime);
  for (let attempt = 1; attempt <= count; attempt += 1) {
    assert.equal(backoff.failed(), attempt);
    await backoff.pause(never);
  }
  return runtime.sleeps;
};

test('pauses double from 200 ms to 10 s', async () => {
  assert.deepEqual(await pauses(1, 8), [200, 400, 800, 1600, 3200, 6400, 10_000, 10_000]);
});

test('the jitter takes away up to half', async () => {
  assert.deepEqual(await pauses(0, 3), [100, 200, 400]);
});

test('no number of attempts makes a pause endless', async () => {
  assert.equal((await pauses(1, 2000)).at(-1), 10_000);
});

test('a success starts afresh', async () => {
  const runtime = new FakeRuntime();
  const backoff = new Backoff(runtime);
  for (let attempt = 0; attempt < 5; attempt += 1) backoff.failed();
  assert.equal(backoff.attempt, 5);
  backoff.succeeded();
  assert.equal(backoff.failed(), 1);
  await backoff.pause(never);
  assert.deepEqual(runtime.sleeps, [150]);
});

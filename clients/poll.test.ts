// Polls: the timetable is never chained, failures are retried, refusals end the iteration.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { LabError } from '../servers/protocol/errors.ts';
import { followPolls, type Ask, type PollAnswer } from './poll.ts';
import { FakeRuntime, take, targetOn, type TargetChoice } from './testing/fake-runtime.ts';
import type { Arrival } from './transport.ts';

const empty: PollAnswer = { arrivals: [{ kind: 'empty', receivedAtNs: 0n }], again: false };

/** Asks that take so many milliseconds each; notes when each began. */
const asks = (runtime: FakeRuntime, tookMs: readonly number[], begun: number[]): Ask => {
  let index = 0;
  return () => {
    begun.push(runtime.nowMs);
    runtime.nowMs += tookMs[index] ?? 0;
    index += 1;
    return Promise.resolve(empty);
  };
};

const begins = async (tookMs: readonly number[], choice: TargetChoice, startMs = 0): Promise<readonly number[]> => {
  const runtime = new FakeRuntime();
  runtime.nowMs = startMs;
  const begun: number[] = [];
  await take(followPolls(targetOn(runtime, choice), asks(runtime, tookMs, begun), 'timetable'), tookMs.length);
  return begun;
};

test('questions are asked at k · interval + phase, whatever the answers take', async () => {
  assert.deepEqual(await begins([10, 400, 999, 0, 5], {}, 250), [250, 1000, 2000, 3000, 4000]);
  assert.deepEqual(await begins([10, 400, 10], { phaseMs: 300 }, 250), [250, 300, 1300]);
  assert.deepEqual(await begins([10, 10, 10], { phaseMs: 2300 }, 0), [0, 300, 1300]);
});

test('ticks that pass during a slow answer are left out, and the next one is on the timetable', async () => {
  assert.deepEqual(await begins([2500, 0, 0], {}), [0, 3000, 4000]);
});

test('a timer that fires early does not serve its tick twice', async () => {
  const runtime = new FakeRuntime();
  const sleep = runtime.sleep.bind(runtime);
  runtime.sleep = async (ms) => {
    await sleep(ms - 0.4);
    runtime.sleeps[runtime.sleeps.length - 1] = ms;
  };
  const begun: number[] = [];
  await take(followPolls(targetOn(runtime), asks(runtime, [0, 0, 0, 0], begun), 'timetable'), 4);
  assert.deepEqual(begun.map(Math.round), [0, 1000, 2000, 3000]);
});

test('without a phase it is a random share of the interval', async () => {
  const runtime = new FakeRuntime();
  runtime.chance = 0.25;
  const { phaseMs: _phase, ...target } = targetOn(runtime);
  const begun: number[] = [];
  await take(followPolls(target, asks(runtime, [0, 0], begun), 'timetable'), 2);
  assert.deepEqual(begun, [0, 250]);
});

test('at once means that no time passes between an answer and the next question', async () => {
  const runtime = new FakeRuntime();
  await take(followPolls(targetOn(runtime, { pollIntervalMs: 0 }), asks(runtime, [5, 5], []), 'at-once'), 2);
  assert.deepEqual(runtime.sleeps, []);
});

test('an answer that has more is followed at once', async () => {
  const runtime = new FakeRuntime();
  const more: PollAnswer = { ...empty, again: true };
  const answers = [more, more, empty, empty];
  await take(
    followPolls(targetOn(runtime), () => Promise.resolve(answers.shift() ?? empty), 'timetable'),
    4,
  );
  assert.deepEqual(runtime.sleeps, [1000]);
});

const failing = (...errors: readonly (Error | null)[]): Ask => {
  const rest = [...errors];
  return () => {
    const error = rest.shift();
    return error ? Promise.reject(error) : Promise.resolve(empty);
  };
};
const lost = new LabError('LAB_CONNECTION_LOST', 'Gone.');

test('a lost connection is reported and retried after a pause that grows; a success forgets it', async () => {
  const runtime = new FakeRuntime();
  const arrivals = followPolls(targetOn(runtime), failing(lost, lost, null, lost), 'timetable');
  assert.deepEqual(await take(arrivals, 5), ['reconnect 1', 'reconnect 2', 'empty', 'reconnect 1', 'empty']);
  assert.deepEqual(runtime.sleeps.map(Math.round), [150, 300, 550, 150]);
});

test('an expired cursor is reported as missed, and reading goes on from the earliest', async () => {
  const runtime = new FakeRuntime();
  const positions: string[] = [];
  const expired = new LabError('LAB_CURSOR_EXPIRED', 'Gone.');
  const ask = failing(expired);
  const arrivals = followPolls(
    targetOn(runtime, { from: 'e0-7' }),
    (progress, signal) => {
      positions.push(progress.position);
      return ask(progress, signal);
    },
    'timetable',
  );
  assert.deepEqual(await take(arrivals, 2), ['missed null', 'empty']);
  assert.deepEqual(positions, ['e0-7', 'earliest']);
  assert.deepEqual(runtime.sleeps, []);
});

test('a refusal that no retry can change ends the iteration', async () => {
  const refused = new LabError('LAB_TOPIC_INVALID', 'No.');
  await assert.rejects(take(followPolls(targetOn(new FakeRuntime()), failing(refused), 'timetable'), 1), refused);
});

test('a fault that is no LabError is not swallowed', async () => {
  await assert.rejects(
    take(followPolls(targetOn(new FakeRuntime()), failing(new TypeError('x')), 'timetable'), 1),
    /x/,
  );
});

test('whoever stops the target ends the iteration, and the question that is open', async () => {
  const stopper = new AbortController();
  const ask: Ask = (_progress, signal) =>
    new Promise((_resolve, reject) => signal.addEventListener('abort', () => reject(lost)));
  const reading = take(followPolls(targetOn(new FakeRuntime(), { signal: stopper.signal }), ask, 'timetable'), 9);
  stopper.abort();
  assert.deepEqual(await reading, []);
  const late = followPolls(targetOn(new FakeRuntime(), { signal: stopper.signal }), failing(lost), 'timetable');
  assert.deepEqual(await take(late, 9), []);
});

test('whoever leaves the iteration aborts what it waits for', async () => {
  let aborted = false;
  const ask: Ask = (_progress, signal) => {
    signal.addEventListener('abort', () => (aborted = true));
    return Promise.resolve(empty);
  };
  const arrivals: AsyncIterable<Arrival> = followPolls(targetOn(new FakeRuntime()), ask, 'timetable');
  await take(arrivals, 1);
  assert.ok(aborted);
});

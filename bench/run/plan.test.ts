// Tests of plan.ts: its claims, in the order of the file.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Workload } from '../report/result.ts';
import { defaultTransports, workloads } from '../workload.ts';
import { makePlan, probeCount, warmUpMs } from './plan.ts';

const workload: Workload = { ...(workloads['desktops'] as Workload), transports: defaultTransports };

test('the same seed gives the same plan, another repeat another one', () => {
  assert.deepEqual(makePlan(workload, 0), makePlan(workload, 0));
  assert.notDeepEqual(makePlan(workload, 0).atMs, makePlan(workload, 1).atMs);
});

test('the measured part holds rate x clients x duration events, whatever the luck', () => {
  for (let repeat = 0; repeat < 20; repeat += 1) {
    const { atMs, client } = makePlan(workload, repeat);
    assert.equal(atMs.filter((at, index) => at >= 1000 && at < 5000 && (client[index] ?? 0) < 100).length, 800);
    assert.equal(client.filter((index) => index < 100).length, 1000);
    assert.equal(client.filter((index) => index >= 100).length, 2 * probeCount * 5);
  }
});

test('events are in order and each belongs to one of the clients or probes', () => {
  const { atMs, client } = makePlan(workload, 3);
  assert.ok(atMs.every((at, index) => index === 0 || at >= (atMs[index - 1] ?? 0)));
  assert.ok(client.every((index) => index < 100 + probeCount));
});

test('a client has about as many events as a Poisson process: variance equals mean', () => {
  const counts = Array.from({ length: 100 * 40 }, () => 0);
  for (let repeat = 0; repeat < 40; repeat += 1) {
    const { atMs, client } = makePlan(workload, repeat);
    client.forEach((index, event) => {
      if (index < 100 && (atMs[event] ?? 0) >= 1000)
        counts[repeat * 100 + index] = (counts[repeat * 100 + index] ?? 0) + 1;
    });
  }
  const mean = counts.reduce((sum, count) => sum + count, 0) / counts.length;
  const variance = counts.reduce((sum, count) => sum + (count - mean) ** 2, 0) / counts.length;
  assert.equal(mean, 8);
  // The variance of 4000 Poisson counts of mean 8 has a standard error of 0.18.
  assert.ok(Math.abs(variance - mean) < 0.8, `variance ${variance}`);
});

test('polls warm up for a whole interval at least', () => {
  assert.equal(warmUpMs(workload), 1000);
  assert.equal(warmUpMs({ ...workload, pollIntervalMs: 5000 }), 5000);
});

// Tests of what stands under a report: where a run took place, what was asked, and a guide to what it holds.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { environmentFacts, readingGuide, workloadFacts } from './facts.ts';
import { frozenRun } from './fixture-freeze.ts';
import { olderRun } from './fixture-older.ts';
import { exampleRun } from './fixture.ts';
import type { Environment, RunResult } from './result.ts';

const where = (run: RunResult) => Object.fromEntries(environmentFacts(run));
const asked = (run: RunResult) => Object.fromEntries(workloadFacts(run));
const names = (run: RunResult): readonly string[] => readingGuide(run).map(([name]) => name);
const elsewhere = (change: Partial<Environment>): RunResult =>
  exampleRun({ environment: { ...exampleRun().environment, ...change } });

test('governor, limits, clock and load before and after are told', () => {
  const facts = where(exampleRun());
  assert.equal(facts['Governor of the CPU frequency'], 'performance');
  assert.equal(facts['Limits of the control group'], '2 cores, 8.0 GB');
  assert.equal(facts['Clock'], 'tsc; its smallest step seen was 31 ns');
  assert.equal(facts['Load average before (1, 5, 15 minutes)'], '0.21, 0.18, 0.11');
  assert.equal(facts['Load average after'], '1.94, 0.61, 0.26');
  assert.equal(facts['Longest standstill of clients or relay'], '2.10 ms');
});

test('what cannot be read is said to be so, and never a zero', () => {
  const facts = where(
    elsewhere({ governor: null, cgroup: { cores: null, memoryBytes: null }, clock: { source: null, stepNs: 1 } }),
  );
  assert.equal(facts['Governor of the CPU frequency'], 'cannot be read here');
  assert.equal(facts['Limits of the control group'], 'no limit on cores known, no limit on memory known');
  assert.match(facts['Clock'] ?? '', /^source cannot be read here; /);
});

test('an older run says what it knows', () => {
  const facts = where(olderRun());
  assert.equal(facts['Load average'], '0.21, 0.18, 0.11');
  for (const name of Object.keys(facts)) assert.doesNotMatch(name, /Governor|control group|Clock|after|standstill/);
});

test('freeze and TLS are told, also where there are none', () => {
  assert.equal(asked(olderRun())['Freeze of the server'], 'none');
  assert.equal(asked(olderRun())['TLS'], 'none: all in the clear');
  assert.equal(asked(frozenRun())['Freeze of the server'], '1,000 ms, in the middle of each repeat');
  assert.equal(asked(exampleRun({ workload: { isTls: true } }))['TLS'], 'on every connection');
});

test('the floor of a run with a freeze is said to have stood still too', () => {
  assert.ok('Bare TCP through the relay, one way, freeze included' in where(frozenRun()));
  assert.ok('Bare TCP through the relay, one way' in where(exampleRun()));
});

test('the guide speaks of ledger and freeze where a run has them', () => {
  assert.equal(names(exampleRun()).filter((name) => name.startsWith('Layer: ')).length, 8);
  assert.ok(names(frozenRun()).includes('A server that stands still'));
  for (const name of names(olderRun())) assert.doesNotMatch(name, /Layer|stands still/);
});

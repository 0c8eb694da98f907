// Tests of what is said of a server that stood still, and of the tools that would not have noticed.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { chartDefinitions } from './chart-definitions.ts';
import { exampleFreeze, frozenRun } from './fixture-freeze.ts';
import { exampleRun } from './fixture.ts';
import { freezeRows, tellingPercentile } from './freeze.ts';
import { freezeSentences } from './prose-freeze.ts';
import type { FreezeFigure, RunResult, TransportResult } from './result.ts';

/** The frozen example with other closed-loop figures. */
const told = (share: (figure: FreezeFigure) => number): RunResult =>
  frozenRun(({ id }) => {
    const { frozenMs, figures } = exampleFreeze(id);
    return {
      freeze: { frozenMs, figures: figures.map((one) => ({ ...one, closedLoopMs: one.measuredMs * share(one) })) },
    };
  });

test('the rows follow the run, and the floor stands last with what was measured', () => {
  const rows = freezeRows(frozenRun());
  assert.deepEqual(rows.map(({ letter }) => letter).join(''), 'OKPLSWX·');
  assert.deepEqual(Object.keys(rows.at(-1)?.ms ?? {}), ['measured']);
  assert.deepEqual(freezeRows(exampleRun()), []);
});

test('a percentile with too few samples has none here either, but it can be computed', () => {
  const few = ({ latencyMs }: TransportResult) => ({ latencyMs: { ...latencyMs, p99: null } });
  const [first] = freezeRows(frozenRun(few));
  assert.equal(first?.ms.measured?.p99, null);
  assert.equal(first.ms.closedLoop?.p99, null);
  assert.ok((first.ms.computed?.p99 ?? 0) > 1000);
});

test('the sentence says what a closed loop hides, with both figures, and when it tells too much', () => {
  const words = freezeSentences(frozenRun()).join(' ');
  assert.match(words, /the server stood still for 1,000 ms/);
  assert.match(words, /at most 1\.0 % off/);
  assert.match(words, /would have told a mean of 127 ms for Long poll where 169 ms is right, 25 % too little/);
  assert.match(words, /\(coordinated omission\)/);
  assert.match(words, /It can err the other way: a \w+ of .* is right, 6\.0 % too much/);
});

test('where a closed loop happens to be right, that is said and put down to the pace', () => {
  const words = freezeSentences(told(() => 1.001)).join(' ');
  assert.match(words, /would have told nearly the same here \(at most 0\.1 % off\)/);
  assert.doesNotMatch(words, /coordinated omission/);
});

test('the chart shows the percentile that a closed loop gets most wrong, never a bare mean', () => {
  const run = told(({ name }) => ({ mean: 0.2, p50: 1, p90: 0.9, p99: 0.4, max: 0.1 })[name]);
  assert.equal(tellingPercentile(run), 'p99');
  const chart = chartDefinitions(run).find(({ id }) => id === 'freeze');
  assert.match(chart?.title ?? '', /1,000 ms: p99$/);
  assert.deepEqual(chart?.table.head, ['transport', 'p99, ms, measured', 'p99, ms, closed loop']);
  assert.match(chart?.reference?.label ?? '', /^bare TCP /);
});

test('a run without a freeze says nothing of one', () => {
  assert.deepEqual(freezeSentences(exampleRun()), []);
});

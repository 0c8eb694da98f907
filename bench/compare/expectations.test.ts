// Tests of expectations.ts: its claims, in the order of the file.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { exampleRun, exampleTransport } from '../report/fixture.ts';
import type { RunResult } from '../report/result.ts';
import {
  areMet,
  judgeExpectations,
  parseExpectation,
  parseExpectationLines,
  sayJudged,
  scopeOf,
  type Judged,
} from './expectations.ts';

const run = exampleRun();
const scope = scopeOf(run.workload);
const comparison = { ...scope, isComparison: true };

const judge = (text: string, of: RunResult = run): readonly Judged[] =>
  judgeExpectations([parseExpectation(text, scopeOf(of.workload))], of);
const outcome = (text: string, of?: RunResult): Judged['outcome'] | undefined => judge(text, of)[0]?.outcome;

test('a figure is held against a number, with or without spaces', () => {
  assert.equal(outcome('sse.p50<60'), 'held');
  assert.equal(outcome(' sse.p50  <  20 '), 'not held');
});

const sse = exampleTransport('sse', run.workload, { lost: 3, duplicated: 0, connections: 100 });
const withSse: RunResult = { ...run, transports: run.transports.map((one) => (one.id === 'sse' ? sse : one)) };

const operators: Readonly<Record<string, Judged['outcome']>> = {
  'sse.lost < 3': 'not held',
  'sse.lost <= 3': 'held',
  'sse.lost > 3': 'not held',
  'sse.lost >= 3': 'held',
  'sse.lost == 3': 'held',
  'sse.lost == 2': 'not held',
};

for (const [text, wanted] of Object.entries(operators)) {
  test(`${text} is ${wanted} of three lost entries`, () => {
    assert.equal(outcome(text, withSse), wanted);
  });
}

test('every measure can be named', () => {
  const names = 'mean p50 p90 p99 max bytes packets empty requests connections lost duplicated missed cpu rss';
  for (const name of names.split(' ')) assert.equal(outcome(`long-poll.${name} >= 0`), 'held', name);
});

test('where nothing was asked, no answer was empty', () => {
  const pushed = { ...withSse, transports: [{ ...sse, requests: 0, emptyResponses: 0 }] };
  assert.equal(outcome('sse.empty == 0', { ...pushed, workload: { ...run.workload, transports: ['sse'] } }), 'held');
});

test('figures can be held against each other, in multiples, and against the floor', () => {
  assert.equal(outcome('sse.bytes < 0.5*long-poll.bytes'), 'held');
  assert.equal(outcome('sse.bytes < 0.1 * long-poll.bytes'), 'not held');
  assert.equal(outcome('long-poll.bytes > sse.bytes'), 'held');
  assert.equal(outcome('sse.mean < 1.2*floor.mean'), 'held');
});

test('a star is judged for every transport', () => {
  const judged = judge('*.lost == 0', withSse);
  assert.equal(judged.length, run.workload.transports.length);
  assert.deepEqual(
    judged.filter((one) => one.outcome !== 'held').map(({ text }) => text),
    ['sse.lost == 0'],
  );
});

test('a figure that is missing is not met, and said so', () => {
  const [judged] = judge('sse.p99 < 60', {
    ...run,
    transports: run.transports.map((one) => ({ ...one, latencyMs: { ...one.latencyMs, p99: null } })),
  });
  assert.ok(judged);
  assert.equal(judged.outcome, 'cannot tell');
  assert.equal(areMet([judged]), false);
  assert.match(sayJudged(judged), /^– cannot tell, so not met: sse\.p99 < 60 \(n is too small/);
});

test('a line says what was seen, and the limit where it is not in the text', () => {
  assert.equal(
    sayJudged({ text: 'sse.p99 < 60', outcome: 'held', seen: 44.12, limit: 60 }),
    '✓ held: sse.p99 < 60 (44.1)',
  );
  assert.equal(
    sayJudged({ text: 'sse.bytes < 0.5*long-poll.bytes', outcome: 'not held', seen: 700, limit: 650 }),
    '✗ not held: sse.bytes < 0.5*long-poll.bytes (700 against 650)',
  );
});

test('the ratio of two runs can be named in a comparison alone', () => {
  const expectation = parseExpectation('sse.mean ratio<1.05', comparison);
  const [judged] = judgeExpectations([expectation], run, (subject, figure) =>
    subject === 'sse' && figure === 'mean' ? 1.2 : null,
  );
  assert.deepEqual([judged?.outcome, judged?.seen], ['not held', 1.2]);
  assert.throws(() => parseExpectation('sse.mean ratio<1.05', scope), /only "npm run bench -- compare A B" has two\.$/);
});

test('a file has one expectation a line, and names its line when it is wrong', () => {
  const lines = parseExpectationLines('# budget\nsse.p99 < 60\n\nsse.lost == 0 # never\n', 'budget.txt', scope);
  assert.deepEqual(
    lines.map(({ text }) => text),
    ['sse.p99 < 60', 'sse.lost == 0'],
  );
  assert.throws(
    () => parseExpectationLines('\nsse.p99 60', 'budget.txt', scope),
    /^LabError: budget\.txt, line 2: "sse\.p99 60" is no expectation/,
  );
});

const refusals: Readonly<Record<string, readonly [text: string, sentence: RegExp]>> = {
  'what is no expectation': [
    'sse.p99',
    /is no expectation: it has to be <transport>\.<measure> <op> <number>.* mean, p50/,
  ],
  'an unknown operator': ['sse.p99 = 60', /operators < <= > >= ==\.$/],
  'a limit that is no number': ['sse.p99 < fast', /is no expectation/],
  'a negative limit': ['sse.p99 < -1', /is no expectation/],
  'a factor without its star': ['sse.p99 < 2 xmpp.p99', /is no expectation/],
  'a transport that is not in the run': [
    'bosh.p99 < 60',
    /names "bosh", which is not in this run; there are http10, .*, floor\.$/,
  ],
  'such a transport on the right': ['sse.p99 < 2*bosh.p99', /names "bosh"/],
  'a star on the right': ['sse.p99 < 2**.p99', /is no expectation/],
  'an unknown measure': ['sse.p95 < 60', /asks sse for "p95"; there are mean, p50, p90, p99, max, bytes/],
  'a measure the floor has not': [
    'sse.bytes < 2*floor.bytes',
    /asks floor for "bytes"; there are mean, p50, p90, p99, max\.$/,
  ],
  'a name that every object has': ['sse.constructor < 1', /asks sse for "constructor"/],
};

for (const [title, [text, sentence]] of Object.entries(refusals)) {
  test(`refuses ${title} in one sentence`, () => {
    assert.throws(
      () => parseExpectation(text, scope),
      (error: Error) => sentence.test(error.message) && !error.message.includes('\n'),
    );
  });
}

test('refuses a ratio of what a comparison has no ratio of, or held against a figure', () => {
  assert.throws(
    () => parseExpectation('sse.rss ratio<2', comparison),
    /the ratio of "rss"; there are mean, p50, p99, bytes/,
  );
  assert.throws(() => parseExpectation('sse.mean ratio<xmpp.mean', comparison), /has to be a number/);
});

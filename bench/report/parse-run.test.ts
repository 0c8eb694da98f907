// Tests of reading a run without a file system: a page refuses what is broken in one sentence of its language.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { LabError } from '../../servers/protocol/errors.ts';
import { report as portuguese } from '../../web/src/text/pt-BR/report.ts';
import { comparedBarsChart, comparedLatencyChart } from './chart-compare.ts';
import { chartDefinitions } from './chart-definitions.ts';
import { byDeviation, modelChecks, modelCsv, modelTable } from './chart-model.ts';
import { headlineCsv } from './csv-of-run.ts';
import { exampleRun } from './fixture.ts';
import { exampleFreeze, frozenRun } from './fixture-freeze.ts';
import { olderRun } from './fixture-older.ts';
import { examplePeer } from './fixture-peer.ts';
import { environmentFacts, workloadFacts } from './facts.ts';
import { headlineColumns, headlineRows, workloadLine } from './headline.ts';
import { parseRun } from './parse-run.ts';
import type { RunResult } from './result.ts';
import { verdictSentence } from './verdict.ts';
import type { ReportWords } from './words.ts';

const refusal = (content: unknown, words?: ReportWords): string => {
  const text = typeof content === 'string' ? content : JSON.stringify(content);
  try {
    parseRun(text, 'run.json', words);
  } catch (error) {
    assert.ok(error instanceof LabError);
    assert.equal(error.code, 'LAB_PARAMETER_INVALID');
    return error.message;
  }
  return 'not refused';
};

test('a whole run is read, old and new', () => {
  for (const run of [exampleRun(), frozenRun(), olderRun(), exampleRun({ transports: [] })])
    assert.deepEqual(parseRun(JSON.stringify(run), 'run.json'), JSON.parse(JSON.stringify(run)));
});

test('what is refused is refused in one sentence', () => {
  assert.equal(refusal('{'), '"run.json" is not JSON.');
  assert.match(refusal('null'), /^"run\.json" has schemaVersion none, and this lab reads 1: /);
  assert.match(refusal({ ...exampleRun(), schemaVersion: 2 }), /^"run\.json" has schemaVersion 2, /);
  assert.equal(
    refusal({ ...exampleRun(), transports: [{}] }),
    '"run.json" is not a whole run: transports[0].latencyMs is not an object.',
  );
});

test('the sentence is one of the page’s language', () => {
  assert.equal(refusal('{', portuguese), '"run.json" não é JSON.');
  assert.match(refusal({}, portuguese), /^"run\.json" tem schemaVersion nenhum, e este laboratório lê 1: /);
});

const broken = (change: (run: RunResult) => unknown): string => refusal(change(exampleRun()));
const first = (run: RunResult, change: object): unknown => ({
  ...run,
  transports: [{ ...run.transports[0], ...change }],
});

test('a curve is points, and an interval two ends or null', () => {
  assert.match(
    broken((run) => first(run, { curve: [0.5, 1] })),
    /curve\[0\] is not two numbers/,
  );
  assert.match(
    broken((run) => first(run, { curve: [[0.5, '1']] })),
    /curve\[0\] is not two numbers/,
  );
  const latencyMs = exampleRun().transports[0]?.latencyMs;
  const ci95 = { ...latencyMs?.ci95, mean: 4 };
  assert.match(
    broken((run) => first(run, { latencyMs: { ...latencyMs, ci95 } })),
    /ci95\.mean is not two numbers/,
  );
});

/** All that a page shows of a run. */
const showAll = (run: RunResult): unknown => [
  chartDefinitions(run),
  headlineRows(run).map((row) => headlineColumns.map(({ cell }) => cell(row))),
  [workloadLine(run.workload), verdictSentence(run), workloadFacts(run), environmentFacts(run)],
  [modelTable(byDeviation(modelChecks(run))), modelCsv(run), headlineCsv(run)],
  [comparedBarsChart([{ label: 'a', run }], 'bytes'), comparedLatencyChart([{ label: 'a', run }], 'sse')],
];

/** Every place in a value, as a path to it. */
const placesIn = (value: unknown, path: readonly string[] = []): readonly (readonly string[])[] =>
  typeof value === 'object' && value !== null
    ? Object.entries(value).flatMap(([key, inner]) => [[...path, key], ...placesIn(inner, [...path, key])])
    : [];

const withChange = (value: unknown, [key = '', ...rest]: readonly string[], to: unknown): unknown => {
  const copy = (Array.isArray(value) ? [...(value as unknown[])] : { ...(value as object) }) as Record<string, unknown>;
  copy[key] = rest.length === 0 ? to : withChange(copy[key], rest, to);
  return copy;
};

test('whatever one place is turned into, the run is refused in a sentence or can be drawn', () => {
  const small = exampleRun({ workload: { transports: ['short-poll', 'sse'], freezeMs: 1000 } });
  const curve = [[0.1, 40] as const, [0.5, 50] as const];
  const run: RunResult = {
    ...small,
    void: { reason: 'busy' },
    floor: small.floor && { ...small.floor, curve },
    transports: small.transports.map((one) => ({ ...one, curve, freeze: exampleFreeze(one.id) })),
    peers: [examplePeer({ curve })],
  };
  for (const place of placesIn(run))
    for (const to of [null, 'text', -1, [], {}, undefined]) {
      const text = JSON.stringify(withChange(run, place, to));
      const sentence = refusal(text);
      if (sentence !== 'not refused') assert.match(sentence, /^".*\.$/);
      else
        assert.doesNotThrow(
          () => showAll(parseRun(text, 'run.json')),
          `${place.join('.')} ${JSON.stringify(to) ?? 'nothing'}`,
        );
    }
});

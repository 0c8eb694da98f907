// Tests of how predictions are judged for a reader: what cannot be told says why.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { exampleRun, exampleTransport } from './fixture.ts';
import type { ModelRow } from './result.ts';
import { judgedRows, judgedTransports } from './verdict.ts';

const row = (change: Partial<ModelRow>): ModelRow => ({
  name: 'row',
  predicted: 10,
  measured: 10,
  unit: 'ms',
  tolerance: 1,
  ok: null,
  ...change,
});

const judged = (model: readonly ModelRow[]) =>
  judgedRows(exampleRun({ transports: [exampleTransport('sse', undefined, { model })] }));

test('an undecided row says whether it agrees, is off, or was not measured', () => {
  const rows = judged([row({}), row({ measured: 12 }), row({ measured: Number.NaN })]);
  assert.deepEqual(
    rows.map(({ doubt }) => doubt),
    ['near', 'far', 'unmeasured'],
  );
  assert.equal(rows[2]?.measured, '–');
});

test('a row that is decided has no doubt', () => {
  assert.deepEqual(
    judged([row({ ok: true }), row({ ok: false })]).map(({ outcome, doubt }) => [outcome, doubt]),
    [
      ['holds', null],
      ['fails', null],
    ],
  );
});

test('predictions are counted by transport, and one without any is left out', () => {
  const transports = [
    exampleTransport('sse', undefined, { model: [row({ ok: true }), row({ ok: false }), row({})] }),
    exampleTransport('websocket', undefined, { model: [] }),
  ];
  assert.deepEqual(
    judgedTransports(exampleRun({ transports })).map(({ letter, counts }) => [letter, counts]),
    [['S', { holds: 1, fails: 1, undecided: 1 }]],
  );
});

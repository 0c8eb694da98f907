// Tests of theory beside measurement as one table: how far each prediction is off, its mark, and the same as CSV.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { report as portuguese } from '../../web/src/text/pt-BR/report.ts';
import { byDeviation, formatDeviation, modelChecks, modelCsv, modelTable } from './chart-model.ts';
import { exampleRun, exampleTransport } from './fixture.ts';
import type { ModelRow } from './result.ts';

const row = (change: Partial<ModelRow>): ModelRow => ({
  name: 'packets per delivery',
  predicted: 10,
  measured: 10,
  unit: 'packets',
  tolerance: 2,
  ok: true,
  ...change,
});

const run = exampleRun({
  transports: [
    exampleTransport('sse', undefined, {
      model: [row({ measured: 10.5 }), row({ measured: 4, ok: false }), row({ measured: Number.NaN, ok: null })],
    }),
    exampleTransport('websocket', undefined, { model: [] }),
    exampleTransport('xmpp', undefined, {
      model: [row({ tolerance: 0 }), row({ tolerance: 0, measured: 11, ok: false })],
    }),
  ],
});

test('the deviation is that part of the tolerance by which a row is off, with its sign', () => {
  assert.deepEqual(
    modelChecks(run).map(({ id, deviation }) => [id, deviation]),
    [
      ['sse', 25],
      ['sse', -300],
      ['sse', null],
      ['xmpp', 0],
      ['xmpp', Number.POSITIVE_INFINITY],
    ],
  );
});

test('they are sorted by how far they are off, those that cannot be told last', () => {
  assert.deepEqual(
    byDeviation(modelChecks(run)).map(({ deviation }) => deviation),
    [Number.POSITIVE_INFINITY, -300, 25, 0, null],
  );
});

test('the table has a mark with a word for each, and infinity where nothing is tolerated', () => {
  const { head, rows } = modelTable(modelChecks(run));
  assert.deepEqual(head.at(-1), 'off, % of the tolerance');
  assert.deepEqual(
    rows.map((cells) => [cells[0], cells[2], cells.at(-1)]),
    [
      ['S Server-Sent Events', '✓ holds', '+25'],
      ['S Server-Sent Events', '✗ fails', '−300'],
      ['S Server-Sent Events', '– cannot tell', '–'],
      ['X XMPP over WebSocket', '✓ holds', '0'],
      ['X XMPP over WebSocket', '✗ fails', '+∞'],
    ],
  );
  assert.equal(formatDeviation(-0.2), '0');
});

test('names, units and marks are those of the language', () => {
  const [first] = modelTable(modelChecks(run, portuguese), portuguese).rows;
  assert.deepEqual(first, [
    'S Server-Sent Events',
    'pacotes por entrega',
    '✓ confirma',
    '10,0',
    '10,5',
    'pacotes',
    '+25',
  ]);
});

test('the CSV has every figure in full, and the reason where a row is not called true', () => {
  const lines = modelCsv(run).split('\r\n');
  assert.equal(lines.length, 1 + 5 + 1);
  assert.equal(lines[1], 'sse,Server-Sent Events,packets per delivery,10,10.5,2,packets,25,holds,');
  assert.equal(
    lines[2],
    'sse,Server-Sent Events,packets per delivery,10,4,2,packets,-300,fails,is off by more than chance allows',
  );
  assert.equal(
    lines[3],
    'sse,Server-Sent Events,packets per delivery,10,,2,packets,,cannot tell,has no measurement to be judged by',
  );
  const [, brazilian] = modelCsv(run, portuguese).split('\r\n');
  assert.equal(brazilian, 'sse,Server-Sent Events,pacotes por entrega,10,10.5,2,pacotes,25,confirma,');
});

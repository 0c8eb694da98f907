// Tests of table.ts: its claims, in the order of the file.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { stripVTControlCharacters } from 'node:util';
import { plantLatency } from './calibration.ts';
import { compareRuns } from './compare.ts';
import { exampleReadRun } from './fixture.ts';
import { renderComparison } from './table.ts';

const same = compareRuns(
  exampleReadRun({ name: 'results/one' }),
  exampleReadRun({ name: 'results/two', noiseSeed: 2 }),
);
const slower = compareRuns(exampleReadRun(), exampleReadRun({ noiseSeed: 2, change: plantLatency(0.05) }));

test('no line is longer than 80 columns', () => {
  for (const text of [same, slower].map((one) => renderComparison(one))) {
    assert.deepEqual(
      text.split('\n').filter((line) => line.length > 80),
      [],
    );
  }
});

test('a row says both figures, their ratio, its interval and what B is', () => {
  const text = renderComparison(slower);
  assert.match(text, /^ +measure +A +B +B\/A +95 % interval +B is$/m);
  assert.match(text, /^S sse +mean ms +[\d.]+ +[\d.]+ +1\.0\d\d +1\.0\d\d to 1\.0\d\d +slower$/m);
});

test('the last words are what differs, or that nothing is shown to', () => {
  assert.match(renderComparison(same), /Nothing is shown to differ\./);
  assert.match(
    renderComparison(slower).replaceAll('\n', ' '),
    /B differs: mean latency slower through .*sse \(1\.0\d\d\).*; median latency slower through/,
  );
});

test('colour is paint only: the words are the same without it', () => {
  const plain = renderComparison(slower);
  const painted = renderComparison(slower, { isColour: true });
  assert.notEqual(painted, plain);
  assert.equal(stripVTControlCharacters(painted), plain);
});

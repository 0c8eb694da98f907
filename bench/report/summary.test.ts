// Tests of summary.md.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { chartDefinitions } from './chart-definitions.ts';
import { exampleRun } from './fixture.ts';
import { writeProse } from './prose.ts';
import { renderSummary } from './summary.ts';

const summary = renderSummary(exampleRun());

test('the summary holds each section once, in the order one reads', () => {
  const headings = [...summary.matchAll(/^## (.*)$/gm)].map((match) => match[1]);
  assert.deepEqual(headings, [
    'What was seen',
    'What to choose',
    'What would turn it round',
    'Where these figures stop',
    'The figures',
    'Theory beside measurement',
    'Break-even of polling and push',
    'Capacity',
    'What was asked',
    'Where it ran',
    'How to read this',
  ]);
});

test('every table row has as many cells as its head', () => {
  for (const block of summary.split('\n\n').filter((text) => text.startsWith('|'))) {
    const counts = block.split('\n').map((line) => line.split('|').length);
    assert.equal(new Set(counts).size, 1, block);
  }
});

test('a figure stands with its interval', () => {
  assert.match(summary, /\| W \| WebSocket \| 41\.1 \(41\.1 to 41\.1\) \|/);
});

test('every chart is shown and described in words', () => {
  for (const { id } of chartDefinitions(exampleRun()))
    assert.match(summary, new RegExp(`!\\[[^\\]]{40,}\\]\\(charts/${id}\\.png\\)`));
});

test('the prose of the run stands in it whole', () => {
  for (const { text } of writeProse(exampleRun())) assert.ok(summary.includes(text));
});

test('a void run says so before anything else', () => {
  const lines = renderSummary(exampleRun({ void: { reason: 'busy' } })).split('\n');
  assert.equal(lines[4], '**This run is void. Busy. Its figures must not be quoted.**');
});

test('sections without content are left out', () => {
  const bare = renderSummary(exampleRun({ workload: { transports: ['sse'] }, capacity: [] }));
  assert.doesNotMatch(bare, /## Capacity|## Break-even/);
});

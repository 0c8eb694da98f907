// Tests of summary.md.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { chartDefinitions } from './chart-definitions.ts';
import { frozenRun } from './fixture-freeze.ts';
import { exampleRun } from './fixture.ts';
import { layerWords } from './ledger.ts';
import { writeProse } from './prose.ts';
import { renderSummary } from './summary.ts';
import { judgedTransports } from './verdict.ts';

const summary = renderSummary(exampleRun());

test('the summary holds each section once, in the order one reads', () => {
  const headings = [...summary.matchAll(/^## (.*)$/gm)].map((match) => match[1]);
  assert.deepEqual(headings, [
    'What was seen',
    'What to choose',
    'What would turn it round',
    'Where these figures stop',
    'The figures',
    'Where the bytes go',
    'Theory beside measurement',
    'Break-even of polling and push',
    'Capacity',
    'What was asked',
    'Where it ran',
    'How to read this',
  ]);
});

test('every table row has as many cells as its head', () => {
  for (const block of `${summary}\n${renderSummary(frozenRun())}`
    .split('\n\n')
    .filter((text) => text.startsWith('|'))) {
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

test('a percentile without enough samples says why in its cell', () => {
  assert.match(
    renderSummary(exampleRun({ workload: { clients: 10 } })),
    /\| S \| Server-Sent Events \| 41\.0 \([^)]*\) \| n too small \|/,
  );
});

test('the ledger stands in it for one event and for one client, and the guide explains each layer', () => {
  assert.match(summary, /\| WebSocket \| 282 \| 19\.9 \| 0 \| 0 \| 0 \| 47\.7 \| 47\.7 \| 0 \| 398 \| 398 \| 0\.04 \|/);
  assert.match(summary, /Bytes of one client by layer: its whole session/);
  for (const { name, meaning } of Object.values(layerWords))
    assert.ok(summary.includes(`- **Layer: ${name}**: ${meaning}`));
});

test('a freeze stands in it with three rows a transport and the floor', () => {
  const frozen = renderSummary(frozenRun());
  assert.match(frozen, /^## A server that stands still for 1,000 ms$/m);
  assert.match(
    frozen,
    /\| WebSocket \| computed \| 171 .*\n\| WebSocket \| measured \| 169 .*\n\| WebSocket \| closed loop \| 127 /,
  );
  assert.match(frozen, /\| Bare TCP \(floor\) \| measured \|/);
});

test('predictions are counted by transport, and all of them stand in it, those that do not hold with the reason', () => {
  assert.match(
    summary,
    /\| transport \| ✓ holds \| ✗ fails \| – cannot tell \|\n.*\n\| HTTP\/1\.0 style \| 1 \| 0 \| 0 \|/,
  );
  assert.match(
    summary,
    /### What does not hold, or cannot be told\n\n.*because it.*\n.*\n\| Short poll \| empty = e\^\(-λT\) \| – cannot tell \| agrees, but /,
  );
  for (const { title, rows } of judgedTransports(exampleRun())) {
    const [, section = ''] = summary.split(`### ${title}: `);
    for (const { name } of rows) assert.ok(section.split('\n## ')[0]?.includes(`| ${name} |`), `${title} ${name}`);
  }
});

test('a void run says so before anything else', () => {
  const lines = renderSummary(exampleRun({ void: { reason: 'busy' } })).split('\n');
  assert.equal(lines[4], '**This run is void. Busy. Its figures must not be quoted.**');
});

test('sections without content are left out', () => {
  const bare = renderSummary(exampleRun({ workload: { transports: ['sse'] }, capacity: [] }));
  assert.doesNotMatch(bare, /## Capacity|## Break-even/);
});

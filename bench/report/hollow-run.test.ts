// Tests that a run with nothing in it, or with a hostile name, still gives honest and harmless reports.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { chartDefinitions } from './chart-definitions.ts';
import { frozenRun } from './fixture-freeze.ts';
import { exampleLedger } from './fixture-ledger.ts';
import { exampleRun, exampleTransport } from './fixture.ts';
import { renderHtml } from './html.ts';
import { writeProse } from './prose.ts';
import type { RunResult, TransportResult } from './result.ts';
import { renderSummary } from './summary.ts';
import { renderTable } from './table.ts';

const nothing = {
  p50: null,
  p90: null,
  p99: null,
  max: null,
  mean: null,
  n: 0,
  ci95: { mean: null, p50: null, p99: null },
};

const hollow = (result: TransportResult): TransportResult => ({
  ...result,
  latencyMs: nothing,
  curve: [],
  published: 0,
  delivered: 0,
  requests: 0,
  emptyResponses: 0,
  serverCpuMsPerDelivery: null,
  bytes: { ...result.bytes, steady: 0, perDelivery: null, deliveries: 0, payloadDown: 0 },
  model: [],
  ledger: exampleLedger(result.id, { steady: 0, setup: 0 }),
});

/** A freeze of which no sample came back: what cannot be reckoned is no number, and null when it comes from a file. */
const frozenHollow = (value: number): RunResult =>
  frozenRun((result) => ({
    ...hollow(result),
    freeze: {
      frozenMs: 1000,
      figures: [{ name: 'p90', computedMs: value, measuredMs: value, closedLoopMs: value }],
    },
    model: [{ name: 'row', predicted: value, measured: value, unit: 'ms', tolerance: value, ok: null }],
  }));

const hollowRuns: readonly RunResult[] = [
  exampleRun({ transports: exampleRun().transports.map(hollow), floor: null, capacity: [] }),
  exampleRun({ transports: [], floor: null, capacity: [] }),
  exampleRun({ transports: [hollow(exampleTransport('sse')), exampleTransport('websocket')] }),
  exampleRun({ workload: { clients: 0, ratePerSecond: 0, pollIntervalMs: 0 } }),
  frozenHollow(Number.NaN),
  JSON.parse(JSON.stringify(frozenHollow(Number.NaN))) as RunResult,
];

test('no report of a hollow run shows a computer instead of a figure', () => {
  for (const run of hollowRuns) {
    const words = JSON.stringify(writeProse(run)) + renderTable(run) + renderSummary(run);
    assert.doesNotMatch(words, /NaN|Infinity|undefined|\bnull\b|∞/);
    for (const { description, table } of chartDefinitions(run)) {
      assert.doesNotMatch(description + JSON.stringify(table), /NaN|Infinity|undefined|null|∞/);
    }
  }
});

test('a run without deliveries claims no winner', () => {
  const words = JSON.stringify(writeProse(exampleRun({ transports: exampleRun().transports.map(hollow) })));
  assert.match(words, /No transport delivered enough to speak of its latency/);
  assert.doesNotMatch(words, /For this workload choose/);
});

test('the page of a hollow run is made all the same', async () => {
  for (const run of hollowRuns) assert.match(await renderHtml(run), /<\/html>\n$/);
});

test('a hostile text of the environment is no link, no picture and no code in the summary', () => {
  const governor = '![x](https://example.com/x.png) `code` *loud*\n\n# Heading';
  const summary = renderSummary(exampleRun({ environment: { ...exampleRun().environment, governor } }));
  assert.ok(
    summary.includes(String.raw`!\[x\](https://example.com/x.png) \`code\` \*loud\* # Heading`),
    'it stands there as text',
  );
  assert.doesNotMatch(summary, /^# Heading/m);
});

test('a hostile name breaks neither table nor heading of the summary', () => {
  const summary = renderSummary(exampleRun({ workload: { name: 'a|b\n## <script>alert(1)</script>' } }));
  assert.equal(summary.split('\n')[0], '# Transport Lab: a\\|b ## &lt;script>alert(1)&lt;/script>');
  assert.doesNotMatch(summary, /<script/);
});

// Tests that a run from before there was a ledger is drawn in full, without a word of what it does not hold.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { chartDefinitions } from './chart-definitions.ts';
import { olderRun } from './fixture-older.ts';
import { renderHtml } from './html.ts';
import { writeProse } from './prose.ts';
import { renderSummary } from './summary.ts';
import { renderTable } from './table.ts';

const run = olderRun();

test('its charts are those it always had', () => {
  assert.deepEqual(
    chartDefinitions(run).map(({ id }) => id),
    ['latency', 'bytes', 'cpu', 'empty', 'requests', 'capacity'],
  );
});

test('no report of it speaks of layers, of a kernel or of a freeze it did not have', async () => {
  const page = (await renderHtml(run)).replaceAll(/<(script|style)[\s\S]*?<\/\1>/g, '');
  const prose = JSON.stringify(writeProse(run));
  for (const text of [renderTable(run), renderSummary(run), prose, page]) {
    assert.doesNotMatch(text, /Where the bytes go|where the bytes|residual|stands still|closed loop|undefined/);
  }
});

// Tests of the ledger's charts: bars that add up, the kernel's stroke, and layers that can be told apart by any eye.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { ChartDefinition, ChartTheme } from './chart-definition.ts';
import { chartDefinitions } from './chart-definitions.ts';
import { layerColours, layerHatches } from './chart-ledger.ts';
import { inks } from './chart-look.ts';
import { olderRun } from './fixture-older.ts';
import { exampleRun, exampleTransport } from './fixture.ts';
import { ledgerLayers, type Ledger, type RunResult } from './result.ts';
import { apartness, contrast } from './sight.ts';

const chart = (run: RunResult, id: string): ChartDefinition => {
  const found = chartDefinitions(run).find((definition) => definition.id === id);
  assert.ok(found, id);
  return found;
};

const valuesOf = ({ config }: ChartDefinition): readonly (readonly (number | null)[])[] =>
  config.data.datasets.map(({ data }) => data as readonly (number | null)[]);

/** What the segments of one bar add up to. */
const barSum = (definition: ChartDefinition, bar: number): number =>
  valuesOf(definition).reduce((sum, values) => sum + (values[bar] ?? 0), 0);

const withLedger = (change: (ledger: Ledger) => Partial<Ledger>): RunResult => {
  const { ledger } = exampleTransport('sse');
  assert.ok(ledger);
  return exampleRun({ transports: [exampleTransport('sse', undefined, { ledger: { ...ledger, ...change(ledger) } })] });
};

test('the segments of a bar are the bytes of one event, with the kernel’s count as a stroke at its end', () => {
  const run = exampleRun();
  const ledger = chart(run, 'ledger');
  for (const [bar, { ledger: own, bytes }] of run.transports.entries()) {
    assert.ok(own);
    assert.ok(Math.abs(barSum(ledger, bar) - own.steady.total / bytes.deliveries) < 1e-6);
    assert.equal(ledger.marks?.values[bar], bytes.steady / bytes.deliveries);
  }
  assert.equal(ledger.barTexts.at(-1)?.[5], '398 B');
});

test('shares add up to 100 %, and show the bytes in the segments', () => {
  const shares = chart(exampleRun(), 'ledger-share');
  for (const bar of exampleRun().transports.keys()) assert.ok(Math.abs(barSum(shares, bar) - 100) < 1e-6);
  assert.equal(shares.layers?.texts[0]?.[5], '282');
  assert.equal(shares.marks, null);
});

test('a layer that no transport has is in the table and not in the bars', () => {
  const labels = (run: RunResult) => chart(run, 'ledger').config.data.datasets.map(({ label }) => label);
  assert.ok(!labels(exampleRun()).includes('TLS'));
  assert.ok(chart(exampleRun(), 'ledger').table.head.includes('TLS'));
  const encrypted = withLedger(({ steady }) => ({ steady: { ...steady, layers: { ...steady.layers, tls: 9000 } } }));
  assert.ok(labels(encrypted).includes('TLS'));
});

test('a derived layer that comes out below nothing takes no place in a bar', () => {
  const run = withLedger(({ steady }) => ({ steady: { ...steady, layers: { ...steady.layers, framing: -50 } } }));
  assert.ok(valuesOf(chart(run, 'ledger')).every((values) => values.every((value) => (value ?? 0) >= 0)));
});

test('where the kernel could not count there is no stroke, and the caption says so', () => {
  const run = withLedger(({ steady }) => ({ steady: { ...steady, kernelBytes: null, residualShare: null } }));
  assert.equal(chart(run, 'ledger').marks, null);
  assert.match(chart(run, 'ledger').caption, /The kernel could not count here/);
});

test('a run without a ledger has no chart of one', () => {
  assert.ok(!chartDefinitions(olderRun()).some(({ id }) => id.startsWith('ledger')));
});

test('every eye tells the layers apart: from the surface, from each other, and by their hatching', () => {
  for (const theme of ['light', 'dark'] as const satisfies readonly ChartTheme[]) {
    const colours = ledgerLayers.map((layer) => layerColours[theme][layer]);
    for (const [at, colour] of colours.entries()) {
      assert.ok(contrast(colour, inks[theme].surface) >= 3.2, `${theme} ${ledgerLayers[at]}`);
      for (const other of colours.slice(at + 1))
        assert.ok(apartness(colour, other) >= 0.12, `${theme} ${colour} ${other}`);
    }
  }
  assert.equal(new Set(Object.values(layerHatches)).size, ledgerLayers.length);
});

// What the bench claims of itself, shown by real runs: the ledger meets the kernel, a freeze shows, TLS changes neither.
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, test, type TestContext } from 'node:test';
import { ledgerLayers, type RunResult } from './report/result.ts';

const main = join(import.meta.dirname, 'main.ts');
const folder = mkdtempSync(join(tmpdir(), 'transport-lab-proof-'));
after(() => rmSync(folder, { recursive: true, force: true }));

const runWith = (name: string, options: readonly string[]): RunResult => {
  const out = join(folder, name);
  const common = ['--transports', 'all', '--repeats', '1', '--out', out];
  const { status, stderr } = spawnSync(process.execPath, [main, ...common, ...options], { encoding: 'utf8' });
  assert.ok(status !== null && [0, 1, 3].includes(status), `exit ${status}\n${stderr}`);
  return JSON.parse(readFileSync(join(out, 'run.json'), 'utf8')) as RunResult;
};

/** MEASURING §0: the eight add up to the kernel's total, residual at most 0.5 %. */
const assertLedger = (run: RunResult, context: TestContext): void => {
  for (const { id, ledger, bytes } of run.transports) {
    assert.ok(ledger, id);
    for (const [name, span] of Object.entries({ steady: ledger.steady, whole: ledger.whole })) {
      const sum = ledgerLayers.reduce((total, layer) => total + span.layers[layer], 0);
      assert.ok(Math.abs(sum - span.total) < 1, `${id} ${name}: the layers are ${sum}, not ${span.total}`);
      if (span.residualShare === null) {
        context.diagnostic(`${id}: the kernel could not count here: ${bytes.reason}`);
        continue;
      }
      const percent = (100 * span.residualShare).toFixed(3);
      assert.ok(Math.abs(span.residualShare) <= 0.005, `${id} ${name}: residual ${percent} %`);
    }
  }
};

test('the eight layers meet the kernel within 0.5 % for every transport', (context) => {
  const run = runWith('plain', []);
  assertLedger(run, context);
  assert.equal(run.transports.length, 8);
  for (const { id, ledger } of run.transports) assert.deepEqual(ledger?.derived, [], id);
});

test('over TLS too, and then it says which layers nobody could read', (context) => {
  const run = runWith('tls', ['--tls']);
  assertLedger(run, context);
  for (const { id, ledger, delivered } of run.transports) {
    assert.deepEqual(ledger?.derived, ['payload', 'framing', 'httpHeaders', 'xmppXml'], id);
    assert.ok((ledger?.steady.layers.tls ?? 0) >= 22 * delivered, id);
  }
});

test('a server that stands still for a second shows in the percentiles of every transport, within 5 %', (context) => {
  const run = runWith('freeze', ['--freeze', '1000']);
  if (run.void) {
    context.diagnostic(`NOT JUDGED, for the run is void: ${run.void.reason}`);
    return;
  }
  for (const { id, freeze } of run.transports) {
    assert.ok(freeze && freeze.frozenMs >= 999, id);
    for (const { name, computedMs, measuredMs } of freeze.figures) {
      const off = Math.abs(measuredMs - computedMs) / computedMs;
      assert.ok(off <= 0.05, `${id} ${name}: ${measuredMs} ms, computed ${computedMs} ms`);
    }
  }
});

test('without a relay the ledger is made from the sockets, and says so', () => {
  const run = runWith('direct', ['--rtt', '0', '--quick']);
  for (const { id, ledger } of run.transports) {
    assert.equal(ledger?.seenBy, 'sockets', id);
    assert.ok(ledger.derived.includes('acknowledgements'), id);
  }
});

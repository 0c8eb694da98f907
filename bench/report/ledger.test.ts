// Tests of what is said of a byte ledger: what it is divided by, what was derived, and when it does not close.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { olderRun } from './fixture-older.ts';
import { exampleRun, exampleTransport } from './fixture.ts';
import { ledgerRows, ledgerSentences, ledgerTable } from './ledger.ts';
import type { Ledger, RunResult } from './result.ts';

const example = exampleTransport('sse').ledger;
assert.ok(example);

const withLedger = (change: Partial<Ledger>): RunResult =>
  exampleRun({ transports: [exampleTransport('sse', undefined, { ledger: { ...example, ...change } })] });

const cellOf = (run: RunResult, column: string): string | undefined => {
  const { head, rows } = ledgerTable(run, 'steady');
  return rows[0]?.[head.indexOf(column)];
};

test('the steady span is divided by events, the whole one by clients and repeats', () => {
  const run = exampleRun();
  const [{ bytes, ledger } = exampleTransport('sse')] = run.transports;
  assert.equal(ledgerRows(run, 'steady')[0]?.kernel, bytes.steady / bytes.deliveries);
  assert.equal(ledgerRows(run, 'whole')[0]?.total, (ledger?.whole.total ?? 0) / 200);
});

test('what was read off the wire by the relay is said to be', () => {
  const words = ledgerSentences(exampleRun()).join(' ');
  assert.match(words, /The relay between clients and server saw every byte/);
  assert.match(words, /Each layer was read off the wire/);
  assert.match(words, /It is within 0\.5 % for every transport/);
});

test('what was derived has a sign at its figure and a sentence that says what that means', () => {
  const run = withLedger({ seenBy: 'sockets', derived: ['payload', 'acknowledgements'] });
  assert.equal(cellOf(run, 'payload'), '≈ 317');
  assert.equal(cellOf(run, 'framing'), '22.3');
  const words = ledgerSentences(run).join(' ');
  assert.match(words, /Nobody stood between clients and server \(no relay\)/);
  assert.match(words, /≈ marks what was derived \(payload and acknowledgements\): not read off the wire/);
});

test('a ledger that does not close is marked, and named', () => {
  const run = withLedger({ steady: { ...example.steady, residualShare: -0.021 } });
  assert.equal(cellOf(run, 'residual, %'), '✗ -2.10');
  assert.match(ledgerSentences(run).join(' '), /✗ It is more than 0\.5 % for Server-Sent Events/);
});

test('a residual that is as good as nothing is never below it', () => {
  assert.equal(cellOf(withLedger({ steady: { ...example.steady, residualShare: -0.00001 } }), 'residual, %'), '0.00');
});

test('where the kernel could not count, nothing is held against it', () => {
  const run = withLedger({ steady: { ...example.steady, kernelBytes: null, residualShare: null } });
  assert.equal(cellOf(run, 'counted by the kernel'), 'not counted');
  assert.equal(cellOf(run, 'residual, %'), '–');
  assert.match(ledgerSentences(run).join(' '), /The kernel could not count here/);
});

test('a run without a ledger has no rows and nothing to say', () => {
  assert.deepEqual(ledgerRows(olderRun(), 'steady'), []);
  assert.deepEqual(ledgerSentences(olderRun()), []);
});

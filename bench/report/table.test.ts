// Tests of the terminal table: what it says, how wide it is, and that colour adds nothing but colour.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { stripVTControlCharacters } from 'node:util';
import { frozenRun } from './fixture-freeze.ts';
import { exampleRun, exampleTransport } from './fixture.ts';
import type { RunResult } from './result.ts';
import { renderTable } from './table.ts';

const row = { name: 'row', predicted: 1, measured: 2, unit: 'ms', tolerance: 0.5, ok: true };

/** A run in which so many predictions of each transport hold. */
const manyRows = (count: number): RunResult => {
  const model = Array.from({ length: count }, (_, at) => ({
    ...row,
    name: `a prediction with a long name, number ${at}`,
  }));
  return exampleRun({ transports: exampleRun().transports.map((result) => ({ ...result, model })) });
};

const linesOf = (text: string): readonly string[] => text.split('\n');
const widest = (text: string): number => Math.max(...linesOf(text).map(({ length }) => length));

test('one row a transport and one for the floor, units in the head', () => {
  const lines = linesOf(renderTable(exampleRun()));
  assert.equal(lines[1]?.trim(), 'p50   p99  mean  above   bytes  empty  requests  CPU µs  RSS  lost/dup');
  assert.equal(lines[2]?.trim(), 'ms    ms    ms  floor  /event      %    /event  /event   MB    /order');
  assert.equal(
    lines[8],
    'W WebSocket            41.1  42.5  41.2  0.450     398    0.0      0.13    11.9  101     0/0/0',
  );
  assert.match(renderTable(exampleRun(), { width: 110 }), / conns /);
  assert.match(lines[10] ?? '', /^· Bare TCP \(floor\) +40\.6 /);
});

test('no line is wider than the terminal, from 60 columns on', () => {
  for (const run of [exampleRun(), frozenRun(), manyRows(14)])
    for (const width of [60, 80, 100, 140]) assert.ok(widest(renderTable(run, { width })) <= width, String(width));
});

test('a narrow table gives up short columns first and keeps latency, bytes and faults', () => {
  const head = linesOf(renderTable(exampleRun(), { width: 60 }))[2] ?? '';
  assert.doesNotMatch(renderTable(exampleRun(), { width: 80 }), /conns/);
  assert.match(renderTable(exampleRun(), { width: 60 }), /X xmpp +41\.2 +42\.6 +41\.3 +921 .* 0\/0\/0/);
  assert.doesNotMatch(head, /RSS|requests/);
});

test('colour changes no letter and is absent unless asked for', () => {
  const [plain, coloured] = [renderTable(exampleRun()), renderTable(exampleRun(), { isColour: true })];
  assert.notEqual(coloured, plain);
  assert.equal(stripVTControlCharacters(coloured), plain);
  assert.equal(stripVTControlCharacters(plain), plain);
});

test('a fault carries a sign as well as its colour', () => {
  const run = exampleRun({ transports: [exampleTransport('sse', undefined, { lost: 3 })] });
  assert.match(renderTable(run), /! 3\/0\/0/);
});

test('a missing p99 is a dash and is explained', () => {
  const table = renderTable(exampleRun({ workload: { clients: 10 } }));
  assert.match(table, /S Server-Sent Events +41\.0 +– /);
  assert.match(table, /n too small \(it wants 1,000 samples\)/);
});

test('missed entries and estimated bytes are said below the table', () => {
  const { bytes } = exampleTransport('http10');
  const run = exampleRun({
    transports: [
      exampleTransport('http10', undefined, {
        missed: 12,
        bytes: { ...bytes, source: 'estimated', reason: 'no namespace' },
      }),
    ],
  });
  const table = renderTable(run);
  assert.match(table, /HTTP\/1\.0 style missed 12 of its events/);
  assert.match(table, /~8,123/);
  assert.match(table, /~ bytes are estimated: no namespace\./);
});

test('a failed and an undecided prediction stand in full with the reason, one that holds is counted', () => {
  const model = [true, false, null].map((ok, at) => ({ ...row, name: `row ${at}`, ok }));
  const table = renderTable(exampleRun({ transports: [exampleTransport('sse', undefined, { model })] }));
  assert.match(table, /✓ holds +✗ fails +– cannot tell\nS sse +1 +1 +1\n/);
  assert.match(table, /does not hold:\n✗ S row 1 +1\.00 +2\.00 +±0\.500 +ms\n/);
  assert.match(table, /cannot be told: is off, but not further than [^:]*:\n– S row 2 +1\.00/);
  assert.doesNotMatch(table, /row 0/);
  assert.match(table, /1 prediction of theory did not hold, 1 did\. 1 row could not be judged: too few samples/);
});

test('a row with a long name is shown in full, over two lines where it must', () => {
  const name = 'each sample off its own wait, the median of them all';
  const model = [{ ...row, name, ok: false }];
  const table = renderTable(exampleRun({ transports: [exampleTransport('sse', undefined, { model })] }), { width: 60 });
  assert.match(table, new RegExp(`^✗ S ${name}\\n +1\\.00 +2\\.00 +±0\\.500 +ms$`, 'm'));
});

test('a hundred predictions that hold take one line a transport', () => {
  const table = renderTable(manyRows(14));
  assert.match(table, /^W websocket +14 +0 +0$/m);
  assert.match(table, /^ {2}all +98 +0 +0$/m);
  assert.ok(linesOf(table).length < 40, String(linesOf(table).length));
});

test('the ledger shows the largest layers that fit, and the rest as one', () => {
  assert.match(renderTable(exampleRun(), { width: 80 }), /^W websocket +282 +0 +0 +47\.7 +67\.6 +398 +398 +0\.04$/m);
  assert.doesNotMatch(renderTable(exampleRun(), { width: 120 }), /other/);
  assert.match(renderTable(exampleRun(), { width: 60 }), /^W websocket .* 398 +398 +0\.04$/m);
});

test('what was derived, and what the kernel could not count, has a sign and a legend', () => {
  const { ledger } = exampleTransport('sse');
  assert.ok(ledger);
  const steady = { ...ledger.steady, kernelBytes: null, residualShare: null };
  const transports = [exampleTransport('sse', undefined, { ledger: { ...ledger, steady, derived: ['payload'] } })];
  const table = renderTable(exampleRun({ transports }));
  assert.match(table, /^S sse +≈ 317 .* – +–$/m);
  assert.match(table, /^≈ derived from what is known of each message/m);
  assert.match(table, /^– under kernel: it could not count here\.$/m);
});

test('a freeze has three lines a transport, and the floor its own', () => {
  const table = renderTable(frozenRun());
  assert.match(table, /a server that stands still for 1,000 ms/);
  assert.match(table, /W websocket +computed +171 .*\n +measured +169 .*\n +closed loop +127 /);
  assert.match(table, /· floor +measured/);
});

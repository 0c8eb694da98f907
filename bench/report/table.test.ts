// Tests of the terminal table: what it says, how wide it is, and that colour adds nothing but colour.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { stripVTControlCharacters } from 'node:util';
import { exampleRun, exampleTransport } from './fixture.ts';
import { renderTable } from './table.ts';

const linesOf = (text: string): readonly string[] => text.split('\n');
const widest = (text: string): number => Math.max(...linesOf(text).map(({ length }) => length));

test('one row a transport and one for the floor, units in the head', () => {
  const lines = linesOf(renderTable(exampleRun()));
  assert.equal(lines[1]?.trim(), 'p50   p99  mean   bytes  empty  requests  conns  CPU µs  RSS  lost/dup');
  assert.equal(lines[2]?.trim(), 'ms    ms    ms  /event      %    /event         /event   MB    /order');
  assert.equal(
    lines[8],
    'W WebSocket            41.1  42.5  41.2     398    0.0      0.13    200    11.9  101     0/0/0',
  );
  assert.match(lines[10] ?? '', /^· Bare TCP \(floor\) +40\.6 /);
});

test('no line is wider than the terminal, from 60 columns on', () => {
  for (const width of [60, 80, 100, 140])
    assert.ok(widest(renderTable(exampleRun(), { width })) <= width, String(width));
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

test('every prediction stands with its sign and its word, and the verdict last', () => {
  const model = [true, false, null].map((ok, at) => ({
    name: `row ${at}`,
    predicted: 1,
    measured: 2,
    unit: 'ms',
    tolerance: 0.5,
    ok,
  }));
  const table = renderTable(exampleRun({ transports: [exampleTransport('sse', undefined, { model })] }));
  assert.match(table, /row 0 +1\.00 +2\.00 +±0\.500 +ms +✓ holds/);
  assert.match(table, /row 1 .*✗ fails/);
  assert.match(table, /row 2 .*– cannot tell/);
  assert.match(table, /1 prediction of theory did not hold, 1 did\. 1 row could not be judged: too few samples/);
});

// Tests of the charts as data: plain, complete, honest about their scales, and never by colour alone.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { describeTransport } from '../../servers/protocol/catalog.ts';
import type { ChartDefinition, ChartPoint } from './chart-definition.ts';
import { chartDefinitions } from './chart-definitions.ts';
import { tailScale } from './chart-lines.ts';
import { frozenRun } from './fixture-freeze.ts';
import { exampleRun } from './fixture.ts';

const run = exampleRun();
const charts = chartDefinitions(run);
const chart = (id: string, from = charts): ChartDefinition => {
  const found = from.find((definition) => definition.id === id);
  assert.ok(found, `There is no chart ${id}.`);
  return found;
};
interface LineData {
  readonly label: string;
  readonly data: readonly ChartPoint[];
  readonly borderColor: string;
  readonly borderDash: readonly number[];
  readonly pointStyle: string;
}
const linesOf = ({ config }: ChartDefinition): readonly LineData[] =>
  config.data.datasets as unknown as readonly LineData[];

test('a definition survives JSON unchanged', () => {
  for (const definition of [...charts, ...chartDefinitions(frozenRun())])
    assert.deepEqual(JSON.parse(JSON.stringify(definition)), definition, definition.id);
});

test('there are charts of latency, bytes, CPU, the ledger, empty answers, requests and capacity', () => {
  assert.deepEqual(
    charts.map(({ id }) => id),
    ['latency', 'bytes', 'cpu', 'ledger', 'ledger-share', 'empty', 'requests', 'capacity'],
  );
  assert.ok(!chartDefinitions(exampleRun({ capacity: [] })).some(({ id }) => id === 'capacity'));
});

test('a run with a freeze has a chart of it beside that of latency', () => {
  assert.deepEqual(
    chartDefinitions(frozenRun())
      .slice(0, 3)
      .map(({ id }) => id),
    ['latency', 'freeze', 'bytes'],
  );
});

test('every chart says whether its axis is linear or logarithmic', () => {
  for (const { caption } of charts) assert.match(caption, /linear|logarithmic/);
});

test('lines differ in dash and marker wherever they could lie on each other, and carry a letter', () => {
  const lines = linesOf(chart('latency'));
  assert.equal(new Set(lines.map(({ borderColor }) => borderColor)).size, 8);
  assert.equal(
    new Set(lines.slice(0, 7).map(({ borderDash, pointStyle }) => `${borderDash.join()} ${pointStyle}`)).size,
    7,
  );
  assert.deepEqual(
    chart('latency')
      .endLetters.map(({ letter }) => letter)
      .join(''),
    'OKPLSWX·',
  );
});

test('bars are named by letter and title', () => {
  const titles = run.transports.map(({ id }) => `${describeTransport(id).letter}  ${describeTransport(id).title}`);
  assert.deepEqual(chart('bytes').config.data.labels, titles);
});

test('the floor is a dashed grey line', () => {
  const floor = linesOf(chart('latency')).at(-1);
  assert.equal(floor?.label, '·  Bare TCP (floor)');
  assert.equal(floor.borderColor, chart('latency').ink.floor);
  assert.notDeepEqual(floor.borderDash, []);
  assert.equal(chart('cpu').reference?.label, 'bare TCP 6.10 µs');
  assert.equal(chart('cpu', chartDefinitions(exampleRun({ floor: null }))).reference, null);
});

test('the scale of shares gives median, 90, 99 and 99.9 % steps of like width', () => {
  const places = [0, 0.5, 0.9, 0.99, 0.999].map(tailScale);
  const steps = places.slice(1).map((place, at) => place - (places[at] ?? 0));
  for (const step of steps) assert.ok(step > 0.3 && step < 0.56, String(step));
});

test('a line ends where fewer than ten samples lie above it', () => {
  const furthest = (clients: number): number => {
    const [line] = linesOf(chart('latency', chartDefinitions(exampleRun({ workload: { clients } }))));
    return line?.data.at(-1)?.x ?? 0;
  };
  assert.equal(furthest(100), tailScale(0.99));
  assert.equal(furthest(10), tailScale(0.93));
  assert.equal(furthest(1000), tailScale(0.999));
});

test('ticks hold all points between them', () => {
  const { ticks } = chart('latency');
  const values = linesOf(chart('latency')).flatMap(({ data }) => data);
  for (const axis of ['x', 'y'] as const) {
    const places = (ticks[axis] ?? []).map(({ value }) => value);
    assert.ok(Math.min(...values.map((point) => point[axis])) >= (places[0] ?? Number.NaN), axis);
    assert.ok(Math.max(...values.map((point) => point[axis])) <= (places.at(-1) ?? Number.NaN), axis);
  }
});

test('the table under a chart holds the figures of the chart', () => {
  assert.deepEqual(chart('bytes').table.rows[5], ['WebSocket', '398 B', '1,391 B']);
  assert.deepEqual(chart('empty').table.rows[2], ['Short poll', '36.8 %']);
  assert.deepEqual(chart('requests').table.rows[3], ['Long poll', '0.99']);
  assert.deepEqual(chart('capacity').table.rows[0], ['HTTP/1.0 style, new connection each', '4,210']);
  for (const { table } of charts) for (const row of table.rows) assert.equal(row.length, table.head.length);
});

test('where a percentile has too few samples, the table under the chart says so', () => {
  const { table } = chart('latency', chartDefinitions(exampleRun({ workload: { clients: 10 } })));
  assert.equal(table.rows[0]?.[table.head.indexOf('p99, ms')], 'n too small');
});

test('a picture carries its title, its workload and whether it is void', () => {
  const [picture] = chartDefinitions(exampleRun({ void: { reason: 'busy clients' } }), { surface: 'picture' });
  const { title, subtitle } = picture?.config.options?.plugins ?? {};
  assert.equal(title?.text, 'How late news arrives');
  assert.match(
    String(subtitle?.text),
    /desktops · 100 clients .* RTT 80 ms \(emulated\),VOID RUN, not to be quoted: busy clients/,
  );
});

test('dark charts use the dark colours of the catalog', () => {
  const [dark] = chartDefinitions(run, { theme: 'dark' });
  assert.ok(dark);
  assert.equal(linesOf(dark)[5]?.borderColor, describeTransport('websocket').colour.dark);
});

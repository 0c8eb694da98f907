// Tests of lines laid over a chart of latency: they are drawn apart from the run's own, on axes that hold all of them.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { report as portuguese } from '../../web/src/text/pt-BR/report.ts';
import type { ChartDefinition, ChartPoint } from './chart-definition.ts';
import { chartDefinitions } from './chart-definitions.ts';
import { configureChart } from './chart-configure.ts';
import { withOverlay, type OverlayLine } from './chart-overlay.ts';
import { drawPicture } from './charts.ts';
import { exampleRun } from './fixture.ts';

const latency = (look = {}): ChartDefinition => {
  const [first] = chartDefinitions(exampleRun(), look);
  assert.ok(first);
  return first;
};

const line = (change: Partial<OverlayLine> = {}): OverlayLine => ({
  name: 'SSE, this browser',
  letter: 'S',
  colour: '#2726fb',
  points: [0.1, 0.25, 0.5, 0.75, 0.9, 0.99, 0.999].map((share, at) => [share, 800 * 2 ** at] as const),
  n: 20_000,
  ...change,
});

const own = latency();
const overlaid = withOverlay(own, [line()]);
const pointsOf = ({ config }: ChartDefinition): readonly (readonly ChartPoint[])[] =>
  config.data.datasets.map(({ data }) => data as readonly ChartPoint[]);

const endsOf = ({ config }: ChartDefinition, axis: 'x' | 'y'): { readonly min: number; readonly max: number } => {
  const scale = config.options?.scales?.[axis];
  assert.ok(scale && typeof scale.min === 'number' && typeof scale.max === 'number', axis);
  return { min: scale.min, max: scale.max };
};

test('the lines of the run stay as they were, and the new one comes after them', () => {
  assert.deepEqual(overlaid.config.data.datasets.slice(0, -1), own.config.data.datasets);
  assert.equal(overlaid.config.data.datasets.at(-1)?.label, 'S  SSE, this browser');
  assert.deepEqual(overlaid.endLetters.slice(0, -1), own.endLetters);
  assert.deepEqual(overlaid.endLetters.at(-1), { dataset: 8, letter: 'S', colour: '#2726fb', isDashed: true });
});

test('it has a dash that no line of a run has, and lies on top', () => {
  const dashes = overlaid.config.data.datasets.map((dataset) =>
    (dataset as { borderDash: number[] }).borderDash.join(),
  );
  assert.equal(dashes.indexOf(dashes.at(-1) ?? ''), dashes.length - 1);
  const orders = overlaid.config.data.datasets.map(({ order = 0 }) => order);
  assert.equal(Math.min(...orders), orders.at(-1));
});

test('the axes grow to hold all points between their ticks', () => {
  for (const axis of ['x', 'y'] as const) {
    const { min, max } = endsOf(overlaid, axis);
    const values = pointsOf(overlaid).flatMap((points) => points.map((point) => point[axis]));
    assert.ok(min <= Math.min(...values) && max >= Math.max(...values), axis);
    assert.equal(overlaid.ticks[axis]?.[0]?.value, min);
    assert.equal(overlaid.ticks[axis]?.at(-1)?.value, max);
  }
  assert.equal(overlaid.ticks.y?.at(-1)?.label, '100000');
});

test('the table has a row more: percentiles from the curve, and nothing that a curve does not tell', () => {
  assert.deepEqual(overlaid.table.rows.slice(0, -1), own.table.rows);
  assert.deepEqual(overlaid.table.rows.at(-1), [
    'SSE, this browser',
    '3,200',
    '12,800',
    '25,600',
    '–',
    '–',
    '–',
    '20,000',
  ]);
});

test('a percentile between two points lies on the line between them', () => {
  const points = [[0.4, 10] as const, [0.6, 20] as const];
  assert.equal(withOverlay(own, [line({ points })]).table.rows.at(-1)?.[1], '15.0');
});

test('with too few samples the line ends, and the table says so', () => {
  const few = withOverlay(own, [line({ n: 60 })]);
  assert.deepEqual(few.table.rows.at(-1)?.slice(1, 4), ['3,200', 'n too small', 'n too small']);
  assert.equal(pointsOf(few).at(-1)?.length, 4);
  const none = withOverlay(own, [line({ n: 5 })]);
  assert.equal(none.config.data.datasets.length, own.config.data.datasets.length);
  assert.deepEqual(none.table.rows.at(-1)?.slice(1, 4), ['n too small', 'n too small', 'n too small']);
});

test('caption and description tell of it, in the language of the chart', () => {
  assert.ok(overlaid.caption.endsWith('Dotted, in a dashed ring: laid over this run.'));
  assert.ok(overlaid.description.endsWith('Medians laid over it: SSE, this browser 3.20 s.'));
  const there = withOverlay(latency({ words: portuguese }), [line()], portuguese);
  assert.ok(there.description.endsWith('Medianas sobrepostas: SSE, this browser 3,20 s.'));
  assert.equal(there.table.rows.at(-1)?.[1], '3.200');
});

test('without a line the chart is the one it was', () => assert.equal(withOverlay(own, []), own));

test('it survives JSON, and is drawn', async () => {
  assert.deepEqual(JSON.parse(JSON.stringify(overlaid)), overlaid);
  assert.ok(configureChart(overlaid).data.datasets.length === 9);
  const picture = latency({ surface: 'picture' });
  const [plain, more] = [picture, withOverlay(picture, [line()])].map((one) => drawPicture(one, { pixelRatio: 1 }));
  assert.ok(plain && more && !(await plain).equals(await more));
  const { text } = withOverlay(picture, [line()]).config.options?.plugins?.subtitle ?? {};
  assert.match(String(text), /above it\.,Dotted, in a dashed ring: laid over this run\.,desktops/);
});

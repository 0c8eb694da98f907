// Tests of runs side by side: each run can be told from the others, and one that lacks something says so.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { LabError } from '../../servers/protocol/errors.ts';
import { describeTransport, transportIds } from '../../servers/protocol/catalog.ts';
import { report as portuguese } from '../../web/src/text/pt-BR/report.ts';
import { comparedBarsChart, comparedBarsHeightPx, comparedLatencyChart } from './chart-compare.ts';
import { comparedFacts, runMarks, type ComparedRun } from './compared-runs.ts';
import { configureChart } from './chart-configure.ts';
import { inks } from './chart-look.ts';
import { drawPicture } from './charts.ts';
import { exampleRun, exampleTransport } from './fixture.ts';
import { apartness, contrast } from './sight.ts';

const runs: readonly ComparedRun[] = [
  { label: 'laptop', run: exampleRun() },
  { label: 'far away', run: exampleRun({ workload: { rttMs: 200, clients: 10, transports: ['short-poll', 'sse'] } }) },
];
const four: readonly ComparedRun[] = [
  ...runs,
  { label: 'third', run: exampleRun({ void: { reason: 'busy' } }) },
  { label: 'fourth', run: exampleRun() },
];

test('one line a run, with number, dash and marker of its own', () => {
  const { config, endLetters } = comparedLatencyChart(four, 'sse');
  const lines = config.data.datasets as unknown as readonly Readonly<Record<string, unknown>>[];
  assert.deepEqual(
    lines.map(({ label }) => label),
    ['1  laptop', '2  far away', '3  third', '4  fourth'],
  );
  assert.equal(endLetters.map(({ letter }) => letter).join(''), '1234');
  for (const mark of ['borderColor', 'borderDash', 'pointStyle'])
    assert.equal(new Set(lines.map((line) => String(line[mark]))).size, 4, mark);
});

test('a run without the transport has no line, and caption, description and table say so', () => {
  const { config, caption, description, table } = comparedLatencyChart(runs, 'websocket');
  assert.equal(config.data.datasets.length, 1);
  assert.match(caption, /Without WebSocket: 2 far away\./);
  assert.match(description, /2 far away not in this run/);
  assert.equal(table.head[0], 'run');
  assert.deepEqual(table.rows[1], ['2 far away', ...Array<string>(7).fill('not in this run')]);
});

test('bars stand in groups by transport, one a run, in the order of the catalog', () => {
  const { config, barTexts, table } = comparedBarsChart(runs, 'bytes');
  assert.deepEqual(
    config.data.labels,
    transportIds.slice(0, 7).map((id) => `${describeTransport(id).letter}  ${describeTransport(id).title}`),
  );
  assert.deepEqual(
    barTexts.map((texts) => texts[4]),
    ['1  446 B', '2  446 B'],
  );
  assert.deepEqual(
    barTexts.map((texts) => texts[5]),
    ['1  398 B', '2  not in this run'],
  );
  assert.deepEqual(config.data.datasets[1]?.data[5], null);
  assert.deepEqual(table.head, ['transport', '1 laptop, bytes per event', '2 far away, bytes per event']);
  assert.deepEqual(table.rows[5], ['WebSocket', '398 B', 'not in this run']);
});

test('a percentile of too few samples is not drawn, and said', () => {
  const { config, table } = comparedBarsChart(runs, 'p99');
  assert.equal(config.data.datasets[1]?.data[4], null);
  assert.deepEqual(table.rows[4]?.slice(1), ['42.4 ms', 'n too small']);
});

test('estimated bytes carry their sign', () => {
  const { bytes } = exampleTransport('sse');
  const estimated = exampleTransport('sse', undefined, { bytes: { ...bytes, source: 'estimated' } });
  const run = exampleRun({ transports: [estimated] });
  assert.deepEqual(comparedBarsChart([{ label: 'a', run }], 'bytes').barTexts, [['1  ~446 B']]);
});

test('a void run, and conditions that differ, stand under every title', () => {
  for (const chart of [comparedLatencyChart(four, 'sse'), comparedBarsChart(four, 'p50')]) {
    assert.match(chart.caption, /Void, not to be quoted: 3 third\./);
    assert.match(chart.caption, /Not asked the same: Clients, Round trip\./);
  }
  const same = comparedLatencyChart(
    [four[0], four[3]].flatMap((one) => one ?? []),
    'sse',
  );
  assert.doesNotMatch(same.caption, /Void|Not asked/);
});

test('the facts that differ are a table, a run a column', () => {
  const { head, rows } = comparedFacts(runs, portuguese);
  assert.deepEqual(head, ['o que difere', '1 laptop', '2 far away']);
  assert.deepEqual(rows[1], ['Ida e volta', '80 ms, emulada', '200 ms, emulada']);
  assert.deepEqual(
    comparedFacts([
      { label: 'a', run: exampleRun() },
      { label: 'b', run: exampleRun() },
    ]).rows,
    [],
  );
});

test('from one to four runs are compared, no more', () => {
  for (const wrong of [[], [...four, ...runs]])
    assert.throws(
      () => comparedBarsChart(wrong, 'p50'),
      (error) => error instanceof LabError && error.code === 'LAB_PARAMETER_INVALID',
    );
});

test('every eye tells the runs apart, on both themes, and every run has a hatching of its own', () => {
  for (const theme of ['light', 'dark'] as const)
    for (const [at, { colour }] of runMarks.entries()) {
      assert.ok(contrast(colour[theme], inks[theme].surface) >= 3, `${theme} ${at}`);
      for (const other of runMarks.slice(at + 1))
        assert.ok(apartness(colour[theme], other.colour[theme]) >= 0.12, `${theme} ${at} ${other.letter}`);
    }
  assert.equal(new Set(runMarks.map(({ hatch }) => hatch)).size, 4);
});

test('a page gives each bar room for its text', () => {
  assert.equal(comparedBarsHeightPx(comparedBarsChart(four, 'p50')), 120 + 20 * 4 * 7);
});

test('the tooltip of a bar tells its run and its figure', () => {
  const { options } = configureChart(comparedBarsChart(runs, 'bytes'));
  const label = options?.plugins?.tooltip?.callbacks?.label as unknown as (item: unknown) => string;
  assert.equal(label({ dataIndex: 4, datasetIndex: 0, dataset: { label: '1  laptop' } }), '1  laptop: 1  446 B');
});

test('both are plain data, and are drawn', async () => {
  const look = { surface: 'picture' } as const;
  for (const definition of [comparedLatencyChart(four, 'sse', look), comparedBarsChart(four, 'p50', look)]) {
    assert.deepEqual(JSON.parse(JSON.stringify(definition)), definition);
    assert.ok((await drawPicture(definition, { pixelRatio: 1 })).length > 1000);
  }
});

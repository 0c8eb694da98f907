// Tests of the pictures: their size, that text is really drawn, and that each theme has its surface.
import assert from 'node:assert/strict';
import { mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import { GlobalFonts, loadImage } from '@napi-rs/canvas';
import { Chart } from 'chart.js';
import { chartDefinitions } from './chart-definitions.ts';
import type { ChartDefinition } from './chart-definition.ts';
import { drawPicture, writeCharts } from './charts.ts';
import { exampleRun } from './fixture.ts';

const definitions = chartDefinitions(exampleRun(), { surface: 'picture' });

test('a picture is 1200 x 675 at ratio 1 and twice that at ratio 2', async () => {
  const [first] = definitions;
  assert.ok(first);
  for (const pixelRatio of [1, 2] as const) {
    const { width, height } = await loadImage(await drawPicture(first, { pixelRatio }));
    assert.deepEqual([width, height], [1200 * pixelRatio, 675 * pixelRatio]);
  }
});

/** The same chart under another title. */
const retitled = (definition: ChartDefinition, text: string): ChartDefinition => {
  const { options } = definition.config;
  const plugins = { ...options?.plugins, title: { ...options?.plugins?.title, text } };
  return {
    ...definition,
    config: { ...definition.config, options: { ...options, plugins } },
  };
};

test('another label changes the picture: text is drawn, not dropped for want of a font', async () => {
  for (const definition of definitions) {
    const pictures = ['one label', 'two labels'].map((text) =>
      drawPicture(retitled(definition, text), { pixelRatio: 1 }),
    );
    const [one, two] = await Promise.all(pictures);
    assert.ok(one && two && !one.equals(two), `${definition.id}: another title left every pixel as it was`);
  }
});

test('the text is set in the font the project brings, not in one the machine happens to have', async () => {
  const [first] = definitions;
  assert.ok(first);
  await drawPicture(first, { pixelRatio: 1 });
  assert.ok(GlobalFonts.has('Transport Lab Sans'));
  assert.equal(Chart.defaults.font.family, 'Transport Lab Sans');
});

test('the same chart drawn twice is the same picture', async () => {
  const [first] = definitions;
  assert.ok(first);
  assert.ok((await drawPicture(first, { pixelRatio: 1 })).equals(await drawPicture(first, { pixelRatio: 1 })));
});

test('one file a chart is written, named by its id, and nothing is left beside it', async () => {
  const directory = await mkdtemp(join(tmpdir(), 'charts-'));
  try {
    const names = await writeCharts(exampleRun(), directory, { pixelRatio: 1 });
    assert.deepEqual(
      names,
      definitions.map(({ id }) => `${id}.png`),
    );
    assert.deepEqual((await readdir(directory)).toSorted(), [...names].toSorted());
  } finally {
    await rm(directory, { recursive: true });
  }
});

// The charts as pictures: PNGs drawn in Node from the same definitions the pages use.
import { createRequire } from 'node:module';
import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { createCanvas, GlobalFonts } from '@napi-rs/canvas';
import { Chart } from 'chart.js';
import { chartDefinitions } from './chart-definitions.ts';
import type { ChartDefinition, ChartTheme } from './chart-definition.ts';
import { configureChart } from './chart-configure.ts';
import { registerChartParts } from './chart-parts.ts';
import type { RunResult } from './result.ts';
import { writeWhole } from './write-whole.ts';

/** How large a picture is, in CSS pixels. */
const pictureSize = { width: 1200, height: 675 } as const;

/** How pictures are drawn. */
export interface PictureOptions {
  /** @default 'light' */
  readonly theme?: ChartTheme;
  /** Device pixels per CSS pixel. @default 2 */
  readonly pixelRatio?: 1 | 2;
}

/** Writes every chart of a run as `<id>.png` into a directory and returns the file names. */
export const writeCharts = async (
  run: RunResult,
  directory: string,
  options: PictureOptions = {},
): Promise<readonly string[]> => {
  await mkdir(directory, { recursive: true });
  const { theme = 'light' } = options;
  const definitions = chartDefinitions(run, { theme, surface: 'picture' });
  for (const definition of definitions) {
    await writeWhole(join(directory, `${definition.id}.png`), await drawPicture(definition, options));
  }
  return definitions.map(({ id }) => `${id}.png`);
};

/** One chart as the bytes of a PNG. */
export const drawPicture = async (
  definition: ChartDefinition,
  { pixelRatio = 2 }: PictureOptions = {},
): Promise<Buffer> => {
  prepare();
  const canvas = createCanvas(pictureSize.width, pictureSize.height);
  const config = configureChart(definition);
  const chart = new Chart(canvas, {
    ...config,
    options: { ...config.options, devicePixelRatio: pixelRatio },
  });
  try {
    return await canvas.encode('png');
  } finally {
    chart.destroy();
  }
};

/** A name no system font has: the pictures look the same wherever they are drawn. */
const fontFamily = 'Transport Lab Sans';

/** Node has no fonts of its own: without these two files every picture comes out without any text. */
const prepare = (): void => {
  if (!GlobalFonts.has(fontFamily)) {
    const { resolve } = createRequire(import.meta.url);
    for (const file of ['DejaVuSans.ttf', 'DejaVuSans-Bold.ttf']) {
      GlobalFonts.registerFromPath(resolve(`dejavu-fonts-ttf/ttf/${file}`), fontFamily);
    }
  }
  registerChartParts();
  Chart.defaults.font.family = fontFamily;
};

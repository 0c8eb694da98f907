// Writes what a run leaves behind: run.json, and the summary, charts and page that are drawn from it.
import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { writeCharts } from './charts.ts';
import { renderHtml } from './html.ts';
import type { RunResult } from './result.ts';
import { renderSummary } from './summary.ts';
import { writeWhole } from './write-whole.ts';

/** Writes `run.json` into a directory, whole or not at all, and returns its name. */
export const writeRun = async (run: RunResult, directory: string): Promise<string> => {
  await mkdir(directory, { recursive: true });
  await writeWhole(join(directory, 'run.json'), `${JSON.stringify(run, null, 2)}\n`);
  return 'run.json';
};

/** Writes `summary.md`, `charts/*.png` and `report.html` into a directory and returns their names. */
export const writeReport = async (run: RunResult, directory: string): Promise<readonly string[]> => {
  await mkdir(directory, { recursive: true });
  const charts = await writeCharts(run, join(directory, 'charts'));
  await writeWhole(join(directory, 'summary.md'), renderSummary(run));
  await writeWhole(join(directory, 'report.html'), await renderHtml(run));
  return ['summary.md', ...charts.map((name) => `charts/${name}`), 'report.html'];
};

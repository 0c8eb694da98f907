// The script inside report.html: draws the charts from the run that stands in the page, again when the theme changes.
import { Chart } from 'chart.js';
import { chartDefinitions } from './chart-definitions.ts';
import { configureChart } from './chart-configure.ts';
import { registerChartParts } from './chart-parts.ts';
import type { RunResult } from './result.ts';

/** The few things of a browser this page needs; the project's servers and benches have no DOM types. */
interface Page {
  getElementById(id: string): PageElement | null;
}
interface PageElement {
  readonly textContent: string | null;
  href?: string;
  hidden: boolean;
}
interface DarkQuery {
  readonly matches: boolean;
  addEventListener(type: 'change', listener: () => void): void;
}
declare const document: Page;
declare const matchMedia: (query: string) => DarkQuery;

const json = document.getElementById('run')?.textContent ?? 'null';
const run = JSON.parse(json) as RunResult;
const dark = matchMedia('(prefers-color-scheme: dark)');
let shown: readonly { destroy(): void }[] = [];

const drawAll = (): void => {
  for (const chart of shown) chart.destroy();
  const definitions = chartDefinitions(run, { theme: dark.matches ? 'dark' : 'light' });
  shown = definitions.map((definition) => new Chart(`chart-${definition.id}`, configureChart(definition)));
};

const offerDownload = (): void => {
  const link = document.getElementById('download');
  if (!link) return;
  link.href = `data:application/json;charset=utf-8,${encodeURIComponent(json)}`;
  link.hidden = false;
};

registerChartParts();
Chart.defaults.font.family = 'system-ui, sans-serif';
drawAll();
offerDownload();
dark.addEventListener('change', drawAll);

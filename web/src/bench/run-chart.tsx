// One chart of a run, drawn by Chart.js from the definition that the reports use, with its figures as a table.
import { Chart } from 'chart.js';
import { useEffect, useRef } from 'preact/hooks';
import { configureChart } from '../../bench/report/chart-configure.ts';
import type { ChartDefinition } from '../../bench/report/chart-definition.ts';
import { registerChartParts } from '../../bench/report/chart-parts.ts';
import { DataTable } from './data-table.tsx';
import { say } from './text.ts';

registerChartParts();

/** A figure with its own heading. */
export const RunChart = ({ definition }: { readonly definition: ChartDefinition }) => {
  const canvas = useRef<HTMLCanvasElement>(null);
  useEffect(() => (canvas.current ? drawChart(canvas.current, definition) : undefined), [definition]);
  const { id, title, caption, description, table } = definition;
  return (
    <figure class={`chart chart-${definition.config.type}`} data-chart={id}>
      <figcaption>
        <h3>{title}</h3>
        <p>{caption}</p>
      </figcaption>
      <div class="chart-area">
        <canvas ref={canvas} role="img" aria-label={description} />
      </div>
      <details>
        <summary>{say('chartTable')}</summary>
        <DataTable caption={title} isCaptionHidden head={table.head} rows={table.rows} />
      </details>
    </figure>
  );
};

/** Returns what removes it. */
const drawChart = (canvas: HTMLCanvasElement, definition: ChartDefinition): (() => void) => {
  Chart.defaults.font.family = getComputedStyle(canvas).fontFamily;
  const chart = new Chart(canvas, configureChart(definition));
  return () => chart.destroy();
};

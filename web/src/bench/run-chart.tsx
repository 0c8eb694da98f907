// One chart, drawn by Chart.js from the definition that the reports use, with its figures as a table and both as files.
import { Chart } from 'chart.js';
import type { ComponentChildren } from 'preact';
import { useEffect, useRef } from 'preact/hooks';
import { configureChart } from '../../../bench/report/chart-configure.ts';
import type { ChartDefinition } from '../../../bench/report/chart-definition.ts';
import { registerChartParts } from '../../../bench/report/chart-parts.ts';
import { DataTable } from '../parts/data-table.tsx';
import { saveFile } from '../parts/save-file.ts';
import { reportTexts } from '../text/report-texts.ts';
import { say } from '../text/say.ts';
import { drawPicture, tableFile } from './chart-file.ts';

registerChartParts();

interface RunChartProps {
  readonly definition: ChartDefinition;
  /** The same chart as it travels alone, made when it is asked for. */
  readonly picture: () => ChartDefinition;
  /** Of its files, without the chart's own name. */
  readonly fileName: string;
  /** How high its bars want it to be, in CSS pixels. @default by the kind of chart */
  readonly heightPx?: number;
  /** What belongs between its heading and its picture. */
  readonly children?: ComponentChildren;
}

/** A figure with its own heading. */
export const RunChart = ({ definition, picture, fileName, heightPx, children }: RunChartProps) => {
  const { id, title, caption, description, table, config } = definition;
  const saveTable = (): void => {
    saveFile(tableFile(definition, reportTexts.peek()?.language ?? 'en'), `${fileName}-${id}.csv`);
  };
  return (
    <figure class={`chart chart-${config.type}`} data-chart={id}>
      <figcaption>
        <h3>{title}</h3>
        <p>{caption}</p>
      </figcaption>
      {children}
      <div class="chart-area" {...(heightPx !== undefined && { style: { blockSize: `${heightPx}px` } })}>
        <Drawing key={id} definition={definition} description={description} />
      </div>
      <div class="chart-files">
        <button type="button" onClick={() => void savePicture({ picture, fileName, heightPx })}>
          PNG<span class="unseen">: {title}</span>
        </button>
        <button type="button" onClick={saveTable}>
          CSV<span class="unseen">: {title}</span>
        </button>
      </div>
      <details>
        <summary>{say('bench.chartTable')}</summary>
        <DataTable caption={title} isCaptionHidden head={table.head} rows={table.rows} />
      </details>
    </figure>
  );
};

interface Picture {
  readonly picture: () => ChartDefinition;
  readonly fileName: string;
  readonly heightPx: number | undefined;
}

/** Above the bars a picture has its title and what was run. */
const headingPx = 160;

const savePicture = async ({ picture, fileName, heightPx }: Picture): Promise<void> => {
  const definition = picture();
  const blob = await drawPicture(definition, heightPx === undefined ? undefined : heightPx + headingPx);
  saveFile(blob, `${fileName}-${definition.id}.png`);
};

const Drawing = ({
  definition,
  description,
}: {
  readonly definition: ChartDefinition;
  readonly description: string;
}) => {
  const canvas = useRef<HTMLCanvasElement>(null);
  const drawn = useRef<Drawn | null>(null);
  useEffect(() => {
    if (drawn.current) drawAgain(drawn.current, definition);
    else if (canvas.current) drawn.current = draw(canvas.current, definition);
  }, [definition]);
  useEffect(
    () => () => {
      drawn.current?.chart.destroy();
      drawn.current = null;
    },
    [],
  );
  return <canvas ref={canvas} role="img" aria-label={description} />;
};

interface Drawn {
  readonly chart: BenchChart;
  /** The list that Chart.js reads at every update. */
  readonly plugins: NonNullable<ReturnType<typeof configureChart>['plugins']>;
}

type BenchChart = Chart<'line' | 'bar', readonly unknown[]>;

const draw = (canvas: HTMLCanvasElement, definition: ChartDefinition): Drawn => {
  Chart.defaults.font.family = getComputedStyle(canvas).fontFamily;
  const config = configureChart(definition);
  const { plugins = [] } = config;
  return { chart: new Chart(canvas, { ...config, plugins }), plugins };
};

/** In place: lines that a reader has hidden stay hidden, and a tooltip stays where the pointer is. */
const drawAgain = ({ chart, plugins }: Drawn, definition: ChartDefinition): void => {
  const next = configureChart(definition);
  plugins.splice(0, plugins.length, ...(next.plugins ?? []));
  chart.data = next.data;
  chart.options = next.options as NonNullable<BenchChart['options']>;
  chart.update('none');
};

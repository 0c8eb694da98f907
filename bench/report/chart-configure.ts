// From a plain chart definition to what Chart.js draws: ticks at chosen places, legend, tooltips. Browser-safe.
import type { Chart, ChartConfiguration, Scale } from 'chart.js';
import type { ChartDefinition, Tick } from './chart-definition.ts';
import { paintersOf } from './chart-paint.ts';

type Config = ChartConfiguration<'line' | 'bar', readonly unknown[]>;

/** Charts narrower than this name their bars by the transport's id. */
const narrowPx = 440;
/** How large the legend of layers shows a colour. */
const legendBoxPx = { width: 26, height: 15 } as const;

/** The definition as a configuration: the one place where functions join the data. */
export const configureChart = (definition: ChartDefinition): Config => {
  const { config, ticks } = definition;
  const isBar = config.type === 'bar';
  return {
    type: config.type,
    data: JSON.parse(JSON.stringify(config.data)) as Config['data'],
    options: {
      ...config.options,
      scales: {
        x: { ...config.options?.scales?.['x'], ...(ticks.x ? at(ticks.x) : {}) },
        y: { ...config.options?.scales?.['y'], ...(ticks.y ? at(ticks.y) : {}), ...(isBar ? namesOf(definition) : {}) },
      },
      plugins: {
        ...config.options?.plugins,
        tooltip: { ...layerTooltip(definition), callbacks: { title: titleOf(definition), label: labelOf(definition) } },
        legend: { ...config.options?.plugins?.legend, ...legendOf(definition) },
      },
    } as Config['options'],
    plugins: paintersOf(definition),
  };
};

const at = (ticks: readonly Tick[]) => ({
  afterBuildTicks: (scale: Scale): void => {
    scale.ticks = ticks.map(({ value }) => ({ value }));
  },
  afterTickToLabelConversion: (scale: Scale): void => {
    for (const tick of scale.ticks) tick.label = ticks.find(({ value }) => value === tick.value)?.label ?? '';
  },
});

const namesOf = ({ config, shortLabels }: ChartDefinition) => ({
  afterTickToLabelConversion: (scale: Scale): void => {
    const labels = scale.chart.width < narrowPx ? shortLabels : (config.data.labels as readonly string[]);
    for (const tick of scale.ticks) tick.label = labels[tick.value] ?? '';
  },
});

interface Hovered {
  readonly dataIndex: number;
  readonly datasetIndex: number;
  readonly label: string;
  readonly dataset: { readonly label?: string };
  readonly raw: unknown;
}

const titleOf =
  ({ config }: ChartDefinition) =>
  ([item]: readonly Hovered[]): string =>
    (config.type === 'bar' ? item?.label : item?.dataset.label) ?? '';

const labelOf =
  ({ barTexts, layers, config }: ChartDefinition) =>
  (item: Hovered): string => {
    if (config.type !== 'bar') return (item.raw as { text: string }).text;
    const [inLayer, atEnd] = [layers?.texts ?? [], barTexts].map((texts) => texts[item.datasetIndex]?.[item.dataIndex]);
    return `${item.dataset.label ?? ''}: ${inLayer ?? atEnd ?? ''}`;
  };

/** Of a stacked bar all layers that are there are told at once: a thin one is hard to point at. */
const layerTooltip = ({ layers }: ChartDefinition) =>
  layers ? { mode: 'index', axis: 'y', intersect: false, filter: ({ raw }: Hovered) => raw !== 0 && raw !== null } : {};

const legendOf = (definition: ChartDefinition) => {
  if (definition.layers) return layerLegend(definition);
  return definition.config.type === 'bar' ? {} : lineLegend(definition);
};

/** A layer taken out by a click would leave a bar that is not what stands at its end. */
const layerLegend = ({ config, marks, ink }: ChartDefinition) => ({
  display: true,
  position: 'bottom',
  align: 'start',
  onClick: () => {},
  labels: {
    ...config.options?.plugins?.legend?.labels,
    boxHeight: legendBoxPx.height,
    pointStyleWidth: legendBoxPx.width,
    generateLabels: () => [
      ...config.data.datasets.map((dataset) => ({
        text: dataset.label ?? '',
        pointStyle: 'rect',
        fillStyle: dataset.backgroundColor as string,
        lineWidth: 0,
        fontColor: ink.text,
      })),
      // Its stroke is painted with the hatching.
      ...(marks ? [{ text: marks.label, pointStyle: false, lineWidth: 0, fontColor: ink.text }] : []),
    ],
  },
});

/** Legend entries that show a line with its dash, which Chart.js leaves out. */
const lineLegend = ({ config, ink }: ChartDefinition) => ({
  position: 'bottom',
  labels: {
    ...config.options?.plugins?.legend?.labels,
    generateLabels: (chart: Chart) =>
      config.data.datasets.map((dataset, datasetIndex) => ({
        text: dataset.label ?? '',
        datasetIndex,
        hidden: !chart.isDatasetVisible(datasetIndex),
        pointStyle: 'line',
        lineWidth: 3,
        strokeStyle: (dataset as { borderColor: string }).borderColor,
        lineDash: (dataset as { borderDash: number[] }).borderDash,
        lineCap: (dataset as { borderCapStyle?: 'butt' | 'round' }).borderCapStyle ?? 'butt',
        fontColor: ink.text,
      })),
  },
});

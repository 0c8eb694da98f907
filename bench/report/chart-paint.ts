// What is painted on a chart beyond Chart.js: texts at bars, the floor's line, letters at the ends of lines. Browser-safe.
import type { Chart, Plugin } from 'chart.js';
import type { ChartDefinition } from './chart-definition.ts';

/** The part of a 2D canvas context used here; neither Node nor a strict page shares the DOM's type. */
interface Pen {
  fillStyle: string;
  strokeStyle: string;
  lineWidth: number;
  font: string;
  textAlign: string;
  textBaseline: string;
  save(): void;
  restore(): void;
  beginPath(): void;
  moveTo(x: number, y: number): void;
  lineTo(x: number, y: number): void;
  arc(x: number, y: number, radius: number, start: number, end: number): void;
  fill(): void;
  stroke(): void;
  setLineDash(dash: readonly number[]): void;
  fillText(text: string, x: number, y: number): void;
  fillRect(x: number, y: number, width: number, height: number): void;
}

/** The painters of a chart, in the order in which they paint. */
export const paintersOf = (definition: ChartDefinition): Plugin[] => [
  surface(definition),
  barTexts(definition),
  referenceLine(definition),
  endLetters(definition),
];

const draw = (chart: Chart, paint: (pen: Pen) => void): void => {
  const pen = chart.ctx as unknown as Pen;
  pen.save();
  paint(pen);
  pen.restore();
};

const fontOf = ({ options }: Chart, weight = ''): string => {
  const { size = 13, family = 'sans-serif' } = options.font as { size?: number; family?: string };
  return `${weight} ${size}px ${family}`.trim();
};

const surface = ({ ink, config }: ChartDefinition): Plugin => ({
  id: 'surface',
  beforeDraw: (chart) =>
    draw(chart, (pen) => {
      if (config.options?.responsive) return;
      pen.fillStyle = ink.surface;
      pen.fillRect(0, 0, chart.width, chart.height);
    }),
});

const barTexts = ({ barTexts: texts, ink }: ChartDefinition): Plugin => ({
  id: 'bar-texts',
  afterDatasetsDraw: (chart) =>
    draw(chart, (pen) => {
      pen.fillStyle = ink.text;
      pen.font = fontOf(chart);
      pen.textBaseline = 'middle';
      for (const [dataset, list] of texts.entries()) {
        for (const [index, bar] of chart.getDatasetMeta(dataset).data.entries()) {
          const x = Number.isFinite(bar.x) ? bar.x : chart.chartArea.left;
          pen.fillText(list[index] ?? '', x + 8, bar.y);
        }
      }
    }),
});

const referenceLine = ({ reference, ink }: ChartDefinition): Plugin => ({
  id: 'reference-line',
  afterDatasetsDraw: (chart) =>
    draw(chart, (pen) => {
      const scale = chart.scales['x'];
      if (!reference || !scale) return;
      const x = scale.getPixelForValue(reference.value);
      pen.beginPath();
      pen.moveTo(x, chart.chartArea.top - 4);
      pen.lineTo(x, chart.chartArea.bottom);
      pen.strokeStyle = ink.surface;
      pen.lineWidth = 4;
      pen.stroke();
      pen.strokeStyle = reference.colour;
      pen.lineWidth = 2;
      pen.setLineDash([6, 5]);
      pen.stroke();
      pen.fillStyle = ink.muted;
      pen.font = fontOf(chart);
      pen.textBaseline = 'bottom';
      pen.fillText(reference.label, x, chart.chartArea.top - 6);
    }),
});

const ringPx = 10;

const endLetters = ({ endLetters: letters, ink }: ChartDefinition): Plugin => ({
  id: 'end-letters',
  afterDatasetsDraw: (chart) =>
    draw(chart, (pen) => {
      const ends = letters.flatMap((end) => {
        const point = chart.isDatasetVisible(end.dataset) ? chart.getDatasetMeta(end.dataset).data.at(-1) : undefined;
        return point ? [{ ...end, from: point, y: point.y }] : [];
      });
      const x = chart.chartArea.right + ringPx + 10;
      pen.font = fontOf(chart, 'bold');
      pen.textAlign = 'center';
      pen.textBaseline = 'middle';
      for (const end of spread(ends, chart.chartArea.bottom - ringPx)) {
        pen.strokeStyle = end.colour;
        pen.lineWidth = 1;
        pen.beginPath();
        pen.moveTo(end.from.x, end.from.y);
        pen.lineTo(x - ringPx, end.y);
        pen.stroke();
        pen.fillStyle = ink.surface;
        pen.lineWidth = 2.5;
        pen.beginPath();
        pen.arc(x, end.y, ringPx, 0, 2 * Math.PI);
        pen.fill();
        pen.stroke();
        pen.fillStyle = ink.text;
        pen.fillText(end.letter, x, end.y + 0.5);
      }
    }),
});

/** Moves rings apart until none covers another, first down, then up from the lower edge. */
const spread = <End extends { readonly y: number }>(ends: readonly End[], bottom: number): readonly End[] => {
  const gap = 2 * ringPx + 4;
  const placed = ends.toSorted((a, b) => a.y - b.y);
  const down = placed.reduce<End[]>(
    (done, end) => [...done, { ...end, y: Math.max(end.y, (done.at(-1)?.y ?? -gap) + gap) }],
    [],
  );
  return down.reduceRight<End[]>(
    (done, end) => [{ ...end, y: Math.min(end.y, (done[0]?.y ?? bottom + gap) - gap) }, ...done],
    [],
  );
};

// What is painted on a chart beyond Chart.js: texts at bars, the floor's line, letters at the ends of lines. Browser-safe.
import type { Chart, Element, Plugin } from 'chart.js';
import type { ChartDefinition } from './chart-definition.ts';
import { layerPainter } from './chart-hatch.ts';
import { draw, fontOf } from './chart-pen.ts';
import type { Pen } from './chart-pen.ts';

/** The painters of a chart, in the order in which they paint. */
export const paintersOf = (definition: ChartDefinition): Plugin[] => [
  surface(definition),
  layerPainter(definition),
  barMarks(definition),
  referenceLine(definition),
  barTexts(definition),
  endLetters(definition),
];

const plateHeightPx = 16;

const surface = ({ ink, config }: ChartDefinition): Plugin => ({
  id: 'surface',
  beforeDraw: (chart) =>
    draw(chart, (pen) => {
      if (config.options?.responsive) return;
      pen.fillStyle = ink.surface;
      pen.fillRect(0, 0, chart.width, chart.height);
    }),
});

/** A bar that is thinner than this makes its text smaller, down to a size that can still be read. */
const thinBarPx = 14;
const leastTextPx = 10;

/** How much smaller the text of a bar is, and how high its plate. */
const sizesOf = (chart: Chart, bar: Element): { readonly smallerPx: number; readonly platePx: number } => {
  const { height = thinBarPx } = bar as unknown as { readonly height?: number };
  const { size = 13 } = chart.options.font as { readonly size?: number };
  if (height >= thinBarPx) return { smallerPx: 0, platePx: plateHeightPx };
  return { smallerPx: Math.max(0, size - Math.max(leastTextPx, Math.round(height))), platePx: height };
};

const barTexts = (definition: ChartDefinition): Plugin => ({
  id: 'bar-texts',
  afterDatasetsDraw: (chart) =>
    draw(chart, (pen) => {
      pen.textBaseline = 'middle';
      for (const [dataset, list] of definition.barTexts.entries()) {
        for (const [index, bar] of chart.getDatasetMeta(dataset).data.entries()) {
          const { smallerPx, platePx } = sizesOf(chart, bar);
          pen.font = fontOf(chart, '', smallerPx);
          const x = 8 + endOf(chart, bar, markAt(definition, dataset, index));
          paintPlated(pen, { text: list[index] ?? '', x, y: bar.y, platePx, ink: definition.ink });
        }
      }
    }),
});

const markAt = ({ marks }: ChartDefinition, dataset: number, index: number): number | null =>
  marks?.dataset === dataset ? (marks.values[index] ?? null) : null;

/** Where a bar ends, or the mark that stands out of it. */
const endOf = (chart: Chart, bar: Element, mark: number | null): number => {
  const marked = mark === null ? 0 : (chart.scales['x']?.getPixelForValue(mark) ?? 0);
  return Math.max(marked, Number.isFinite(bar.x) ? bar.x : chart.chartArea.left);
};

interface PlatedText {
  readonly text: string;
  readonly x: number;
  readonly y: number;
  readonly platePx: number;
  readonly ink: ChartDefinition['ink'];
}

/** On a plate of the surface's colour, so that no line runs through a figure. */
const paintPlated = (pen: Pen, { text, x, y, platePx, ink }: PlatedText): void => {
  pen.fillStyle = ink.surface;
  if (text !== '') pen.fillRect(x - 2, y - platePx / 2, pen.measureText(text).width + 4, platePx);
  pen.fillStyle = ink.text;
  pen.fillText(text, x, y);
};

/** How far a mark stands out of its bar. */
const markOverhangPx = 4;

const barMarks = ({ marks, ink }: ChartDefinition): Plugin => ({
  id: 'bar-marks',
  afterDatasetsDraw: (chart) =>
    draw(chart, (pen) => {
      const scale = chart.scales['x'];
      if (!marks || !scale) return;
      for (const [index, bar] of chart.getDatasetMeta(marks.dataset).data.entries()) {
        const value = marks.values[index] ?? null;
        if (value === null) continue;
        const { height } = bar as unknown as { readonly height: number };
        const [x, reach] = [scale.getPixelForValue(value), height / 2 + markOverhangPx];
        for (const [colour, width] of [
          [ink.surface, 5],
          [ink.text, 2.5],
        ] as const) {
          pen.beginPath();
          pen.moveTo(x, bar.y - reach);
          pen.lineTo(x, bar.y + reach);
          pen.strokeStyle = colour;
          pen.lineWidth = width;
          pen.stroke();
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
const ringDash = [4, 3];

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
        pen.setLineDash(end.isDashed ? ringDash : []);
        pen.beginPath();
        pen.arc(x, end.y, ringPx, 0, 2 * Math.PI);
        pen.fill();
        pen.stroke();
        pen.setLineDash([]);
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

// What is painted on a chart beyond Chart.js: texts at bars, the floor's line, letters at the ends of lines. Browser-safe.
import type { Plugin } from 'chart.js';
import type { ChartDefinition } from './chart-definition.ts';
import { layerPainter } from './chart-hatch.ts';
import { draw, fontOf } from './chart-pen.ts';

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

/** On a plate of the surface's colour, so that no line runs through a figure. */
const barTexts = ({ barTexts: texts, marks, ink }: ChartDefinition): Plugin => ({
  id: 'bar-texts',
  afterDatasetsDraw: (chart) =>
    draw(chart, (pen) => {
      pen.font = fontOf(chart);
      pen.textBaseline = 'middle';
      for (const [dataset, list] of texts.entries()) {
        for (const [index, bar] of chart.getDatasetMeta(dataset).data.entries()) {
          const text = list[index] ?? '';
          const mark = marks?.dataset === dataset ? (marks.values[index] ?? null) : null;
          const marked = mark === null ? 0 : (chart.scales['x']?.getPixelForValue(mark) ?? 0);
          const x = 8 + Math.max(marked, Number.isFinite(bar.x) ? bar.x : chart.chartArea.left);
          pen.fillStyle = ink.surface;
          if (text !== '')
            pen.fillRect(x - 2, bar.y - plateHeightPx / 2, pen.measureText(text).width + 4, plateHeightPx);
          pen.fillStyle = ink.text;
          pen.fillText(text, x, bar.y);
        }
      }
    }),
});

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

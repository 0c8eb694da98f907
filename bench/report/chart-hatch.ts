// Hatching: lines and dots over the segments of a stacked bar and over their legend, so that colour never stands alone. Browser-safe.
import type { Chart, Plugin } from 'chart.js';
import type { ChartDefinition, Hatch } from './chart-definition.ts';
import { draw, fontOf } from './chart-pen.ts';
import type { Area, Pen } from './chart-pen.ts';

/** Distance between two lines. */
const stepPx = 7;
const linePx = 1.5;
/** A narrower segment keeps its colour whole: lines would leave nothing of it. */
const leastWidthPx = 8;

/** Paints over segments and legend what tells the layers apart, and into each segment its text where there is room. */
export const layerPainter = ({ layers, marks, ink }: ChartDefinition): Plugin => ({
  id: 'layers',
  afterDatasetsDraw: (chart) =>
    draw(chart, (pen) => {
      if (!layers) return;
      for (const [dataset, hatch] of layers.hatches.entries()) {
        for (const [index, area] of segmentsOf(chart, dataset).entries()) {
          paintHatch(pen, { hatch, area, colour: ink.surface });
          paintText(chart, pen, { area, text: layers.texts[dataset]?.[index] ?? '', ink });
        }
      }
    }),
  afterDraw: (chart) =>
    draw(chart, (pen) => {
      if (!layers) return;
      for (const [at, area] of swatchesOf(chart).entries()) {
        const hatch = layers.hatches[at];
        if (hatch !== undefined) paintHatch(pen, { hatch, area, colour: ink.surface });
        else if (marks) paintStroke(pen, area, ink.text);
      }
    }),
});

/** Where the segments of one layer lie, one a bar. */
const segmentsOf = (chart: Chart, dataset: number): readonly Area[] =>
  chart.getDatasetMeta(dataset).data.map((bar) => {
    const { x, y, base, height } = bar as unknown as Readonly<Record<'x' | 'y' | 'base' | 'height', number>>;
    return { left: Math.min(x, base), top: y - height / 2, width: Math.abs(x - base), height };
  });

/** Where the legend shows a colour. Chart.js keeps the places of its entries to itself, but for a pointer's sake. */
const swatchesOf = (chart: Chart): readonly Area[] => {
  const { legendHitBoxes = [], options } = chart.legend as unknown as {
    readonly legendHitBoxes?: readonly Area[];
    readonly options: { readonly labels: { readonly pointStyleWidth: number; readonly boxHeight: number } };
  };
  const { pointStyleWidth, boxHeight } = options.labels;
  return legendHitBoxes.map(({ left, top, height }) => ({
    left,
    top: top + (height - boxHeight) / 2,
    width: pointStyleWidth,
    height: boxHeight,
  }));
};

/** The mark across the bars, as the last entry of the legend. */
const paintStroke = (pen: Pen, { left, top, width, height }: Area, colour: string): void => {
  pen.fillStyle = colour;
  pen.fillRect(left + width / 2 - 1.25, top, 2.5, height);
};

interface Hatching {
  readonly hatch: Hatch;
  readonly area: Area;
  readonly colour: string;
}

const paintHatch = (pen: Pen, { hatch, area, colour }: Hatching): void => {
  if (hatch === 'plain' || !(area.width >= leastWidthPx)) return;
  pen.save();
  pen.beginPath();
  pen.rect(area.left, area.top, area.width, area.height);
  pen.clip();
  pen.strokeStyle = colour;
  pen.fillStyle = colour;
  pen.lineWidth = linePx;
  if (hatch === 'dots') paintDots(pen, area);
  else {
    pen.beginPath();
    for (const slope of slopes[hatch]) addLines(pen, area, slope);
    pen.stroke();
  }
  pen.restore();
};

type Slope = 'rising' | 'falling' | 'upright' | 'level';

const slopes: Readonly<Record<Exclude<Hatch, 'plain' | 'dots'>, readonly Slope[]>> = {
  rising: ['rising'],
  falling: ['falling'],
  crossed: ['rising', 'falling'],
  upright: ['upright'],
  level: ['level'],
  grid: ['upright', 'level'],
};

/** The places between two ends at which a line stands; the same whatever the ends, so that neighbours fit each other. */
const steps = (from: number, to: number): readonly number[] => {
  const first = Math.ceil(from / stepPx);
  return Array.from({ length: Math.max(0, Math.floor(to / stepPx) - first + 1) }, (_, at) => (first + at) * stepPx);
};

const addLines = (pen: Pen, { left, top, width, height }: Area, slope: Slope): void => {
  const [right, bottom] = [left + width, top + height];
  if (slope === 'level') {
    for (const y of steps(0, height)) addLine(pen, [left, top + stepPx / 2 + y], [right, top + stepPx / 2 + y]);
  } else if (slope === 'upright') {
    for (const x of steps(left, right)) addLine(pen, [x, top], [x, bottom]);
  } else {
    const lean = slope === 'rising' ? height : -height;
    for (const x of steps(left - height, right + height)) addLine(pen, [x, bottom], [x + lean, top]);
  }
};

type Place = readonly [x: number, y: number];

const addLine = (pen: Pen, from: Place, to: Place): void => {
  pen.moveTo(...from);
  pen.lineTo(...to);
};

const paintDots = (pen: Pen, { left, top, width, height }: Area): void => {
  for (const [row, y] of steps(0, height).entries()) {
    for (const x of steps(left - stepPx, left + width)) {
      pen.beginPath();
      pen.arc(x + (row % 2) * (stepPx / 2), top + stepPx / 2 + y, linePx, 0, 2 * Math.PI);
      pen.fill();
    }
  }
};

interface SegmentText {
  readonly area: Area;
  readonly text: string;
  readonly ink: ChartDefinition['ink'];
}

/** A text on a plate of the surface's colour: hatching under it would make it hard to read. */
const paintText = (chart: Chart, pen: Pen, { area, text, ink }: SegmentText): void => {
  pen.font = fontOf(chart, '', 1);
  const { width } = pen.measureText(text);
  if (text === '' || width + 12 > area.width) return;
  const [x, y] = [area.left + area.width / 2, area.top + area.height / 2];
  const plateHeight = Math.min(area.height - 4, 20);
  pen.fillStyle = ink.surface;
  pen.fillRect(x - width / 2 - 4, y - plateHeight / 2, width + 8, plateHeight);
  pen.fillStyle = ink.text;
  pen.textAlign = 'center';
  pen.textBaseline = 'middle';
  pen.fillText(text, x, y + 0.5);
};

// The pen of a chart's canvas, for what is painted beyond Chart.js. Browser-safe.
import type { Chart } from 'chart.js';

/** The part of a 2D canvas context used here; neither Node nor a strict page shares the DOM's type. */
export interface Pen {
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
  rect(x: number, y: number, width: number, height: number): void;
  clip(): void;
  fill(): void;
  stroke(): void;
  setLineDash(dash: readonly number[]): void;
  fillText(text: string, x: number, y: number): void;
  fillRect(x: number, y: number, width: number, height: number): void;
  measureText(text: string): { readonly width: number };
}

/** A rectangle on the canvas. */
export interface Area {
  readonly left: number;
  readonly top: number;
  readonly width: number;
  readonly height: number;
}

/** Paints, and leaves the pen as it was. */
export const draw = (chart: Chart, paint: (pen: Pen) => void): void => {
  const pen = chart.ctx as unknown as Pen;
  pen.save();
  paint(pen);
  pen.restore();
};

/** The chart's own font, as a canvas wants it. */
export const fontOf = ({ options }: Chart, weight = '', smallerPx = 0): string => {
  const { size = 13, family = 'sans-serif' } = options.font as { size?: number; family?: string };
  return `${weight} ${size - smallerPx}px ${family}`.trim();
};

// A chart as a file: a picture that stands alone, and its figures as CSV.
import { Chart } from 'chart.js';
import { configureChart } from '../../../bench/report/chart-configure.ts';
import type { ChartDefinition } from '../../../bench/report/chart-definition.ts';
import { toCsv } from '../../../bench/report/csv.ts';
import { plainCells } from './plain-cell.ts';

/** As the bench draws its own pictures (bench/report/charts.ts), in CSS pixels. */
const pictureSize = { width: 1200, height: 675 } as const;
const pixelRatio = 2;

/** Device pixels are two to a CSS pixel, and the theme's surface lies under it. @param definition one whose surface is `picture` */
export const drawPicture = async (
  definition: ChartDefinition,
  heightPx: number = pictureSize.height,
): Promise<Blob> => {
  const canvas = document.createElement('canvas');
  canvas.width = pictureSize.width;
  canvas.height = heightPx;
  const config = configureChart(definition);
  const chart = new Chart(canvas, { ...config, options: { ...config.options, devicePixelRatio: pixelRatio } });
  try {
    const blob = await new Promise<Blob | null>((resolve) => canvas.toBlob(resolve, 'image/png'));
    if (!blob) throw new Error('The canvas gave no picture.');
    return blob;
  } finally {
    chart.destroy();
  }
};

/** [spec] RFC 4180 §3 names the media type; the mark at the front lets spreadsheets read it as UTF-8. */
export const csvFile = (text: string): Blob => new Blob(['\uFEFF', text], { type: 'text/csv;charset=utf-8' });

/** The figures of a chart. @param language that of its words */
export const tableFile = ({ table: { head, rows } }: ChartDefinition, language: string): Blob => {
  const plain = plainCells(language);
  return csvFile(toCsv({ head, rows: rows.map((cells) => cells.map(plain)) }));
};

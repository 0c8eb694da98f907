// A chart's table as comma-separated values (RFC 4180). Browser-safe.
import type { ChartTable } from './chart-definition.ts';

/** The table as CSV: CRLF line ends, every field quoted that needs it. */
export const toCsv = ({ head, rows }: ChartTable): string =>
  [head, ...rows].map((cells) => `${cells.map(quote).join(',')}\r\n`).join('');

/** [spec] RFC 4180 §2: "Fields containing line breaks (CRLF), double quotes, and commas should be enclosed in double-quotes." */
const quote = (cell: string): string => (/[",\r\n]/.test(cell) ? `"${cell.replaceAll('"', '""')}"` : cell);

// Tables for a terminal: cells in columns, as wide as there is room, and colour that never carries meaning alone.
import { styleText } from 'node:util';

/** Where a table is printed. */
export interface TableLook {
  /** Columns of the terminal. @default 100 */
  readonly width?: number;
  /** Whether ANSI colours may be used; they never carry meaning alone. @default false */
  readonly isColour?: boolean;
}

/** Puts a style on a text. */
export type Paint = (style: Parameters<typeof styleText>[0], text: string) => string;

/** What the tables below each other share. */
export interface Sheet {
  readonly width: number;
  readonly paint: Paint;
}

/** The sheet for a look, with its defaults filled in. */
export const sheetFor = ({ width = 100, isColour = false }: TableLook): Sheet => ({
  width,
  paint: (style, text) => (isColour ? styleText(style, text, { validateStream: false }) : text),
});

/** How wide the widest cell of each column is. */
export const columnWidths = (rows: readonly (readonly string[])[]): readonly number[] => {
  const columns = Math.max(0, ...rows.map(({ length }) => length));
  return Array.from({ length: columns }, (_, at) => Math.max(0, ...rows.map((cells) => cells[at]?.length ?? 0)));
};

/** A line of cells: those of `left` stand left, the others right. */
export const alignedLine = (
  cells: readonly string[],
  { widths, left }: { readonly widths: readonly number[]; readonly left: readonly number[] },
): string =>
  cells
    .map((cell, at) => (left.includes(at) ? cell.padEnd(widths[at] ?? 0) : cell.padStart(widths[at] ?? 0)))
    .join('  ')
    .trimEnd();

/** Width of a table with these columns. */
export const tableWidth = (widths: readonly number[]): number => widths.reduce((sum, size) => sum + size + 2, -2);

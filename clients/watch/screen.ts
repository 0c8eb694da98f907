// Where watch writes: a terminal of some width, or a pipe; and what of the wire may be written there.
import { styleText, type InspectColor } from 'node:util';

/** A terminal or a pipe. */
export interface Screen {
  /** Characters a line holds; `undefined` = a pipe, whose lines may be of any length. */
  readonly columns: number | undefined;
  readonly isStyled: boolean;
  write(line: string): void;
}

// oxlint-disable no-control-regex -- control characters are what this pattern is about
/** C0, DEL, C1; line separators; and what turns the direction of writing around (https://www.unicode.org/reports/tr9/). */
const harmful = /[\u0000-\u001f\u007f-\u009f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069]/g;

/** Text from the wire may hold control characters; a terminal must not obey them. */
export const printable = (text: string): string => text.replace(harmful, '·');

/** The text in a style, where styles are wanted. */
export const styled = ({ isStyled }: Screen, style: InspectColor, text: string): string =>
  isStyled ? styleText(style, text, { validateStream: false }) : text;

/** The text, cut to a width; what is cut away leaves `…`. */
export const cut = (text: string, width: number): string => {
  const characters = Array.from(text);
  return characters.length <= width ? text : `${characters.slice(0, Math.max(0, width - 1)).join('')}…`;
};

/** Narrower than this no terminal is taken to be: a line has to hold something. */
export const leastWidth = 20;

/** Pieces of at most `width` characters. */
const chop = (text: string, width: number): readonly string[] => {
  const characters = Array.from(text);
  const pieces: string[] = [];
  for (let start = 0; start < characters.length; start += width) {
    pieces.push(characters.slice(start, start + width).join(''));
  }
  return pieces;
};

/** Lines of at most `width` characters, broken between words where there is a place. */
export const wrap = (text: string, columns: number): readonly string[] => {
  const width = Math.max(columns, leastWidth);
  const lines: string[] = [];
  let line = '';
  for (const word of text.split(' ').flatMap((long) => (long === '' ? [''] : chop(long, width)))) {
    const longer = line === '' ? word : `${line} ${word}`;
    if (Array.from(longer).length <= width) {
      line = longer;
      continue;
    }
    lines.push(line);
    line = word;
  }
  return [...lines, line];
};

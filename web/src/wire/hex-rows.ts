// A dump's rows: so many bytes a row, a window of rows at a time.

/** Rows that are drawn at once. */
export const windowRows = 48;

/** One row. */
export interface HexRow {
  /** Of its first byte, in the stream of its direction. */
  readonly offset: number;
  readonly bytes: Uint8Array;
}

/** Which part of the bytes is drawn. */
export interface HexWindow {
  readonly rows: readonly HexRow[];
  /** Its place, from 0, and how many there are. */
  readonly page: number;
  readonly pages: number;
}

/** The window with the byte at `caret`. @param start the offset of the first byte */
export const hexWindow = (bytes: Uint8Array, start: number, perRow: number, caret: number): HexWindow => {
  const pageBytes = perRow * windowRows;
  const pages = Math.max(1, Math.ceil(bytes.byteLength / pageBytes));
  const page = Math.min(pages - 1, Math.max(0, Math.floor((caret - start) / pageBytes)));
  const rows: HexRow[] = [];
  const end = Math.min(bytes.byteLength, (page + 1) * pageBytes);
  for (let at = page * pageBytes; at < end; at += perRow) {
    rows.push({ offset: start + at, bytes: bytes.subarray(at, Math.min(end, at + perRow)) });
  }
  return { rows, page, pages };
};

/** Two digits. */
export const hexOf = (byte: number): string => byte.toString(16).padStart(2, '0');

/** A dump's offset, in hexadecimal. */
export const hexOffset = (offset: number): string => offset.toString(16).padStart(4, '0');

/** Where an arrow key leads; `null` = the key is none. */
export const caretAfter = (key: string, caret: number, perRow: number, start: number): number | null => {
  const column = (caret - start) % perRow;
  const moves: Readonly<Record<string, number>> = {
    ArrowLeft: -1,
    ArrowRight: 1,
    ArrowUp: -perRow,
    ArrowDown: perRow,
    Home: -column,
    End: perRow - 1 - column,
    PageUp: -perRow * windowRows,
    PageDown: perRow * windowRows,
  };
  const move = moves[key];
  return move === undefined ? null : caret + move;
};

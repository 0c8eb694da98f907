// The row that a browser's Network tab shows for a connection: the head of the conversation that follows.
import type { Handshake } from '../node-runtime.ts';
import { cut, printable } from './screen.ts';

/** Column by column, in the order of the Network tab. */
const rowOf = ({ status, method, url, receivedBytes, bodyBytes }: Handshake): Readonly<Record<string, string>> => ({
  Status: String(status),
  Method: method,
  Domain: printable(url.host),
  File: printable(url.pathname + url.search),
  Initiator: 'watch',
  Type: status === 101 ? 'websocket' : 'xml',
  Transferred: `${receivedBytes} B`,
  Size: `${bodyBytes} B`,
});

/** The headings and the row, one below the other; a long `File` is cut so that both fit `width`. */
export const handshakeTable = (handshake: Handshake, width = Number.POSITIVE_INFINITY): readonly [string, string] => {
  const row = rowOf(handshake);
  const excess = Math.max(...lineOf(row, row).map(({ length }) => length)) - width;
  const { File: file = '' } = row;
  return lineOf(row, excess > 0 ? { ...row, File: cut(file, Math.max(8, file.length - excess)) } : row);
};

const lineOf = (
  headings: Readonly<Record<string, string>>,
  row: Readonly<Record<string, string>>,
): readonly [string, string] => {
  const widths = Object.keys(headings).map((heading) => Math.max(heading.length, row[heading]?.length ?? 0));
  const line = (cells: readonly string[]): string =>
    cells
      .map((cell, index) => cell.padEnd(widths[index] ?? 0))
      .join('  ')
      .trimEnd();
  return [line(Object.keys(headings)), line(Object.values(row))];
};

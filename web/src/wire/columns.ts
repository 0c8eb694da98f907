// The table's columns: what a row is compared and searched by.
import type { TextKey } from '../text/say.ts';
import { initiatorOf, type Self } from './initiator.ts';
import type { WireRow } from './wire-reader.ts';

/** Columns in their order. */
export const columnIds = [
  'connection',
  'status',
  'method',
  'domain',
  'file',
  'initiator',
  'type',
  'request',
  'transferred',
  'size',
  'frames',
  'overhead',
  'time',
] as const;
export type ColumnId = (typeof columnIds)[number];

/** Columns of figures. */
export const isFigure = (id: ColumnId): boolean => columnIds.indexOf(id) >= columnIds.indexOf('request');

export const titleOf = (id: ColumnId): TextKey => `wire.column.${id}`;

/** The last step of a path, and what is asked of it. */
export const fileOf = (target: string): string => {
  const [path = '', query] = target.split(/\?(.*)/s, 2);
  const file = path.split('/').findLast((step) => step !== '') ?? '/';
  const name = path.endsWith('/') && file !== '/' ? `${file}/` : file;
  return query === undefined ? name : `${name}?${query}`;
};

/** The share of the bytes that is no payload; `null` = nothing has come back yet. */
export const overheadOf = ({ exchange }: WireRow): number | null => {
  const bytes = exchange.requestBytes + exchange.transferredBytes;
  return exchange.transferredBytes === 0 ? null : Math.max(0, 1 - exchange.payloadBytes / bytes);
};

/** How long it took, or has taken so far. */
export const durationMs = ({ exchange }: WireRow, nowMs: number): number =>
  Math.max(0, (exchange.endedMs ?? nowMs) - exchange.startedMs);

/** What a column is sorted by. */
const valueOf = (row: WireRow, id: ColumnId, nowMs: number): string | number => {
  const { exchange } = row;
  switch (id) {
    case 'connection':
      return exchange.connection;
    case 'status':
      return exchange.status ?? 0;
    case 'method':
      return exchange.method;
    case 'domain':
      return exchange.host;
    case 'file':
      return fileOf(exchange.target);
    case 'initiator':
      return initiatorOf(row, null).name;
    case 'type':
      return exchange.type;
    default:
      return figureOf(row, id, nowMs) ?? 0;
  }
};

/** A column of figures. */
export const figureOf = (
  row: WireRow,
  id: 'request' | 'transferred' | 'size' | 'frames' | 'overhead' | 'time',
  nowMs: number,
): number | null => {
  const { exchange } = row;
  switch (id) {
    case 'request':
      return exchange.requestBytes;
    case 'transferred':
      return exchange.transferredBytes;
    case 'size':
      return exchange.sizeBytes;
    case 'frames':
      return exchange.frames + exchange.chunks || null;
    case 'overhead':
      return overheadOf(row);
    case 'time':
      return durationMs(row, nowMs);
  }
};

const compare = (one: string | number, other: string | number): number =>
  typeof one === 'number' && typeof other === 'number' ? one - other : String(one).localeCompare(String(other));

/** The newest first; of those, the ones that are still open before all others, for they are what one looks for. */
export const byNews = (one: WireRow, other: WireRow): number =>
  Number(other.exchange.isOpen) - Number(one.exchange.isOpen) ||
  other.exchange.startedMs - one.exchange.startedMs ||
  other.exchange.number - one.exchange.number;

/** By a heading; equal ones by their news. */
export const byColumn =
  (column: ColumnId, isDescending: boolean, nowMs: number) =>
  (one: WireRow, other: WireRow): number => {
    const order = compare(valueOf(one, column, nowMs), valueOf(other, column, nowMs));
    return (isDescending ? -order : order) || byNews(one, other);
  };

/** Whether all words stand somewhere in a row. */
export const matches = (row: WireRow, words: string, self: Self | null): boolean => {
  const { exchange } = row;
  const { method, host, target, type, status, connection, transport } = exchange;
  const text = [method, host, target, type, status ?? '', `#${connection}`, transport, initiatorOf(row, self).name];
  const all = text.join(' ').toLowerCase();
  return words
    .toLowerCase()
    .split(/\s+/)
    .every((word) => all.includes(word));
};

// How a place on the wire stands in the URL: `x` names an exchange, `b` a span's bytes.
import type { SpanRange } from './span-path.ts';

/** An exchange of the session. */
export interface ExchangeName {
  readonly connection: number;
  /** Within its connection, from 1. */
  readonly number: number;
}

/** `12.3` = the third exchange of connection 12. */
export const formatExchange = ({ connection, number }: ExchangeName): string => `${connection}.${number}`;

/** `null` = it names none. */
export const parseExchange = (text: string): ExchangeName | null => {
  const [, connection, number] = /^(\d{1,10})\.(\d{1,10})$/.exec(text) ?? [];
  return connection === undefined ? null : { connection: Number(connection), number: Number(number) };
};

/** `120-140` = bytes 120 to 139; `120-140.2` = the span at level 2 with these bytes, for others have the same. */
export const formatRange = ({ start, end, level }: SpanRange): string =>
  level === null ? `${start}-${end}` : `${start}-${end}.${level}`;

/** `null` = it names none. */
export const parseRange = (text: string): SpanRange | null => {
  const [, start, end, level] = /^(\d{1,15})-(\d{1,15})(?:\.(\d{1,3}))?$/.exec(text) ?? [];
  if (start === undefined || Number(end) <= Number(start)) return null;
  return { start: Number(start), end: Number(end), level: level === undefined ? null : Number(level) };
};

/** `sse.xmpp` = these two; empty = nobody chose. @param isKnown leaves out what this lab does not have */
export const parseList = <Word extends string>(
  text: string,
  isKnown: (word: string) => word is Word,
): readonly Word[] => [...new Set(text.split('.').filter(isKnown))];

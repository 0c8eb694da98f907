// The spans of an event stream: blocks of lines. https://html.spec.whatwg.org/multipage/server-sent-events.html#parsing-an-event-stream
import { jsonSpans } from './json-spans.ts';
import type { Source } from './source.ts';
import { Tiles, type Span } from './span.ts';
import type { SpanKind } from './span-kinds.ts';

const fields: Readonly<Record<string, SpanKind>> = {
  '': 'sse.comment',
  id: 'sse.id',
  event: 'sse.event-type',
  data: 'sse.data',
  retry: 'sse.retry',
};

/** From 0; the stream begins with a block. */
export const eventStreamSpans = (source: Source): readonly Span[] => {
  const tiles = new Tiles(0);
  let lines: Span[] = [];
  let at = 0;
  for (const [line] of source.text.matchAll(/[^\r\n]*(?:\r\n|\r|\n)|[^\r\n]+$/g)) {
    const end = at + line.length;
    const isBlank = /^[\r\n]/.test(line);
    lines.push(isBlank ? { kind: 'sse.dispatch', start: at, end } : lineSpan(source, at, line));
    at = end;
    if (isBlank) lines = block(tiles, lines, at);
  }
  block(tiles, lines, at);
  return tiles.spans;
};

/** A block of an id alone moves the last event id and dispatches nothing: a heartbeat. */
const block = (tiles: Tiles, lines: readonly Span[], end: number): Span[] => {
  const has = (kind: SpanKind): boolean => lines.some((line) => line.kind === kind);
  const isHeartbeat = !has('sse.data') && (has('sse.comment') || has('sse.id'));
  const id = lines.find(({ kind }) => kind === 'sse.id')?.value;
  tiles.to(end, isHeartbeat ? 'sse.heartbeat' : 'sse.block', id, lines);
  return [];
};

const lineSpan = (source: Source, start: number, line: string): Span => {
  const [, name = '', colon = '', space = '', value = ''] = /^([^:\r\n]*)(:?)( ?)([^\r\n]*)/.exec(line) ?? [];
  const tiles = new Tiles(start);
  tiles.to(tiles.at + name.length, 'sse.name', name);
  tiles.to(tiles.at + colon.length, 'sse.colon');
  tiles.to(tiles.at + space.length, 'sse.space');
  const [from, to] = [tiles.at, tiles.at + value.length];
  const text = source.utf8(from, to);
  if (name === 'data' && value.startsWith('{')) for (const span of jsonSpans(source, from, to)) tiles.add(span);
  tiles.to(to, source.isUtf8(from, to) ? 'sse.value' : 'unread.utf8', text);
  tiles.to(start + line.length, 'sse.line-end');
  const kind = Object.hasOwn(fields, name) ? fields[name] : undefined;
  const [whole] = wrapped(tiles, start, kind ?? 'sse.unknown', text);
  return whole as Span;
};

const wrapped = (inner: Tiles, start: number, kind: SpanKind, value: string): readonly Span[] => {
  const tiles = new Tiles(start);
  tiles.to(inner.at, kind, value, inner.spans);
  return tiles.spans;
};

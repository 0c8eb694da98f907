// Ways through the spans of a message: to the deepest at a byte, to a range, and to the rows of a tree.
import type { Span } from '../dissect/span.ts';

/** Index of the child at each level. */
export type SpanPath = readonly number[];

/** The span at the end of a path. */
export const spanAt = (spans: readonly Span[], path: SpanPath): Span | undefined => {
  let level: readonly Span[] | undefined = spans;
  let span: Span | undefined;
  for (const index of path) {
    span = level?.[index];
    level = span?.children;
  }
  return span;
};

/** The child with this byte, found by halving: siblings lie edge to edge. */
const indexAt = (spans: readonly Span[], offset: number): number => {
  let [low, high] = [0, spans.length - 1];
  while (low <= high) {
    const middle = (low + high) >> 1;
    const { start, end } = spans[middle] as Span;
    if (offset < start) high = middle - 1;
    else if (offset >= end) low = middle + 1;
    else return middle;
  }
  return -1;
};

/** The way to the deepest span with this byte; empty = none has it. */
export const deepestAt = (spans: readonly Span[], offset: number): SpanPath => {
  const index = indexAt(spans, offset);
  if (index === -1) return [];
  return [index, ...deepestAt(spans[index]?.children ?? [], offset)];
};

/** What a link names: bytes, and the level where several spans have the same ones. */
export interface SpanRange {
  readonly start: number;
  readonly end: number;
  /** 0 = a span of the message itself; `null` = the deepest with these bytes. */
  readonly level: number | null;
}

/** The way to a range: the span with these bytes exactly, or the smallest that holds them. */
export const findRange = (spans: readonly Span[], { start, end, level }: SpanRange): SpanPath => {
  const deepest = deepestAt(spans, start);
  let best = 0;
  for (let length = 1; length <= deepest.length; length += 1) {
    const span = spanAt(spans, deepest.slice(0, length));
    if (!span || span.end < end) break;
    best = length;
    if (span.start === start && span.end === end && level === length - 1) break;
  }
  return deepest.slice(0, best);
};

/** The range that leads back to a path. */
export const rangeOf = (spans: readonly Span[], path: SpanPath): SpanRange | null => {
  const span = spanAt(spans, path);
  if (!span) return null;
  const { start, end } = span;
  const isDeepest = findRange(spans, { start, end, level: null }).length === path.length;
  return { start, end, level: isDeepest ? null : path.length - 1 };
};

/** A row of the tree. */
export interface TreeRow {
  readonly path: SpanPath;
  readonly key: string;
  readonly span: Span;
  /** Its place among its siblings, from 1, and how many they are. */
  readonly place: number;
  readonly siblings: number;
  /** `null` = it has no children. */
  readonly isOpen: boolean | null;
}

export const keyOf = (path: SpanPath): string => path.join('.');

/** The rows that are seen when these are open. */
export const treeRows = (spans: readonly Span[], open: ReadonlySet<string>, parent: SpanPath = []): TreeRow[] =>
  spans.flatMap((span, index) => {
    const path = [...parent, index];
    const key = keyOf(path);
    const isOpen = span.children ? open.has(key) : null;
    const row = { path, key, span, place: index + 1, siblings: spans.length, isOpen };
    return isOpen && span.children ? [row, ...treeRows(span.children, open, path)] : [row];
  });

/** Keys of all that has to be open for a path to be seen. */
export const ancestorsOf = (path: SpanPath): readonly string[] =>
  path.slice(0, -1).map((_, index) => keyOf(path.slice(0, index + 1)));

/** Where the innermost spans begin, between two bytes: the seams of a dump. */
export const seamsIn = (spans: readonly Span[], from: number, to: number): ReadonlySet<number> => {
  const seams = new Set<number>();
  const walk = (level: readonly Span[]): void => {
    for (const { start, end, children } of level) {
      if (end <= from || start >= to) continue;
      if (children) walk(children);
      else seams.add(start);
    }
  };
  walk(spans);
  return seams;
};

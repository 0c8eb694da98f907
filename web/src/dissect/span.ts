// A span: some bytes in a row, what they are, and what they consist of.
import type { SpanKind } from './span-kinds.ts';

/** Bytes with a meaning. Spans of one parent lie edge to edge. */
export interface Span {
  readonly kind: SpanKind;
  /** Offsets in the stream of that direction of the connection, from 0: `[start, end)`. */
  readonly start: number;
  readonly end: number;
  /** What the bytes say, in at most 120 characters; raw text of the wire. */
  readonly value?: string;
  /** They tile the parent, in order, without holes or overlaps. */
  readonly children?: readonly Span[];
}

/** Longest value. */
const maximumValue = 120;

/** A text cut to the length of a value. */
export const short = (text: string): string =>
  text.length <= maximumValue ? text : `${text.slice(0, maximumValue - 1)}…`;

/** Lays spans edge to edge: each begins where the one before ended, so that no byte is left out. */
export class Tiles {
  readonly spans: Span[] = [];
  at: number;

  constructor(start: number) {
    this.at = start;
  }

  /** The next span, up to `end`; nothing when that would be empty. */
  to(end: number, kind: SpanKind, value?: string, children?: readonly Span[]): void {
    if (end <= this.at) return;
    this.spans.push({
      kind,
      start: this.at,
      end,
      ...(value !== undefined && { value: short(value) }),
      ...(children !== undefined && children.length > 0 && { children }),
    });
    this.at = end;
  }

  /** A span that was laid elsewhere. */
  add(span: Span): void {
    this.spans.push(span);
    this.at = span.end;
  }
}

/** What of the spans lies in `[from, to)`, moved by `shift`. */
export const clip = (spans: readonly Span[], from: number, to: number, shift: number): readonly Span[] =>
  spans.flatMap((span) => {
    const start = Math.max(span.start, from);
    const end = Math.min(span.end, to);
    if (start >= end) return [];
    const moved = { ...span, start: start + shift, end: end + shift };
    return [span.children ? { ...moved, children: clip(span.children, from, to, shift) } : moved];
  });

// The spans of a message's part of a content: the whole is taken apart, and what lies in the part is moved to its place.
import { jsonSpans } from './json-spans.ts';
import type { ContentKind } from './content.ts';
import type { Message } from './message.ts';
import { Source } from './source.ts';
import { clip, Tiles, type Span } from './span.ts';
import { eventStreamSpans } from './sse-spans.ts';
import { xmlSpans } from './xml-spans.ts';

/** Longest content that is taken apart as a whole. */
const maximumContentBytes = 1024 * 1024;
/** How far behind its part the end of a block is looked for. */
const maximumBlockBytes = 64 * 1024;

/** They tile the message's part, `[dataStart, dataEnd)`. */
export const contentSpans = (message: Message): readonly Span[] => {
  const { content, dataStart, contentFrom, contentTo } = message;
  const dataEnd = message.dataEnd ?? message.end;
  const tiles = new Tiles(dataStart);
  if (content && !message.isTorn) {
    const [from, to] = windowOf(message);
    const isReadable = content.isKeptFrom(from) && to - from <= maximumContentBytes;
    const first = isReadable ? from : contentFrom;
    const spans = spansIn(isReadable ? content.kind : 'text', content.read(first, isReadable ? to : contentTo));
    const shift = dataStart - (contentFrom - first);
    for (const span of clip(spans, contentFrom - first, contentTo - first, shift)) tiles.add(span);
  }
  tiles.to(dataEnd, message.isTorn ? 'unread.after-loss' : 'unread');
  return tiles.spans;
};

/** How much has to be read to understand the part: JSON and XML from their beginning, an event stream by blocks. */
const windowOf = ({ content, anchor, contentFrom, contentTo }: Message): readonly [from: number, to: number] => {
  if (!content) return [contentFrom, contentTo];
  // What comes after a hole cannot tell anything about what came before.
  if (content.kind !== 'sse') return [0, content.hasHole ? contentTo : content.size];
  const from = Math.min(anchor, contentFrom);
  const text = new Source(content.read(from, contentTo + maximumBlockBytes)).text;
  const blankLine = /\r\n\r\n|\n\n|\r\r(?!\n)/g;
  blankLine.lastIndex = Math.max(0, contentTo - from - 4);
  for (let match = blankLine.exec(text); match; match = blankLine.exec(text)) {
    if (blankLine.lastIndex >= contentTo - from) return [from, from + blankLine.lastIndex];
  }
  return [from, from + text.length];
};

/** The spans of a whole content, from 0. */
const spansIn = (kind: ContentKind, bytes: Uint8Array): readonly Span[] => {
  const source = new Source(bytes);
  switch (kind) {
    case 'json':
      return jsonSpans(source, 0, bytes.byteLength);
    case 'sse':
      return eventStreamSpans(source);
    case 'xml':
      return xmlSpans(source);
    case 'text':
    case 'binary':
      return plainSpans(source, kind);
  }
};

const plainSpans = (source: Source, kind: 'text' | 'binary'): readonly Span[] => {
  const tiles = new Tiles(0);
  const { byteLength } = source.bytes;
  const isText = kind === 'text' && source.isUtf8(0, byteLength);
  tiles.to(byteLength, isText ? 'content.text' : 'content.binary', isText ? source.utf8(0, byteLength) : undefined);
  return tiles.spans;
};

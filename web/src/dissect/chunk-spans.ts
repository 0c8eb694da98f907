// The spans of a chunk: size, extension, data, and the line end behind it; or the last chunk with its trailers (RFC 9112 §7.1).
import { contentSpans } from './content-spans.ts';
import { fieldSpan } from './head-spans.ts';
import type { Message } from './message.ts';
import { clip, Tiles, type Span } from './span.ts';

/** They tile the message. */
export const chunkSpans = (message: Message): readonly Span[] => {
  const { start, end, dataStart } = message;
  const tiles = new Tiles(start);
  const { source } = message;
  if (!message.isContinuation) sizeSpans(tiles, source.text);
  if (message.content) {
    const dataEnd = Math.min(message.dataEnd ?? end, end);
    tiles.to(dataEnd, 'chunk.data', `${dataEnd - dataStart} B`, contentSpans(message));
    tiles.to(end, 'chunk.data-end');
    return tiles.spans;
  }
  const trailers = new Tiles(tiles.at - start);
  for (const [line] of source.text.slice(trailers.at).matchAll(/[^\n]*\n|[^\n]+$/g)) {
    if (/^\r?\n?$/.test(line)) trailers.to(trailers.at + line.length, 'chunk.end');
    else fieldSpan(trailers, source, line);
  }
  return [...tiles.spans, ...clip(trailers.spans, 0, end - start, start)];
};

const sizeSpans = (tiles: Tiles, text: string): void => {
  const [, size = '', extension = '', lineEnd = ''] = /^([0-9A-Fa-f]*)([^\r\n]*)(\r?\n?)/.exec(text) ?? [];
  const isLast = /^0+$/.test(size);
  tiles.to(tiles.at + size.length, isLast ? 'chunk.last' : 'chunk.size', `${size} = ${Number.parseInt(size, 16)}`);
  tiles.to(tiles.at + extension.length, 'chunk.extension', extension);
  tiles.to(tiles.at + lineEnd.length, 'http.line-end');
};

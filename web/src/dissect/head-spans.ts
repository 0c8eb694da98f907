// The spans of a head: first line, fields, and the empty line (RFC 9112 §2.1).
import { withoutEnd } from './head.ts';
import type { Source } from './source.ts';
import { fieldKind, type SpanKind } from './span-kinds.ts';
import { Tiles, type Span } from './span.ts';

/** Offsets from the head's first byte. A head that is not there as a whole is read as far as it goes. */
export const headSpans = (source: Source, isRequest: boolean): readonly Span[] => {
  const tiles = new Tiles(0);
  let hasFirstLine = false;
  for (const [line] of source.text.matchAll(/[^\n]*\n|[^\n]+$/g)) {
    const text = withoutEnd(line);
    const end = tiles.at + line.length;
    if (text === '') tiles.to(end, hasFirstLine ? 'http.head-end' : 'http.line-end');
    else if (hasFirstLine) fieldSpan(tiles, source, line);
    else if (isRequest) requestLine(tiles, line);
    else statusLine(tiles, line);
    hasFirstLine ||= text !== '';
  }
  return tiles.spans;
};

/** RFC 9112 §3. */
const requestLine = (tiles: Tiles, line: string): void => {
  const start = tiles.at;
  const [, method = '', first = '', target = '', second = '', version = ''] =
    /^(\S+)( *)(.*?)( *)(HTTP\/\d\.\d)?\r?\n?$/.exec(line) ?? [];
  const inner = new Tiles(start);
  inner.to(inner.at + method.length, 'http.method', method);
  inner.to(inner.at + first.length, 'http.space');
  inner.to(inner.at + target.length, 'http.target', target, targetSpans(target, inner.at));
  inner.to(inner.at + second.length, 'http.space');
  inner.to(inner.at + version.length, 'http.version', version);
  inner.to(start + line.length, 'http.line-end');
  tiles.to(start + line.length, 'http.request-line', withoutEnd(line), inner.spans);
};

const parameterKinds: Readonly<Record<string, SpanKind>> = {
  after: 'parameter.after',
  topic: 'parameter.topic',
  hold: 'parameter.hold',
};

const targetSpans = (target: string, start: number): readonly Span[] => {
  const tiles = new Tiles(start);
  const [path = '', mark = '', query = ''] = target.split(/(\?)(.*)/, 3);
  tiles.to(tiles.at + path.length, 'http.path', path);
  tiles.to(tiles.at + mark.length, 'http.query-mark');
  for (const [, parameter = '', ampersand = ''] of query.matchAll(/([^&]+|(?=&))(&?)/g)) {
    const [name = '', equals = '', value = ''] = parameter.split(/(=)(.*)/, 3);
    const inner = new Tiles(tiles.at);
    inner.to(inner.at + name.length, 'http.parameter-name', name);
    inner.to(inner.at + equals.length, 'http.equals');
    inner.to(inner.at + value.length, 'http.parameter-value', decoded(value));
    const kind = Object.hasOwn(parameterKinds, name) ? parameterKinds[name] : undefined;
    tiles.to(inner.at, kind ?? 'http.parameter', decoded(parameter), inner.spans);
    tiles.to(tiles.at + ampersand.length, 'http.ampersand');
  }
  return tiles.spans;
};

const decoded = (text: string): string => {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
};

/** RFC 9112 §4. */
const statusLine = (tiles: Tiles, line: string): void => {
  const start = tiles.at;
  const [, version = '', first = '', code = '', second = '', reason = ''] =
    /^([^\s]+)( *)(\d*)( *)(.*?)\r?\n?$/.exec(line) ?? [];
  const inner = new Tiles(start);
  inner.to(inner.at + version.length, 'http.version', version);
  inner.to(inner.at + first.length, 'http.space');
  inner.to(inner.at + code.length, 'http.status-code', code);
  inner.to(inner.at + second.length, 'http.space');
  inner.to(inner.at + reason.length, 'http.reason', reason);
  inner.to(start + line.length, 'http.line-end');
  tiles.to(start + line.length, 'http.status-line', withoutEnd(line), inner.spans);
};

/** RFC 9110 §5, RFC 9112 §5; a trailer of a chunked body is one too (§7.1.2). */
export const fieldSpan = (tiles: Tiles, source: Source, line: string): void => {
  const start = tiles.at;
  const match = /^([^:\s]+)(:)([ \t]*)(.*?)([ \t]*)(\r?\n|\r?$)/.exec(line);
  if (!match) {
    tiles.to(start + line.length, 'unread');
    return;
  }
  const [, name = '', colon = '', before = '', value = '', after = ''] = match;
  const inner = new Tiles(start);
  inner.to(inner.at + name.length, 'http.field-name', name);
  inner.to(inner.at + colon.length, 'http.colon');
  inner.to(inner.at + before.length, 'http.whitespace');
  const text = source.utf8(inner.at, inner.at + value.length);
  inner.to(inner.at + value.length, 'http.field-value', isSecret(name) ? text.replace(/\s.*|^\S+$/, ' ••••') : text);
  inner.to(inner.at + after.length, 'http.whitespace');
  inner.to(start + line.length, 'http.line-end');
  tiles.to(start + line.length, fieldKind(name.toLowerCase()), name, inner.spans);
};

/** RFC 7617 §2: Basic is user and password, in base64. */
const isSecret = (name: string): boolean => /^(proxy-)?authorization$/i.test(name);

// The spans of XML as XMPP writes it: elements with their tags, attributes, texts and references (XML 1.0, RFC 6120 §11).
import { jsonSpans } from './json-spans.ts';
import type { Source } from './source.ts';
import { Tiles, type Span } from './span.ts';
import type { SpanKind } from './span-kinds.ts';
import { saslWords } from './sasl-words.ts';
import { attributeKind, elementKind, isSecretText } from './xmpp-kinds.ts';

/** Deeper elements are laid side by side. */
const maximumDepth = 40;

const token =
  /<!\[CDATA\[[^]*?\]\]>|<!--[^]*?-->|<[?!][^>]*>|<\/[^\s<>/]+\s*>|<[^\s<>/!?"'=]+(?:\s+[^\s=<>/"']+\s*=\s*(?:"[^"<]*"|'[^'<]*'))*\s*\/?>|&(?:\w+|#\d+|#x[\da-fA-F]+);|[^<&]+/y;
/** Finesse's Update is XML that travels as text (XEP-0060 §7.1.2.1 leaves the payload open). */
const escapedTag = /&lt;[^<&]*&gt;/y;

/** An element of which the end is still to come. */
interface OpenElement {
  readonly name: string;
  readonly kind: SpanKind;
  readonly tiles: Tiles;
}

/** From 0; what is no XML is unread, and an element that is not ended ends where the text does. */
export const xmlSpans = (source: Source): readonly Span[] => {
  const root: OpenElement = { name: '', kind: 'xml.element', tiles: new Tiles(0) };
  const open: OpenElement[] = [root];
  const { text } = source;
  for (let at = 0; at < text.length;) {
    const parent = open.at(-1) ?? root;
    token.lastIndex = escapedTag.lastIndex = at;
    const escaped = text.startsWith('&lt;', at) ? escapedTag.exec(text)?.[0] : undefined;
    const found = escaped ?? token.exec(text)?.[0];
    if (found === undefined) break;
    at += found.length;
    if (escaped === undefined && /^<[^!?]/.test(found)) tag(source, open, found);
    else parent.tiles.to(at, kindOf(found, parent, source), valueOf(found, parent, source));
  }
  while (open.length > 1) end(open);
  root.tiles.to(text.length, 'unread.xml');
  return root.tiles.spans;
};

const tag = (source: Source, open: OpenElement[], found: string): void => {
  const parent = open.at(-1) as OpenElement;
  const to = parent.tiles.at + found.length;
  const name = /^<\/?([^\s/>]+)/.exec(found)?.[1] ?? '';
  if (found.startsWith('</')) {
    const isMatching = name === parent.name && open.length > 1;
    parent.tiles.to(
      to,
      isMatching ? 'xml.end-tag' : 'unread.xml',
      name,
      isMatching ? endTag(parent.tiles.at, found) : [],
    );
    if (isMatching) end(open);
    return;
  }
  const kind = elementKind(name, found, parent.kind);
  const element: OpenElement = { name, kind, tiles: new Tiles(parent.tiles.at) };
  element.tiles.to(to, 'xml.start-tag', name, startTag(source, element.tiles.at, { found, kind }));
  open.push(element);
  if (found.endsWith('/>') || open.length > maximumDepth) end(open);
};

/** The element ends here. */
const end = (open: OpenElement[]): void => {
  const element = open.pop();
  if (element) open.at(-1)?.tiles.to(element.tiles.at, element.kind, element.name, element.tiles.spans);
};

const endTag = (start: number, found: string): readonly Span[] => {
  const [, bracket = '', name = '', rest = ''] = /^(<\/)([^\s>]+)(.*)$/s.exec(found) ?? [];
  const tiles = new Tiles(start);
  tiles.to(tiles.at + bracket.length, 'xml.bracket');
  tiles.to(tiles.at + name.length, 'xml.name', name);
  tiles.to(tiles.at + rest.length, 'xml.bracket');
  return tiles.spans;
};

const startTag = (
  source: Source,
  start: number,
  { found, kind }: { found: string; kind: SpanKind },
): readonly Span[] => {
  const tiles = new Tiles(start);
  const name = /^<([^\s/>]+)/.exec(found)?.[1] ?? '';
  tiles.to(tiles.at + 1, 'xml.bracket');
  tiles.to(tiles.at + name.length, 'xml.name', name);
  for (const [, space = '', attribute = '', equals = '', quoted = ''] of found.matchAll(
    /(\s+)([^\s=<>/"']+)(\s*=\s*)("[^"]*"|'[^']*')/g,
  )) {
    tiles.to(tiles.at + space.length, 'xml.space');
    const inner = new Tiles(tiles.at);
    inner.to(inner.at + attribute.length, 'xml.attribute-name', attribute);
    inner.to(inner.at + equals.length, 'xml.equals');
    inner.to(inner.at + 1, 'xml.quote');
    const to = inner.at + quoted.length - 2;
    const value = source.utf8(inner.at, to);
    if (attribute === 'lab:entry') for (const span of jsonSpans(source, inner.at, to)) inner.add(span);
    inner.to(to, source.isUtf8(inner.at, to) ? 'xml.attribute-value' : 'unread.utf8', value);
    inner.to(to + 1, 'xml.quote');
    tiles.to(inner.at, attributeKind(attribute, kind), `${attribute}=${value}`, inner.spans);
  }
  const rest = found.length - (tiles.at - start) - (found.endsWith('/>') ? 2 : 1);
  tiles.to(tiles.at + rest, 'xml.space');
  tiles.to(start + found.length, 'xml.bracket');
  return tiles.spans;
};

const kindOf = (found: string, parent: OpenElement, source: Source): SpanKind => {
  if (found.startsWith('<![')) return 'xml.cdata';
  if (found.startsWith('<')) return 'xml.forbidden';
  if (found.startsWith('&')) return found.length > 8 && found.startsWith('&lt;') ? 'xml.escaped-tag' : 'xml.entity';
  if (!source.isUtf8(parent.tiles.at, parent.tiles.at + found.length)) return 'unread.utf8';
  return isSecretText(parent.kind) ? 'xmpp.sasl-message' : 'xml.text';
};

const entities: Readonly<Record<string, string>> = {
  '&lt;': '<',
  '&gt;': '>',
  '&amp;': '&',
  '&quot;': '"',
  '&apos;': "'",
};

const valueOf = (found: string, parent: OpenElement, source: Source): string => {
  const text = source.utf8(parent.tiles.at, parent.tiles.at + found.length);
  if (isSecretText(parent.kind)) return saslWords(text);
  return text.replace(/&(?:lt|gt|amp|quot|apos);/g, (entity) => entities[entity] ?? entity);
};

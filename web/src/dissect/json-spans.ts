// The spans of a JSON text: what it is to this lab, its members, and its tokens (RFC 8259).
import { memberKind, objectKind } from './json-kinds.ts';
import type { Source } from './source.ts';
import { Tiles, type Span } from './span.ts';
import type { SpanKind } from './span-kinds.ts';

/** Deeper texts are none of ours; a limit keeps the recursion short. */
const maximumDepth = 32;

/** Tiles `[from, to)`; what is no JSON, or lies behind it, is unread. */
export const jsonSpans = (source: Source, from: number, to: number): readonly Span[] => {
  const tiles = new Tiles(from);
  const text = new JsonText(source, to);
  text.space(tiles);
  text.value(tiles, 'json.array', 0);
  if (!text.isBroken) text.space(tiles);
  tiles.to(to, 'unread.json');
  return tiles.spans;
};

const spaces = /[ \t\r\n]+/y;
const strings = /"(?:[^"\\\r\n]|\\.)*"/y;
const numbers = /-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?/y;
const literals = /true|false|null/y;

class JsonText {
  isBroken = false;
  readonly #source: Source;
  readonly #end: number;

  constructor(source: Source, end: number) {
    this.#source = source;
    this.#end = end;
  }

  space(tiles: Tiles): void {
    tiles.to(this.#match(spaces, tiles.at), 'json.space');
  }

  /**
   * Lays a value.
   * @param place the kind of the member or list that it stands in
   * @returns its text, when it is neither object nor array
   */
  value(tiles: Tiles, place: SpanKind, depth: number): string | undefined {
    const first = this.#source.text[tiles.at];
    if (first === '{' || first === '[') {
      if (depth < maximumDepth) this.#list(tiles, place, depth + 1);
      else this.isBroken = true;
      return undefined;
    }
    const kind = first === '"' ? 'json.string' : /[-\d]/.test(first ?? '') ? 'json.number' : 'json.literal';
    return this.#token(tiles, kind);
  }

  #token(tiles: Tiles, kind: 'json.string' | 'json.number' | 'json.literal'): string | undefined {
    const pattern = kind === 'json.string' ? strings : kind === 'json.number' ? numbers : literals;
    const start = tiles.at;
    const end = this.#match(pattern, start);
    if (end === start) {
      this.isBroken = true;
      return undefined;
    }
    const text = this.#source.utf8(start, end);
    const value = kind === 'json.string' ? text.slice(1, -1) : text;
    tiles.to(end, this.#source.isUtf8(start, end) ? kind : 'unread.utf8', value);
    return value;
  }

  /** An object or an array; when it breaks off, its parent ends where it does. */
  #list(tiles: Tiles, place: SpanKind, depth: number): void {
    const isObject = this.#source.text[tiles.at] === '{';
    const inner = new Tiles(tiles.at);
    const values = new Map<string, string>();
    const closing = isObject ? '}' : ']';
    this.#punctuation(inner);
    this.space(inner);
    let isFirst = true;
    while (!this.isBroken && this.#at(inner) !== closing) {
      if (!isFirst) this.#expect(inner, ',');
      isFirst = false;
      if (this.isBroken) break;
      if (isObject) this.#member(inner, place, { depth, values });
      else this.value(inner, place, depth);
      if (!this.isBroken) this.space(inner);
    }
    if (!this.isBroken) this.#punctuation(inner);
    const kind = isObject ? objectKind(values, place) : 'json.array';
    tiles.to(inner.at, kind, values.get('cursor') ?? values.get('type') ?? values.get('code'), inner.spans);
  }

  #member(tiles: Tiles, place: SpanKind, { depth, values }: { depth: number; values: Map<string, string> }): void {
    const inner = new Tiles(tiles.at);
    if (this.#at(inner) !== '"') {
      this.isBroken = true;
      return;
    }
    const name = this.#token(inner, 'json.string') ?? '';
    const kind = memberKind(name, place);
    const [token] = inner.spans.splice(0);
    if (token) inner.spans.push(token.kind === 'json.string' ? { ...token, kind: 'json.name' } : token);
    if (!this.isBroken) this.space(inner);
    if (!this.isBroken) this.#expect(inner, ':');
    const value = this.isBroken ? undefined : this.value(inner, kind, depth);
    values.set(name, value ?? '');
    tiles.to(inner.at, kind, value === undefined ? name : `${name}: ${value}`, inner.spans);
  }

  #expect(tiles: Tiles, mark: string): void {
    if (this.#at(tiles) !== mark) {
      this.isBroken = true;
      return;
    }
    this.#punctuation(tiles);
    this.space(tiles);
  }

  #punctuation(tiles: Tiles): void {
    tiles.to(tiles.at + 1, 'json.punctuation', this.#source.text[tiles.at]);
  }

  #at({ at }: Tiles): string | undefined {
    if (at < this.#end) return this.#source.text[at];
    this.isBroken = true;
    return undefined;
  }

  #match(pattern: RegExp, at: number): number {
    pattern.lastIndex = at;
    const length = pattern.exec(this.#source.text)?.[0].length ?? 0;
    return at + length <= this.#end ? at + length : at;
  }
}

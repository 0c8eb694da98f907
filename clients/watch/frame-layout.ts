// Breaks a frame for reading: one element a line, indented, cut to a width, with escaped XML decoded below its element.
import { cut, printable, wrap } from './screen.ts';

/** Spaces that a child stands to the right of its parent. */
const step = 2;
/** Lines a frame may fill; whoever wants all of them pipes the output. */
const maximumLines = 60;

/** How to lay a frame out. */
export interface FrameLayout {
  readonly width: number;
  /** Whether a text is XML: only such can be broken at its tags. */
  readonly isXml: (text: string) => boolean;
}

/** The lines of a frame; JSON is broken between its members, what cannot be read where the line ends. */
export const layOutFrame = (frame: string, layout: FrameLayout): readonly string[] => {
  const lines = layout.isXml(frame)
    ? nodesIn(frame).flatMap((node) => linesOf(node, 0, layout))
    : wrap(printable(frame).replaceAll(',"', ', "'), layout.width);
  if (lines.length <= maximumLines) return lines;
  const more = lines.length - maximumLines + 1;
  return [...lines.slice(0, maximumLines - 1), cut(`… ${more} more lines; a pipe shows all`, layout.width)];
};

/** An element as it is written, prefixes and quotes included; or a text between elements. */
interface Node {
  readonly name: string;
  readonly attributes: readonly string[];
  readonly children: (Node | string)[];
}

const tokens = /<!\[CDATA\[[\s\S]*?\]\]>|<(?:"[^"]*"|'[^']*'|[^'">])*>|[^<]+/g;
const attributes = /[^\s=]+\s*=\s*(?:"[^"]*"|'[^']*')/g;

/** The frame is known to be well-formed: tags match, and there is no comment. */
const nodesIn = (frame: string): readonly Node[] => {
  const root: Node = { name: '', attributes: [], children: [] };
  const open: Node[] = [root];
  for (const [token] of frame.matchAll(tokens)) {
    const parent = open.at(-1) ?? root;
    if (!token.startsWith('<') || token.startsWith('<![')) {
      if (token.trim() !== '') parent.children.push(token);
    } else if (token.startsWith('</')) {
      open.pop();
    } else {
      const [, name = '', rest = ''] = /^<([^\s/>]+)([\s\S]*)>$/.exec(token) ?? [];
      const node: Node = { name, attributes: rest.match(attributes) ?? [], children: [] };
      parent.children.push(node);
      if (!token.endsWith('/>')) open.push(node);
    }
  }
  return root.children.filter((child): child is Node => typeof child !== 'string');
};

const linesOf = (node: Node, indent: number, layout: FrameLayout): readonly string[] => {
  const whole = inOneLine(node);
  const space = ' '.repeat(indent);
  if (whole !== undefined && whole.length <= layout.width - indent) return [space + whole];
  const end = node.children.length === 0 ? '/>' : '>';
  const lines = openingLines(node, end, layout.width - indent).map((line) => space + line);
  if (node.children.length === 0) return lines;
  const inner = node.children.flatMap((child) =>
    typeof child === 'string' ? textLines(child, indent + step, layout) : linesOf(child, indent + step, layout),
  );
  return [...lines, ...inner, `${space}</${printable(node.name)}>`];
};

const opening = (node: Node, end: string): string => printable(`<${[node.name, ...node.attributes].join(' ')}${end}`);

/** An element without elements inside; escaped XML is worth lines of its own. */
const inOneLine = (node: Node): string | undefined => {
  const [first, ...others] = node.children;
  if (first === undefined) return opening(node, '/>');
  if (typeof first !== 'string' || others.length > 0 || isEscapedXml(first)) return undefined;
  return `${opening(node, '>')}${printable(first)}</${printable(node.name)}>`;
};

/** The tag in as few lines as hold its attributes; a value that is longer than a line is cut. */
const openingLines = (node: Node, end: string, width: number): readonly string[] => {
  const indent = 2 * step;
  const lines = fill([`<${printable(node.name)}`, ...node.attributes.map(printable)], width - indent - end.length);
  return lines.map(
    (line, index) => ' '.repeat(index === 0 ? 0 : indent) + line + (index === lines.length - 1 ? end : ''),
  );
};

/** As many pieces in a line as fit, with a space between; a piece is never broken, only cut. */
const fill = (pieces: readonly string[], width: number): readonly string[] => {
  const lines: string[] = [];
  let line = '';
  for (const piece of pieces) {
    const longer = line === '' ? piece : `${line} ${piece}`;
    if (line === '' || longer.length <= width) {
      line = longer;
      continue;
    }
    lines.push(cut(line, width));
    line = piece;
  }
  return line === '' ? lines : [...lines, cut(line, width)];
};

const textLines = (text: string, indent: number, layout: FrameLayout): readonly string[] => {
  const space = ' '.repeat(indent);
  const decoded = isEscapedXml(text) ? decode(text) : '';
  if (decoded === '' || !layout.isXml(decoded))
    return wrap(printable(text), layout.width - indent).map((line) => space + line);
  // The bar says: this is not on the wire as it stands here, it was escaped.
  return nodesIn(decoded)
    .flatMap((node) => denseLines(node, 0, layout.width - indent - 2))
    .map((line) => `${space}│ ${line}`);
};

/** An object of many small fields: as many of them in a line as fit. */
const denseLines = (node: Node, indent: number, width: number): readonly string[] => {
  const space = ' '.repeat(indent);
  const room = width - indent - step;
  const lines: string[] = [];
  let fields: string[] = [];
  const flush = (): void => {
    lines.push(...fill(fields, room).map((line) => space + ' '.repeat(step) + line));
    fields = [];
  };
  for (const child of node.children) {
    const whole = typeof child === 'string' ? printable(child) : serialized(child);
    if (typeof child === 'string' || whole.length <= room || child.children.every(isText)) {
      fields.push(whole);
      continue;
    }
    flush();
    lines.push(...denseLines(child, indent + step, width));
  }
  flush();
  return [space + cut(opening(node, '>'), width - indent), ...lines, `${space}</${printable(node.name)}>`];
};

const isText = (child: Node | string): boolean => typeof child === 'string';

const serialized = (node: Node): string =>
  node.children.length === 0
    ? opening(node, '/>')
    : opening(node, '>') +
      node.children.map((child) => (typeof child === 'string' ? printable(child) : serialized(child))).join('') +
      `</${printable(node.name)}>`;

const isEscapedXml = (text: string): boolean => /^\s*&lt;/.test(text);

const entities: Readonly<Record<string, string>> = { lt: '<', gt: '>', amp: '&', quot: '"', apos: "'" };

/** XML 1.0 §4.6: XMPP has these five (RFC 6120 §11.1); a reference by number stays as it is. */
const decode = (text: string): string =>
  text.replace(/&(lt|gt|amp|quot|apos);/g, (_, name: string) => entities[name] ?? '');

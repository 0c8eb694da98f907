// XML as the lab needs it: a small tree, a writer that escapes, and a reader that drives a SAX parser handed to it.
import { LabError } from './errors.ts';

/** An element. `name` is the local name; `namespace` is resolved, so prefixes do not matter. */
export interface XmlElement {
  readonly name: string;
  readonly namespace: string;
  readonly attributes: Readonly<Record<string, string>>;
  readonly children: readonly (XmlElement | string)[];
}

/** Text already escaped and safe to stand in a document. */
export type Markup = string & { readonly markup?: never };

// oxlint-disable no-control-regex -- control characters are what this pattern is about
// XML 1.0 §2.2 allows #x9 | #xA | #xD | [#x20-#xD7FF] | [#xE000-#xFFFD] | [#x10000-#x10FFFF] and nothing else.
const forbidden =
  /[\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff]|[\ud800-\udbff](?![\udc00-\udfff])|(?<![\ud800-\udbff])[\udc00-\udfff]/g;
// XML 1.0 §2.11 turns a carriage return into a line feed, unless it is a reference.
const special = /[&<>"'\r]/g;
// XML 1.0 §3.3.3 turns white space in an attribute value into spaces, unless it is a reference.
const attributeSpace = /[\t\n]/g;
const escapes: Readonly<Record<string, string>> = {
  '\t': '&#9;',
  '\n': '&#10;',
  '\r': '&#13;',
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&apos;',
};

/** Escapes `& < > " '` and drops the characters that XML 1.0 forbids; fit for text, and for attribute values without tabs and line feeds. */
export const escapeXml = (text: string): Markup =>
  text.replace(forbidden, '').replace(special, (character) => escapes[character] ?? '');

const escapeAttribute = (value: string): Markup =>
  escapeXml(value).replace(attributeSpace, (character) => escapes[character] ?? '');

/** Attributes in the order in which they are written; `undefined` ones are left out. */
export type AttributeValues = Readonly<Record<string, string | number | undefined>>;

/** `<name a="b">…</name>`, or `<name a="b"/>` without content. `content` is markup: escape text first. */
export const element = (name: string, attributes: AttributeValues = {}, ...content: readonly Markup[]): Markup => {
  let opening = `<${name}`;
  for (const [attribute, value] of Object.entries(attributes)) {
    if (value !== undefined) opening += ` ${attribute}="${escapeAttribute(String(value))}"`;
  }
  const inner = content.join('');
  return inner === '' ? `${opening}/>` : `${opening}>${inner}</${name}>`;
};

/** A SAX parser as saxes offers it: the reader below sets the handlers it needs. */
export interface SaxParser {
  on(event: 'opentag', handler: (tag: SaxTag) => void): void;
  on(event: 'closetag', handler: () => void): void;
  on(event: 'text' | 'cdata' | 'doctype' | 'comment', handler: (text: string) => void): void;
  on(event: 'processinginstruction' | 'xmldecl', handler: () => void): void;
  on(event: 'error', handler: (error: Error) => void): void;
  write(text: string): SaxParser;
  close(): SaxParser;
}

interface SaxTag {
  readonly local: string;
  readonly uri: string;
  readonly attributes: Readonly<
    Record<string, { readonly prefix: string; readonly local: string; readonly uri: string; readonly value: string }>
  >;
}

/** Why a document was refused; the XMPP server turns it into the stream error of the same name (RFC 6120 §4.9.3). */
export type XmlFault = 'not-well-formed' | 'restricted-xml' | 'policy-violation';

/** @throws {LabError} LAB_FRAME_INVALID; its `cause` is an {@link XmlFault} */
const refuse = (fault: XmlFault, why: string): never => {
  throw new LabError('LAB_FRAME_INVALID', why, { cause: fault });
};

/** Elements inside one another; deeper is refused, so that a small frame cannot cost a large tree walk. */
const maximumDepth = 64;
/** Elements in all: each costs a hundred times its bytes in memory. */
const maximumElements = 2000;

/** Key of an attribute: its local name, with `{namespace}` before it when it has a prefix other than `xml`. */
const attributeName = ({ prefix, local, uri }: { prefix: string; local: string; uri: string }): string =>
  prefix === '' || prefix === 'xmlns'
    ? prefix === ''
      ? local
      : `xmlns:${local}`
    : prefix === 'xml'
      ? `xml:${local}`
      : `{${uri}}${local}`;

interface Building {
  name: string;
  namespace: string;
  attributes: Record<string, string>;
  children: (XmlElement | string)[];
}

const toElement = (tag: SaxTag): Building => {
  // `fromEntries` defines members, so that an attribute called `__proto__` is one like any other.
  const attributes = Object.fromEntries(
    Object.values(tag.attributes).map((attribute) => [attributeName(attribute), attribute.value]),
  );
  return { name: tag.local, namespace: tag.uri, attributes, children: [] };
};

/**
 * Reads one whole document.
 * @param parser a fresh namespace-aware SAX parser
 * @throws {LabError} LAB_FRAME_INVALID, with an {@link XmlFault} as its `cause`
 */
export const readXml = (text: string, parser: SaxParser): XmlElement => {
  const open: Building[] = [];
  let root: XmlElement | undefined;
  let elements = 0;
  const addText = (value: string): void => {
    open.at(-1)?.children.push(value);
  };
  parser.on('error', ({ message }) => {
    // RFC 6120 §11.1 forbids every entity but the five of XML; a SAX parser knows them by the fault of being undefined.
    const fault = message.endsWith('undefined entity.') ? 'restricted-xml' : 'not-well-formed';
    refuse(fault, `The XML is not well-formed: ${message}`);
  });
  for (const event of ['doctype', 'comment'] as const) {
    parser.on(event, () => refuse('restricted-xml', `XMPP forbids a ${event} (RFC 6120 §11.1).`));
  }
  parser.on('processinginstruction', () =>
    refuse('restricted-xml', 'XMPP forbids a processing instruction (RFC 6120 §11.1).'),
  );
  parser.on('opentag', (tag) => {
    elements += 1;
    if (elements > maximumElements) refuse('policy-violation', `There are more than ${maximumElements} elements.`);
    if (open.length >= maximumDepth) refuse('policy-violation', `Elements are nested deeper than ${maximumDepth}.`);
    const built = toElement(tag);
    open.at(-1)?.children.push(built);
    open.push(built);
  });
  parser.on('closetag', () => {
    const built = open.pop();
    if (open.length === 0) root = built;
  });
  parser.on('text', addText);
  parser.on('cdata', addText);
  parser.write(text).close();
  return root ?? refuse('not-well-formed', 'There is no element.');
};

/** The first child element of this name, and of this namespace when it is given. */
export const childOf = (parent: XmlElement, name: string, namespace?: string): XmlElement | undefined =>
  childElements(parent).find(
    (child) => child.name === name && (namespace === undefined || child.namespace === namespace),
  );

/** The child elements, without the text between them. */
export const childElements = (parent: XmlElement): readonly XmlElement[] =>
  parent.children.filter((child): child is XmlElement => typeof child !== 'string');

/** All text inside, as DOM's textContent. */
export const textOf = (parent: XmlElement): string =>
  parent.children.map((child) => (typeof child === 'string' ? child : textOf(child))).join('');

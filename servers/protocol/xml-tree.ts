// Writes a tree that was read: for stanzas and payloads that the server hands on without understanding them.
import { element, escapeXml, type Markup, type XmlElement } from './xml.ts';

const qualified = /^\{(.*)\}(.+)$/s;

/** Attributes as they are written: namespace declarations anew, foreign ones with a prefix declared on the spot. */
const attributesOf = ({ namespace, attributes }: XmlElement, inherited: string): Record<string, string> => {
  const written: [string, string][] = namespace === inherited ? [] : [['xmlns', namespace]];
  let prefixes = 0;
  for (const [name, value] of Object.entries(attributes)) {
    const [, uri, local] = qualified.exec(name) ?? [];
    if (name === 'xmlns' || name.startsWith('xmlns:')) continue;
    if (uri === undefined || local === undefined) {
      written.push([name, value]);
      continue;
    }
    prefixes += 1;
    written.push([`xmlns:a${prefixes}`, uri], [`a${prefixes}:${local}`, value]);
  }
  return Object.fromEntries(written);
};

/**
 * The element as markup, with every namespace declared in itself (RFC 7395 §3.3.1). Prefixes of its source are not kept:
 * only what they stand for.
 * @param inherited namespace that is the default where the markup will stand
 */
export const writeXml = (tree: XmlElement, inherited = ''): Markup =>
  element(
    tree.name,
    attributesOf(tree, inherited),
    ...tree.children.map((child) => (typeof child === 'string' ? escapeXml(child) : writeXml(child, tree.namespace))),
  );

/** The same element with other attributes; `undefined` takes one away. */
export const withAttributes = (tree: XmlElement, changes: Readonly<Record<string, string | undefined>>): XmlElement => {
  const kept = Object.entries({ ...tree.attributes, ...changes }).filter(
    (entry): entry is [string, string] => entry[1] !== undefined,
  );
  return { ...tree, attributes: Object.fromEntries(kept) };
};

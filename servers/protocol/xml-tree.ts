// Writes a tree that was read: for stanzas and payloads that the server hands on without understanding them.
import { LabError } from './errors.ts';
import { element, escapeXml, type Markup, type XmlElement, type XmlFault } from './xml.ts';

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

/** Characters that a tree may be written as: four times the longest frame. Declarations in place can multiply what was read. */
const maximumCharacters = 256 * 1024;

/** How much is left to be written. */
interface Budget {
  characters: number;
}

const spend = (budget: Budget, characters: number): void => {
  budget.characters -= characters;
  if (budget.characters >= 0) return;
  throw new LabError('LAB_FRAME_INVALID', `Written out, the element has over ${maximumCharacters} characters.`, {
    cause: 'policy-violation' satisfies XmlFault,
  });
};

/**
 * The element as markup, with every namespace declared in itself (RFC 7395 §3.3.1). Prefixes of its source are not kept:
 * only what they stand for.
 * @param inherited namespace that is the default where the markup will stand
 * @throws {LabError} LAB_FRAME_INVALID, with `policy-violation` as its cause, when the markup would be far longer than what was read
 */
export const writeXml = (tree: XmlElement, inherited = ''): Markup =>
  writeWithin({ characters: maximumCharacters }, tree, inherited);

const writeWithin = (budget: Budget, tree: XmlElement, inherited: string): Markup => {
  const attributes = attributesOf(tree, inherited);
  spend(budget, 2 * tree.name.length);
  for (const [name, value] of Object.entries(attributes)) spend(budget, name.length + value.length);
  const content = tree.children.map((child) => {
    if (typeof child !== 'string') return writeWithin(budget, child, tree.namespace);
    spend(budget, child.length);
    return escapeXml(child);
  });
  return element(tree.name, attributes, ...content);
};

/** The same element with other attributes; `undefined` takes one away. */
export const withAttributes = (tree: XmlElement, changes: Readonly<Record<string, string | undefined>>): XmlElement => {
  const kept = Object.entries({ ...tree.attributes, ...changes }).filter(
    (entry): entry is [string, string] => entry[1] !== undefined,
  );
  return { ...tree, attributes: Object.fromEntries(kept) };
};

// Pages: what a client asks of one, and what the answer says of it (XEP-0059 §2).
import { childOf, element, escapeXml, textOf, type Markup, type XmlElement } from '../../protocol/xml.ts';
import { namespaces } from '../../protocol/xmpp.ts';

/** Whole number of at least 0; `undefined` = it is none. */
export const readCount = (text: string): number | undefined => (/^\d{1,9}$/.test(text) ? Number(text) : undefined);

/** Text of a field; `undefined` = it is not there. */
export const fieldOf = (set: XmlElement | undefined, name: string): string | undefined => {
  const field = set && childOf(set, name);
  return field && textOf(field).trim();
};

/** Which part of a list a client asked for. */
export interface PagePart {
  readonly start: number;
  readonly end: number;
}

/**
 * The part of a list of ids that `<set/>` asks for: forward after an id or from a place, or backward before an id.
 * @param most ids a page has at most
 * @returns why not: a number that is none, or an id that is not there (XEP-0059 §2.4)
 */
export const partOf = (
  ids: readonly string[],
  set: XmlElement,
  most: number,
): PagePart | 'bad-request' | 'item-not-found' => {
  const max = readCount(fieldOf(set, 'max') ?? String(most));
  const index = readCount(fieldOf(set, 'index') ?? '0');
  if (max === undefined || index === undefined) return 'bad-request';
  const size = Math.min(max, most);
  const [after = '', before] = [fieldOf(set, 'after'), fieldOf(set, 'before')];
  if ([after, before ?? ''].some((id) => id !== '' && !ids.includes(id))) return 'item-not-found';
  if (before !== undefined) {
    const end = before === '' ? ids.length : ids.indexOf(before);
    return { start: Math.max(0, end - size), end };
  }
  const start = after === '' ? index : ids.indexOf(after) + 1;
  return { start, end: Math.min(ids.length, start + size) };
};

/** `<set/>` of an answer (XEP-0059 §2.2): the ends of the page, where it begins, and how many there are in all. */
export const setOf = (ids: readonly string[], { start, end }: PagePart): Markup => {
  const [first, last] = [ids.slice(start, end)[0], ids.slice(start, end).at(-1)];
  return element(
    'set',
    { xmlns: namespaces.resultSet },
    first === undefined ? '' : element('first', { index: start }, escapeXml(first)),
    last === undefined ? '' : element('last', {}, escapeXml(last)),
    element('count', {}, String(ids.length)),
  );
};

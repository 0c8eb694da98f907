// What a client asks of a page: the fields of `<set/>` (XEP-0059 §2).
import { childOf, textOf, type XmlElement } from '../../protocol/xml.ts';

/** Whole number of at least 0; `undefined` = it is none. */
export const readCount = (text: string): number | undefined => (/^\d{1,9}$/.test(text) ? Number(text) : undefined);

/** Text of a field; `undefined` = it is not there. */
export const fieldOf = (set: XmlElement | undefined, name: string): string | undefined => {
  const field = set && childOf(set, name);
  return field && textOf(field).trim();
};

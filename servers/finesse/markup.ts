// How Finesse writes XML: elements without attributes, each with both tags even when it is empty.
import { escapeXml, type Markup } from '../protocol/xml.ts';

/** `<name>…</name>` around markup. */
export const wrap = (name: string, ...content: readonly Markup[]): Markup => `<${name}>${content.join('')}</${name}>`;

/** `<name>…</name>` around text. */
export const field = (name: string, value: string | number | boolean): Markup => wrap(name, escapeXml(String(value)));

// What the elements and attributes of XMPP and BOSH are, by their names.
import type { SpanKind } from './span-kinds.ts';

const words = (list: string, family: string): readonly (readonly [string, SpanKind])[] =>
  list.split(' ').map((name) => [name, `${family}.${name}` as SpanKind]);

/** By local name. */
const elements: ReadonlyMap<string, SpanKind> = new Map<string, SpanKind>([
  ...words('open close features mechanisms mechanism auth challenge response success failure', 'xmpp'),
  ...words('iq bind resource jid session ping pubsub subscribe unsubscribe subscription items item publish', 'xmpp'),
  ...words('event notification message body presence sm enable enabled resume resumed failed error delay gap', 'xmpp'),
  ['c', 'xmpp.caps'],
  ['set', 'xmpp.result-set'],
  ['r', 'xmpp.ack-request'],
  ['a', 'xmpp.ack'],
]);

/** Elements whose children are conditions (RFC 6120 §4.9.2, §6.5, §8.3.2; XEP-0198 §3). */
const refusals: ReadonlySet<SpanKind> = new Set(['xmpp.failure', 'xmpp.error', 'xmpp.stream-error', 'xmpp.failed']);

/** @param tag the whole start tag @param parent the kind of the element around it */
export const elementKind = (name: string, tag: string, parent: SpanKind): SpanKind => {
  const [prefix = '', local = prefix] = name.split(':');
  if (refusals.has(parent)) return 'xmpp.condition';
  if (local === 'error' && prefix === 'stream') return 'xmpp.stream-error';
  if (local === 'body' && tag.includes('httpbind')) return 'bosh.body';
  if (local === 'query')
    return tag.includes('roster') ? 'xmpp.roster' : tag.includes('disco#') ? 'xmpp.disco' : 'xml.element';
  return elements.get(local) ?? 'xml.element';
};

const attributes: ReadonlyMap<string, SpanKind> = new Map<string, SpanKind>([
  ...words('to from id type node jid version mechanism subscription h previd resume max', 'attribute'),
  ...words('rid sid wait hold key requests inactivity polling ack content condition', 'attribute'),
  ['newkey', 'attribute.key'],
  ['ver', 'attribute.version'],
  ['xml:lang', 'attribute.lang'],
  ['xmpp:version', 'attribute.version'],
  ['xmpp:restart', 'attribute.restart'],
  ['lab:entry', 'attribute.lab-entry'],
  ['lab:cursor', 'attribute.lab-cursor'],
]);

/** @param element the kind of the element that has it */
export const attributeKind = (name: string, element: SpanKind): SpanKind => {
  if (/^xmlns(?::|$)/.test(name)) return 'attribute.xmlns';
  // In caps these words mean something else (XEP-0115 §4).
  if (element === 'xmpp.caps') return 'xml.attribute';
  return attributes.get(name) ?? 'xml.attribute';
};

/** Elements of SASL whose text is a message in base64 (RFC 6120 §6.4). */
export const isSecretText = (kind: SpanKind): boolean =>
  kind === 'xmpp.auth' || kind === 'xmpp.response' || kind === 'xmpp.challenge' || kind === 'xmpp.success';

// Explains the error that a stanza carries (RFC 6120 §8.3), with what PubSub adds to it (XEP-0060 §11).
import { childElements, childOf, textOf, type XmlElement } from '../../../servers/protocol/xml.ts';
import { namespaces } from '../../../servers/protocol/xmpp.ts';
import { lookUp, short } from './explanation.ts';

/** RFC 6120 §8.3.2: what to do about an error. */
const typeWords: Readonly<Record<string, string>> = {
  auth: 'with other rights it could work',
  cancel: 'asking again would not help',
  continue: 'a warning only',
  modify: 'with other data it could work',
  wait: 'it could work later',
};

/** `cancel, item-not-found (…)`: type, condition and whatever is more special than that. */
export const stanzaErrorWords = (stanza: XmlElement): string => {
  const error = childOf(stanza, 'error');
  if (!error) return 'no reason given';
  const { type = 'no type' } = error.attributes;
  const children = childElements(error);
  const condition = children.find(({ namespace, name }) => namespace === namespaces.stanzaErrors && name !== 'text');
  const special = children.filter(({ namespace }) => namespace !== namespaces.stanzaErrors);
  const text = childOf(error, 'text', namespaces.stanzaErrors);
  const conditions = [condition?.name ?? 'undefined-condition', ...special.map(specialWords)].join(' + ');
  const advice = lookUp(typeWords, type);
  return (
    `${short(conditions)}, type ${short(type)}` +
    `${advice === undefined ? '' : `: ${advice}`}${text ? ` (“${short(textOf(text))}”)` : ''}`
  );
};

/** XEP-0060 §11: `<unsupported feature='…'/>` says which. */
const specialWords = ({ name, attributes }: XmlElement): string =>
  attributes['feature'] === undefined ? name : `${name} ${attributes['feature']}`;

/** Where the error of a stanza is specified. */
export const stanzaErrorSpecification = (stanza: XmlElement): string => {
  const error = childOf(stanza, 'error');
  const isPubSub = error && childElements(error).some(({ namespace }) => namespace === namespaces.pubsubErrors);
  return isPubSub ? 'RFC 6120 §8.3, XEP-0060 §11' : 'RFC 6120 §8.3';
};

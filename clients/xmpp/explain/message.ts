// Explains messages: PubSub's events above all (XEP-0060 §7), and the lab's own word for a gap.
import { childElements, childOf, textOf, type XmlElement } from '../../../servers/protocol/xml.ts';
import { readGap } from '../../../servers/protocol/xmpp-pubsub.ts';
import { isElement, namespaces } from '../../../servers/protocol/xmpp.ts';
import { stanzaErrorSpecification, stanzaErrorWords } from './errors.ts';
import { count, short, type Direction, type Explanation, type Memory } from './explanation.ts';
import { updateWords } from './update.ts';

/** `undefined`: the frame is no message. */
export const explainMessage = (_: Direction, message: XmlElement, memory: Memory): Explanation | undefined => {
  if (!isElement(message, 'client', 'message')) return undefined;
  if (message.attributes['type'] === 'error') {
    return {
      title: `Refuses a message: ${stanzaErrorWords(message)}`,
      specification: stanzaErrorSpecification(message),
    };
  }
  const gap = readGap(message);
  if (gap) {
    const missed = gap.missed === null ? 'an unknown number of entries' : count(gap.missed, 'entry', 'entries');
    return {
      title: `This reader fell behind on ${short(gap.node)}: it missed ${missed}`,
      specification: namespaces.lab,
    };
  }
  const event = childOf(message, 'event', namespaces.pubsubEvent);
  const told = event ? explainEvent(event, memory) : explainText(message);
  const delay = childOf(message, 'delay', namespaces.delay)?.attributes['stamp'];
  if (delay === undefined) return told;
  return {
    title: `${told.title}, late: it is of ${short(delay)}`,
    specification: `${told.specification}, XEP-0203 §2`,
  };
};

const explainText = (message: XmlElement): Explanation => {
  const body = childOf(message, 'body');
  const { from = 'nobody' } = message.attributes;
  return {
    title: body ? `${short(from)} says “${short(textOf(body))}”` : 'A message without a text',
    specification: 'RFC 6121 §5.2',
  };
};

const explainEvent = (event: XmlElement, memory: Memory): Explanation => {
  const [what] = childElements(event);
  const node = short(what?.attributes['node'] ?? 'no node');
  switch (what?.name) {
    case 'items':
      return explainItems(what, node, memory);
    case 'delete':
      return { title: `The node ${node} is deleted`, specification: 'XEP-0060 §8.4.2' };
    case 'purge':
      return { title: `All items of ${node} are deleted`, specification: 'XEP-0060 §8.5.2' };
    case 'configuration':
      return { title: `The node ${node} is configured anew`, specification: 'XEP-0060 §8.2.5.3' };
    case 'subscription':
      return {
        title: `The subscription to ${node} is now ${short(what.attributes['subscription'] ?? 'unknown')}`,
        specification: 'XEP-0060 §8.8.4',
      };
    default:
      return { title: 'An event of PubSub that this log does not know', specification: 'XEP-0060 §7.1.2' };
  }
};

const explainItems = (items: XmlElement, node: string, { parseXml }: Memory): Explanation => {
  const children = childElements(items);
  const retracted = children.filter(({ name }) => name === 'retract').length;
  if (retracted > 0) {
    return { title: `${count(retracted, 'item')} of ${node} deleted`, specification: 'XEP-0060 §7.2.2.1' };
  }
  const published = children.filter(({ name }) => name === 'item');
  const [payload] = childElements(published.at(-1) ?? items);
  if (published.length === 0 || !payload) {
    return { title: `Event on ${node}, without a payload`, specification: 'XEP-0060 §7.1.2.2' };
  }
  const words = updateWords(textOf(payload), parseXml) || `<${short(payload.name)}>`;
  const many = published.length === 1 ? '' : `${count(published.length, 'item')}, the last: `;
  return { title: `Event on ${node}: ${many}${words}`, specification: 'XEP-0060 §7.1.2.1' };
};

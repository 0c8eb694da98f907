// Explains the requests of PubSub and their answers (XEP-0060 §5 to §8, paging by XEP-0059).
import { childElements, childOf, textOf, type XmlElement } from '../../../servers/protocol/xml.ts';
import { namespaces } from '../../../servers/protocol/xmpp.ts';
import { count, lookUp, short, type Exchange } from './explanation.ts';

/** The exchange that a `<pubsub>` begins. */
export const pubSubExchange = (pubsub: XmlElement): Exchange => {
  const [verb] = childElements(pubsub);
  if (!verb) return strangeVerb('nothing');
  const table = pubsub.namespace === namespaces.pubsubOwner ? ownerVerbs : verbs;
  return lookUp(table, verb.name)?.(verb, pubsub) ?? strangeVerb(`<${short(verb.name)}>`);
};

/** A request whose answer says no more than that it was granted. */
const granted = (
  subject: string,
  sections: readonly [string, string],
  titles: readonly [string, string],
): Exchange => ({
  request: { title: titles[0], specification: `XEP-0060 ${sections[0]}` },
  subject,
  answer: () => ({ title: titles[1], specification: `XEP-0060 ${sections[1]}` }),
});

const strangeVerb = (name: string): Exchange =>
  granted(
    `${name} of PubSub`,
    ['§5', '§5'],
    [`Asks PubSub for ${name}, which this log does not know`, `Answers the request for ${name}`],
  );

const nodeOf = ({ attributes }: XmlElement): string => short(attributes['node'] ?? 'no node');

const subscribe = (verb: XmlElement): Exchange => {
  const node = nodeOf(verb);
  return {
    request: {
      title: `Subscribes ${short(verb.attributes['jid'] ?? 'nobody')} to ${node}`,
      specification: 'XEP-0060 §6.1.1',
    },
    subject: `the subscription to ${node}`,
    answer: (iq) => {
      const pubsub = childOf(iq, 'pubsub', namespaces.pubsub);
      const { subscription = 'subscribed' } = (pubsub && childOf(pubsub, 'subscription'))?.attributes ?? {};
      return subscription === 'subscribed'
        ? { title: `Subscribed to ${node}: its events arrive from here on`, specification: 'XEP-0060 §6.1.2' }
        : {
            title: `The subscription to ${node} is ${short(subscription)}: no events yet`,
            specification: `XEP-0060 ${subscription === 'unconfigured' ? '§6.1.5' : '§6.1.4'}`,
          };
    },
  };
};

/** Paging turns a request for items into a question after a page, or after the position alone. */
const items = (verb: XmlElement, pubsub: XmlElement): Exchange => {
  const node = nodeOf(verb);
  const set = childOf(pubsub, 'set', namespaces.resultSet);
  const maximum = set && childOf(set, 'max');
  const isCountOnly = maximum !== undefined && textOf(maximum).trim() === '0';
  const paging = set ? `, XEP-0059 ${isCountOnly ? '§2.7' : '§2.2'}` : '';
  return {
    request: {
      title: isCountOnly ? `Asks where ${node} stands, without any item` : `Asks ${node} for ${whichItems(verb, set)}`,
      specification: `XEP-0060 ${sectionOf(verb, set)}${paging}`,
    },
    subject: `the items of ${node}`,
    answer: (iq) => ({
      title: `${itemsIn(iq)} of ${node}${positionIn(iq)}`,
      specification: `XEP-0060 ${set ? '§6.5.4' : '§6.5.3'}${paging}`,
    }),
  };
};

const sectionOf = (verb: XmlElement, set: XmlElement | undefined): string => {
  if (childElements(verb).length > 0) return '§6.5.8';
  if (verb.attributes['max_items'] !== undefined) return '§6.5.7';
  return set ? '§6.5.4' : '§6.5.2';
};

const whichItems = (verb: XmlElement, set: XmlElement | undefined): string => {
  const ids = childElements(verb).map(({ attributes }) => attributes['id'] ?? '');
  if (ids.length > 0) return `the ${count(ids.length, 'item')} ${short(ids.join(', '))}`;
  const newest = verb.attributes['max_items'];
  if (newest !== undefined) return `the newest ${short(newest)} items`;
  if (!set) return 'all items';
  const [maximum, after] = [childOf(set, 'max'), childOf(set, 'after')];
  const most = maximum ? `at most ${short(textOf(maximum))} items` : 'items';
  return `${most}${after ? ` after ${short(textOf(after))}` : ', from the oldest on'}`;
};

const itemsIn = (iq: XmlElement): string => {
  const pubsub = childOf(iq, 'pubsub', namespaces.pubsub);
  const list = pubsub && childOf(pubsub, 'items');
  const number = list ? childElements(list).length : 0;
  return number === 0 ? 'No items' : count(number, 'item');
};

/** The lab's own mark: with the last page it tells from where the live events go on. */
const positionIn = (iq: XmlElement): string => {
  const pubsub = childOf(iq, 'pubsub', namespaces.pubsub);
  const set = pubsub && childOf(pubsub, 'set', namespaces.resultSet);
  const cursor = set?.attributes[`{${namespaces.lab}}cursor`];
  if (cursor !== undefined) return `; live events go on after ${short(cursor)}`;
  return set && childOf(set, 'last') ? '; a further page may follow' : '';
};

type ExchangeOf = (verb: XmlElement, pubsub: XmlElement) => Exchange;

const verbs: Readonly<Record<string, ExchangeOf>> = {
  subscribe,
  items,
  unsubscribe: (verb) =>
    granted(
      `the end of the subscription to ${nodeOf(verb)}`,
      ['§6.2.1', '§6.2.2'],
      [`Ends the subscription to ${nodeOf(verb)}`, `No longer subscribed to ${nodeOf(verb)}`],
    ),
  options: (verb) =>
    granted(
      `the options of the subscription to ${nodeOf(verb)}`,
      ['§6.3.2', '§6.3.3'],
      [`Asks for the options of its subscription to ${nodeOf(verb)}`, `The options of the subscription`],
    ),
  subscriptions: () =>
    granted('the list of subscriptions', ['§5.6', '§5.6'], ['Asks for its subscriptions', 'The subscriptions']),
  affiliations: () =>
    granted('the list of affiliations', ['§5.7', '§5.7'], ['Asks what it may do at which node', 'The affiliations']),
  publish: (verb) =>
    granted(
      `the item for ${nodeOf(verb)}`,
      ['§7.1.1', '§7.1.2'],
      [`Publishes on ${nodeOf(verb)}`, `Published on ${nodeOf(verb)}`],
    ),
  retract: (verb) =>
    granted(
      `the deletion of an item of ${nodeOf(verb)}`,
      ['§7.2.1', '§7.2.2'],
      [`Deletes an item of ${nodeOf(verb)}`, `The item of ${nodeOf(verb)} is deleted`],
    ),
  create: (verb, pubsub) => {
    const section = childOf(pubsub, 'configure') ? '§8.1.3' : '§8.1.2';
    return granted(
      `the new node ${nodeOf(verb)}`,
      [section, section],
      [`Creates the node ${nodeOf(verb)}`, `The node ${nodeOf(verb)} is created`],
    );
  },
};

/** What only an owner of a node may ask for: XEP-0060 §8 keeps it in a namespace of its own. */
const ownerVerbs: Readonly<Record<string, ExchangeOf>> = {
  delete: (verb) =>
    granted(
      `the deletion of the node ${nodeOf(verb)}`,
      ['§8.4.1', '§8.4.2'],
      [`Deletes the node ${nodeOf(verb)}`, `The node ${nodeOf(verb)} is deleted`],
    ),
  purge: (verb) =>
    granted(
      `the deletion of all items of ${nodeOf(verb)}`,
      ['§8.5.1', '§8.5.2'],
      [`Deletes all items of ${nodeOf(verb)}`, `All items of ${nodeOf(verb)} are deleted`],
    ),
  configure: (verb) =>
    granted(
      `the configuration of ${nodeOf(verb)}`,
      ['§8.2', '§8.2'],
      [`Configures ${nodeOf(verb)}, or asks how it is`, `The configuration of ${nodeOf(verb)}`],
    ),
  subscriptions: (verb) =>
    granted(
      `the subscribers of ${nodeOf(verb)}`,
      ['§8.8', '§8.8'],
      [`Asks who subscribes to ${nodeOf(verb)}, or changes it`, `The subscribers of ${nodeOf(verb)}`],
    ),
  affiliations: (verb) =>
    granted(
      `the affiliations of ${nodeOf(verb)}`,
      ['§8.9', '§8.9'],
      [`Asks who may do what at ${nodeOf(verb)}, or changes it`, `The affiliations of ${nodeOf(verb)}`],
    ),
};

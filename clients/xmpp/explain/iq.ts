// Explains requests and their answers; an answer is explained by the request that it answers (RFC 6120 §8.2.3).
import { childElements, childOf, textOf, type XmlElement } from '../../../servers/protocol/xml.ts';
import { boundJid, isElement, namespaces } from '../../../servers/protocol/xmpp.ts';
import { stanzaErrorSpecification, stanzaErrorWords } from './errors.ts';
import { count, lookUp, short, type Direction, type Exchange, type Explanation, type Memory } from './explanation.ts';
import { pubSubExchange } from './pubsub.ts';

/** Requests without an answer that are remembered; a server that asks for ever must not fill the memory. */
const maximumExchanges = 1000;

/** `undefined`: the frame is no iq. */
export const explainIq = (direction: Direction, iq: XmlElement, memory: Memory): Explanation | undefined => {
  if (!isElement(iq, 'client', 'iq')) return undefined;
  const { type } = iq.attributes;
  if (type === 'get' || type === 'set') return explainRequest(direction, iq, memory);
  const exchange = takeExchange(direction, iq, memory);
  if (type === 'error') return explainError(iq, exchange);
  if (type === 'result') return exchange?.answer(iq) ?? unasked;
  return { title: `An iq of the unknown type ${short(type ?? 'none')}`, specification: 'RFC 6120 §8.2.3' };
};

const explainRequest = (direction: Direction, iq: XmlElement, memory: Memory): Explanation => {
  const exchange = exchangeOf(direction, iq, memory);
  if (memory.exchanges.size >= maximumExchanges) memory.exchanges.clear();
  memory.exchanges.set(`${direction} ${iq.attributes['id']}`, exchange);
  return exchange.request;
};

/** The exchange that an answer ends; the request went the other way. */
const takeExchange = (direction: Direction, iq: XmlElement, { exchanges }: Memory): Exchange | undefined => {
  const asked = `${direction === 'sent' ? 'received' : 'sent'} ${iq.attributes['id']}`;
  const exchange = exchanges.get(asked);
  exchanges.delete(asked);
  return exchange;
};

const unasked: Explanation = { title: 'Answers a request that is not in this log', specification: 'RFC 6120 §8.2.3' };

const explainError = (iq: XmlElement, exchange: Exchange | undefined): Explanation => ({
  title: `Refuses ${exchange?.subject ?? 'a request that is not in this log'}: ${stanzaErrorWords(iq)}`,
  specification: stanzaErrorSpecification(iq),
});

/** What makes an exchange out of a request, by the namespace of what is asked for. */
type ExchangeOf = (direction: Direction, iq: XmlElement, payload: XmlElement) => Exchange;

const exchangeOf = (direction: Direction, iq: XmlElement, memory: Memory): Exchange => {
  const [payload] = childElements(iq);
  if (!payload) return unknownExchange('nothing at all', 'RFC 6120 §8.2.3');
  if (payload.namespace === namespaces.bind) return bindExchange(payload, memory);
  return lookUp(byNamespace, payload.namespace)?.(direction, iq, payload) ?? strangeExchange(payload);
};

const strangeExchange = ({ name, namespace }: XmlElement): Exchange =>
  unknownExchange(`<${short(name)}> of ${short(namespace) || 'no namespace'}, which this log does not know`);

const unknownExchange = (what: string, specification = 'RFC 6120 §8.2.3'): Exchange => ({
  request: { title: `Asks for ${what}`, specification },
  subject: what,
  answer: () => ({ title: `Answers the request for ${what}`, specification }),
});

const bindExchange = (bind: XmlElement, memory: Memory): Exchange => {
  const resource = childOf(bind, 'resource');
  const name = resource ? textOf(resource) : '';
  const section = name === '' ? '§7.6' : '§7.7';
  return {
    request: {
      title: name === '' ? "Asks for a resource of the server's choice" : `Asks for the resource ${short(name)}`,
      specification: `RFC 6120 ${section}`,
    },
    subject: 'the resource',
    answer: (iq) => {
      memory.jid = boundJid(iq);
      return {
        title: `The resource is bound: this client is ${short(memory.jid || 'nobody')}`,
        specification: `RFC 6120 ${section}`,
      };
    },
  };
};

const sessionExchange: Exchange = {
  request: { title: 'Asks for a session, as clients did before 2011', specification: 'RFC 3921 §3' },
  subject: 'the session',
  answer: () => ({ title: 'The session stands; today it means nothing more', specification: 'RFC 3921 §3' }),
};

const pingExchange: ExchangeOf = (direction) => {
  const isSent = direction === 'sent';
  const specification = `XEP-0199 ${isSent ? '§4.2' : '§4.1'}`;
  const [asker, asked] = isSent ? ['client', 'server'] : ['server', 'client'];
  return {
    request: { title: `Ping: the ${asker} asks whether the ${asked} is there`, specification },
    subject: 'the ping',
    answer: () => ({ title: `Pong: the ${asked} is there`, specification }),
  };
};

const rosterExchange: ExchangeOf = (direction, iq) => {
  const isGet = iq.attributes['type'] === 'get';
  if (isGet) {
    return {
      request: { title: 'Asks for the roster, the list of contacts', specification: 'RFC 6121 §2.1.3' },
      subject: 'the roster',
      answer: (answer) => ({
        title: `The roster: ${count(contactsIn(answer), 'contact')}`,
        specification: 'RFC 6121 §2.1.4',
      }),
    };
  }
  const specification = direction === 'sent' ? 'RFC 6121 §2.1.5' : 'RFC 6121 §2.1.6';
  return {
    request: { title: 'Changes the roster, the list of contacts', specification },
    subject: 'the change of the roster',
    answer: () => ({ title: 'The roster is changed', specification }),
  };
};

const contactsIn = (answer: XmlElement): number => {
  const query = childOf(answer, 'query', namespaces.roster);
  return query ? childElements(query).length : 0;
};

const infoExchange: ExchangeOf = (_, iq, query) => {
  const who = discovered(iq, query);
  const specification = `XEP-0030 ${query.attributes['node'] === undefined ? '§3.1' : '§3.2'}`;
  return {
    request: { title: `Asks what ${who} is and can do`, specification },
    subject: `the features of ${who}`,
    answer: (answer) => {
      const told = childElements(childOf(answer, 'query') ?? answer);
      const features = told.filter(({ name }) => name === 'feature').length;
      const identity = told.find(({ name }) => name === 'identity')?.attributes ?? {};
      const kind = `${identity['category'] ?? 'nothing'}/${identity['type'] ?? 'special'}`;
      return { title: `${who} is ${short(kind)} with ${count(features, 'feature')}`, specification };
    },
  };
};

const itemsExchange: ExchangeOf = (_, iq, query) => {
  const who = discovered(iq, query);
  const specification = `XEP-0030 ${query.attributes['node'] === undefined ? '§4.1' : '§4.2'}`;
  return {
    request: { title: `Asks what there is at ${who}`, specification },
    subject: `the items of ${who}`,
    answer: (answer) => {
      const items = childElements(childOf(answer, 'query') ?? answer).filter(({ name }) => name === 'item').length;
      return { title: `There ${items === 1 ? 'is' : 'are'} ${count(items, 'item')} at ${who}`, specification };
    },
  };
};

const discovered = ({ attributes }: XmlElement, query: XmlElement): string =>
  short([attributes['to'] ?? 'the server', query.attributes['node'] ?? ''].join(' ').trim());

const byNamespace: Readonly<Record<string, ExchangeOf>> = {
  [namespaces.session]: () => sessionExchange,
  [namespaces.ping]: pingExchange,
  [namespaces.roster]: rosterExchange,
  [namespaces.discoInfo]: infoExchange,
  [namespaces.discoItems]: itemsExchange,
  [namespaces.pubsub]: (_, __, payload) => pubSubExchange(payload),
  [namespaces.pubsubOwner]: (_, __, payload) => pubSubExchange(payload),
};

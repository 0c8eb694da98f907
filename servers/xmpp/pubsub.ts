// PubSub requests of a session (XEP-0060): subscribe, unsubscribe, and items with pages (XEP-0059).
import { formatCursor, isCursor, parseCursor, type Cursor } from '../protocol/cursor.ts';
import type { Entry } from '../protocol/entry.ts';
import type { Topic } from '../protocol/topic.ts';
import { childElements, childOf, element, textOf, type Markup, type XmlElement } from '../protocol/xml.ts';
import { maximumPageItems, pageSet, type Page } from '../protocol/xmpp-pubsub.ts';
import { namespaces } from '../protocol/xmpp.ts';
import { refuse, result, type Answer, type IqRequest } from './answer.ts';
import { formatJid, parseJid } from './jid.ts';
import { findNode } from './nodes.ts';
import type { Session } from './session.ts';
import { maximumSubscriptions, topicOf } from './subscriptions.ts';

/** Characters of markup after which a page takes no further item; one item always fits. */
const maximumPageCharacters = 512 * 1024;

const answerWith = (...content: readonly Markup[]): Answer =>
  result(element('pubsub', { xmlns: namespaces.pubsub }, ...content));

/** Dispatches by verb. @throws {LabError} for nodes and cursors that the feed refuses */
export const answerPubSub = ({ type, payload }: IqRequest, session: Session): Answer => {
  const verb = childElements(payload).find((child) => child.namespace === namespaces.pubsub);
  if (!verb) return refuse('bad-request');
  const name = verb.attributes['node'];
  switch (`${type} ${verb.name}`) {
    case 'set subscribe':
      return name ? subscribe(session, name, verb) : nodeRequired;
    case 'set unsubscribe':
      return name ? unsubscribe(session, name, verb) : nodeRequired;
    case 'get items':
      return name ? items(session, findNode(name, session.service), payload, verb) : nodeRequired;
    default:
      return refuse('feature-not-implemented');
  }
};

/** XEP-0060 §6.1.3. */
const nodeRequired = refuse('bad-request', 'nodeid-required');

/** The subscriber, when it is the session's own bare or full JID (XEP-0060 §6.1.3.1). */
const ownJid = ({ bare, full }: Session, verb: XmlElement): string | undefined => {
  const jid = parseJid(verb.attributes['jid'] ?? '');
  const text = jid && formatJid(jid);
  return text === bare || text === full ? text : undefined;
};

const subscribe = (session: Session, name: string, verb: XmlElement): Answer => {
  const jid = ownJid(session, verb);
  if (jid === undefined) return refuse('bad-request', 'invalid-jid');
  const node = findNode(name, session.service);
  const { subscriptions } = session;
  // XEP-0060 §6.1.3: a limit may be gone tomorrow, so its type is `wait`.
  if (!subscriptions.has(node, jid) && subscriptions.count >= maximumSubscriptions) {
    return refuse('policy-violation', 'too-many-subscriptions');
  }
  subscriptions.add(node, jid);
  return answerWith(element('subscription', { node, jid, subscription: 'subscribed' }, element('subscribe-options')));
};

const unsubscribe = (session: Session, name: string, verb: XmlElement): Answer => {
  const jid = ownJid(session, verb);
  if (jid === undefined) return refuse('bad-request', 'invalid-jid');
  const node = findNode(name, session.service);
  // XEP-0060 §6.2.3.2.
  return session.subscriptions.remove(node, jid) ? result() : refuse('unexpected-request', 'not-subscribed');
};

const items = (session: Session, node: Topic, payload: XmlElement, verb: XmlElement): Answer => {
  const wanted = childElements(verb).filter((child) => child.name === 'item');
  if (wanted.length > 0) return named(session, node, wanted);
  const set = childOf(payload, 'set', namespaces.resultSet);
  return set ? page(session, node, set) : newest(session, node, verb.attributes['max_items']);
};

/** Items as far as they fit a page. */
interface Rendered {
  readonly entries: readonly Entry[];
  readonly markup: Markup;
}

const render = ({ service }: Session, node: Topic, entries: readonly Entry[]): Rendered => {
  const items: Markup[] = [];
  let characters = 0;
  for (const entry of entries) {
    if (characters >= maximumPageCharacters) break;
    const item = service.events.item(entry, node);
    characters += item.length;
    items.push(item);
  }
  return { entries: entries.slice(0, items.length), markup: element('items', { node }, ...items) };
};

/** Whole number of at least 0; `undefined` = it is none. */
const readCount = (text: string): number | undefined => (/^\d{1,9}$/.test(text) ? Number(text) : undefined);

/** XEP-0060 §6.5.7: the newest ones, as many as a page has when no number is given. */
const newest = (session: Session, node: Topic, maxItems: string | undefined): Answer => {
  const count = maxItems === undefined ? maximumPageItems : readCount(maxItems);
  if (count === undefined) return refuse('bad-request');
  const { entries } = session.service.feed.board(Math.min(count, maximumPageItems), topicOf(node));
  return answerWith(render(session, node, count === 0 ? [] : entries).markup);
};

/** XEP-0060 §6.5.8: those asked for by id, as far as they are kept and belong to the node. */
const named = (session: Session, node: Topic, wanted: readonly XmlElement[]): Answer => {
  const { feed } = session.service;
  const entries = wanted.slice(0, maximumPageItems).flatMap((item) => {
    const id = item.attributes['id'] ?? '';
    if (!isCursor(id)) return [];
    const { epoch, sequence } = parseCursor(id);
    if (sequence === 0) return [];
    const found = feed.readAfter({ cursor: formatCursor(epoch, sequence - 1), topic: topicOf(node), limit: 1 });
    return found.entries.filter((entry) => entry.cursor === id);
  });
  return answerWith(render(session, node, entries).markup);
};

const fieldOf = (set: XmlElement, name: string): string | undefined => {
  const field = childOf(set, name);
  return field && textOf(field).trim();
};

/** XEP-0059: ascending after a cursor, the oldest first when none is given, or the last page for an empty `<before/>`. */
const page = (session: Session, node: Topic, set: XmlElement): Answer => {
  const max = readCount(fieldOf(set, 'max') ?? String(maximumPageItems));
  if (max === undefined) return refuse('bad-request');
  // XEP-0059 §2.7: no items, only what the set itself says.
  if (max === 0) return paged(session, node, { entries: [], cursor: session.subscriptions.positionOf(node) });
  const limit = Math.min(max, maximumPageItems);
  const topic = topicOf(node);
  const { feed } = session.service;
  const before = fieldOf(set, 'before');
  // XEP-0059 §2.5.
  if (before === '') return paged(session, node, feed.board(limit, topic));
  if (before !== undefined) return refuse('feature-not-implemented');
  const after = fieldOf(set, 'after') ?? '';
  const batch = feed.readAfter({ cursor: after === '' ? feed.locate('earliest') : (after as Cursor), topic, limit });
  return paged(session, node, { entries: batch.entries, cursor: batch.more ? null : batch.cursor });
};

/** `cursor` is told only when all `entries` fit the page. */
const paged = (session: Session, node: Topic, found: Page): Answer => {
  const { entries, markup } = render(session, node, found.entries);
  const isWhole = entries.length === found.entries.length;
  const ends = { first: entries[0]?.cursor, last: entries.at(-1)?.cursor, cursor: isWhole ? found.cursor : null };
  return answerWith(markup, pageSet(ends));
};

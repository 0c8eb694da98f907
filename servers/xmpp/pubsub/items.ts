// Items of a node: the newest, some by their ids, or a page after a cursor (XEP-0060 §6.5, XEP-0059).
import { formatCursor, isCursor, parseCursor } from '../../protocol/cursor.ts';
import type { Entry } from '../../protocol/entry.ts';
import type { Topic } from '../../protocol/topic.ts';
import { childElements, childOf, element, type Markup, type XmlElement } from '../../protocol/xml.ts';
import { maximumPageItems, pageSet, type Page } from '../../protocol/xmpp-pubsub.ts';
import { namespaces } from '../../protocol/xmpp.ts';
import type { Session } from '../session/session.ts';
import { refuse, result, type Answer } from '../stanza/answer.ts';
import { topicOf } from './followers.ts';
import type { FoundNode } from './nodes.ts';
import { ownedItems } from './owned-items.ts';
import type { PubSubRequest } from './pubsub.ts';
import { fieldOf, readCount } from './result-set.ts';

/** Characters of markup after which a page takes no further item; one item always fits. */
const maximumPageCharacters = 512 * 1024;

const answerWith = (...content: readonly Markup[]): Answer =>
  result(element('pubsub', { xmlns: namespaces.pubsub }, ...content));

/** @throws {LabError} for cursors that the feed refuses */
export const items = (request: PubSubRequest, node: FoundNode): Answer => {
  const { session, verb, payload } = request;
  // XEP-0060 §6.5.9.1: no subscription here has an id.
  if (verb.attributes['subid'] !== undefined) return refuse('not-acceptable', 'invalid-subid');
  if (node.owned) return ownedItems(request, node.owned);
  const topic = node.name as Topic;
  const wanted = childElements(verb).filter((child) => child.name === 'item');
  if (wanted.length > 0) return named(session, topic, wanted);
  const set = childOf(payload, 'set', namespaces.resultSet);
  return set ? page(session, topic, set) : newest(session, topic, verb.attributes['max_items']);
};

/** Items as far as they fit a page. */
interface Rendered {
  readonly entries: readonly Entry[];
  readonly markup: Markup;
}

const render = ({ service }: Session, node: Topic, entries: readonly Entry[]): Rendered => {
  const rendered: Markup[] = [];
  let characters = 0;
  for (const entry of entries) {
    if (characters >= maximumPageCharacters) break;
    const item = service.events.item(entry, node);
    characters += item.length;
    rendered.push(item);
  }
  return { entries: entries.slice(0, rendered.length), markup: element('items', { node }, ...rendered) };
};

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

/** XEP-0059: ascending after a cursor, the oldest first when none is given, or the last page for an empty `<before/>`. */
const page = (session: Session, node: Topic, set: XmlElement): Answer => {
  const max = readCount(fieldOf(set, 'max') ?? String(maximumPageItems));
  if (max === undefined) return refuse('bad-request');
  // XEP-0059 §2.7: no items, only what the set itself says.
  if (max === 0) return paged(session, node, { entries: [], cursor: session.followers.positionOf(node) });
  const limit = Math.min(max, maximumPageItems);
  const topic = topicOf(node);
  const { feed } = session.service;
  const before = fieldOf(set, 'before');
  // XEP-0059 §2.5.
  if (before === '') return paged(session, node, feed.board(limit, topic));
  if (before !== undefined) return refuse('feature-not-implemented');
  // The feed is paged by cursors; a place in it has no number (XEP-0059 §2.6).
  if (fieldOf(set, 'index') !== undefined) return refuse('feature-not-implemented');
  const after = fieldOf(set, 'after') ?? '';
  if (after !== '' && !isCursor(after)) return refuse('item-not-found');
  const batch = feed.readAfter({ cursor: after === '' ? feed.locate('earliest') : after, topic, limit });
  return paged(session, node, { entries: batch.entries, cursor: batch.more ? null : batch.cursor });
};

/** `cursor` is told only when all `entries` fit the page. */
const paged = (session: Session, node: Topic, found: Page): Answer => {
  const { entries, markup } = render(session, node, found.entries);
  const isWhole = entries.length === found.entries.length;
  const ends = { first: entries[0]?.cursor, last: entries.at(-1)?.cursor, cursor: isWhole ? found.cursor : null };
  return answerWith(markup, pageSet(ends));
};

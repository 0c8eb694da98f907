// Items of a node that a client made, for those who may see them (XEP-0060 §6.5, XEP-0059).
import { childElements, childOf, element, escapeXml, type Markup, type XmlElement } from '../../protocol/xml.ts';
import { maximumPageItems } from '../../protocol/xmpp-pubsub.ts';
import { namespaces } from '../../protocol/xmpp.ts';
import type { Session } from '../session/session.ts';
import { refuse, result, type Answer } from '../stanza/answer.ts';
import { itemElement } from './notify.ts';
import type { OwnedNode, StoredItem } from './owned-node.ts';
import type { PubSubRequest } from './pubsub.ts';
import { fieldOf, readCount } from './result-set.ts';
import { isSubscribed } from './subscribe.ts';

/** XEP-0060 §6.5.9: `null` = they may. */
const refusalFor = (owned: OwnedNode, session: Session): Answer | null => {
  const fault = owned.accessFault(session.bare);
  if (fault === 'forbidden') return refuse('forbidden');
  if (fault === 'closed-node') return refuse('not-allowed', 'closed-node');
  const isStranger = owned.affiliationOf(session.bare) === 'none' && !isSubscribed(session, owned.name);
  return owned.config.accessModel === 'authorize' && isStranger ? refuse('not-authorized', 'not-subscribed') : null;
};

export const ownedItems = ({ session, verb, payload }: PubSubRequest, owned: OwnedNode): Answer => {
  const refusal = refusalFor(owned, session);
  if (refusal) return refusal;
  const wanted = childElements(verb).filter(({ name }) => name === 'item');
  if (wanted.length > 0) return named(owned, wanted);
  const set = childOf(payload, 'set', namespaces.resultSet);
  if (set) return page(owned, set);
  const count = readCount(verb.attributes['max_items'] ?? String(maximumPageItems));
  if (count === undefined) return refuse('bad-request');
  return answer(owned, count === 0 ? [] : owned.items.slice(-count));
};

const named = (owned: OwnedNode, wanted: readonly XmlElement[]): Answer =>
  answer(
    owned,
    wanted.slice(0, maximumPageItems).flatMap(({ attributes }) => owned.find(attributes['id'] ?? '') ?? []),
  );

/** Forward after an id, or backward before one; an id that is gone is item-not-found (XEP-0059 §2.2). */
const page = (owned: OwnedNode, set: XmlElement): Answer => {
  const max = readCount(fieldOf(set, 'max') ?? String(maximumPageItems));
  if (max === undefined) return refuse('bad-request');
  const { items } = owned;
  const size = Math.min(max, maximumPageItems);
  const [after = '', before] = [fieldOf(set, 'after'), fieldOf(set, 'before')];
  const ends = [after, before ?? ''].filter((id) => id !== '');
  if (ends.some((id) => !owned.find(id))) return refuse('item-not-found');
  const placeOf = (id: string): number => items.findIndex((item) => item.id === id);
  const start = after === '' ? 0 : placeOf(after) + 1;
  const end = before === undefined || before === '' ? items.length : placeOf(before);
  const from = before === undefined ? start : Math.max(start, end - size);
  const shown = items.slice(from, Math.min(end, from + size));
  return answer(owned, shown, setElement(shown, from, items.length));
};

const setElement = (shown: readonly StoredItem[], index: number, count: number): Markup => {
  const [first, last] = [shown[0], shown.at(-1)];
  return element(
    'set',
    { xmlns: namespaces.resultSet },
    first ? element('first', { index }, escapeXml(first.id)) : '',
    last ? element('last', {}, escapeXml(last.id)) : '',
    element('count', {}, String(count)),
  );
};

const answer = (owned: OwnedNode, shown: readonly StoredItem[], set: Markup = ''): Answer =>
  result(
    element(
      'pubsub',
      { xmlns: namespaces.pubsub },
      element('items', { node: owned.name }, ...shown.map(itemElement)),
      set,
    ),
  );

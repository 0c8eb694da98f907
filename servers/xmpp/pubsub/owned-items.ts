// Items of a node that a client made, for those who may see them (XEP-0060 §6.5, XEP-0059).
import { childElements, childOf, element, type Markup, type XmlElement } from '../../protocol/xml.ts';
import { maximumPageItems } from '../../protocol/xmpp-pubsub.ts';
import { namespaces } from '../../protocol/xmpp.ts';
import type { Session } from '../session/session.ts';
import { refuse, result, type Answer } from '../stanza/answer.ts';
import { itemElement } from './notify.ts';
import type { OwnedNode, StoredItem } from './owned-node.ts';
import type { PubSubRequest } from './pubsub.ts';
import { partOf, readCount, setOf } from './result-set.ts';
import { isSubscribed } from './subscribe.ts';

/** XEP-0060 §6.5.9: `null` = they may. */
export const refusalFor = (owned: OwnedNode, session: Session): Answer | null => {
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

const page = (owned: OwnedNode, set: XmlElement): Answer => {
  const { items } = owned;
  const ids = items.map(({ id }) => id);
  const part = partOf(ids, set, maximumPageItems);
  return typeof part === 'string' ? refuse(part) : answer(owned, items.slice(part.start, part.end), setOf(ids, part));
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

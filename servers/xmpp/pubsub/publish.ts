// Create, publish and retract on nodes that clients make (XEP-0060 §7, §8.1). Nobody but the contact centre publishes on its own.
import { childElements, childOf, element, type XmlElement } from '../../protocol/xml.ts';
import { writeXml } from '../../protocol/xml-tree.ts';
import { namespaces } from '../../protocol/xmpp.ts';
import type { Session } from '../session/session.ts';
import { refuse, result, type Answer } from '../stanza/answer.ts';
import { defaultConfig, meets, submitConfig } from './node-config.ts';
import { isReserved, isTaken, type FoundNode } from './nodes.ts';
import { itemElement, notify } from './notify.ts';
import { OwnedNode } from './owned-node.ts';
import type { PubSubRequest } from './pubsub.ts';
import { isSubscribed } from './subscribe.ts';

const encoder = new TextEncoder();
/** Ids are kept and written many times over. */
const maximumNameBytes = 1023;
const fits = (name: string): boolean => encoder.encode(name).byteLength <= maximumNameBytes;

/** XEP-0060 §8.1: with the id that was asked for, or with one of the server's own (§8.1.2, an instant node). */
export const create = ({ session, verb, payload }: PubSubRequest): Answer => {
  const { service, bare } = session;
  const wanted = verb.attributes['node'];
  const name = wanted || service.newId();
  if (!fits(name)) return refuse('not-acceptable');
  if (isTaken(name, service)) return refuse('conflict');
  if (isReserved(name)) return refuse('forbidden');
  if (!service.nodes.hasRoomFor(bare)) return refuse('resource-constraint');
  const config = submitConfig(defaultConfig, childOf(payload, 'configure', namespaces.pubsub));
  if (!config) return refuse('not-acceptable');
  service.nodes.add(new OwnedNode(name, bare, config));
  if (wanted) return result();
  return result(element('pubsub', { xmlns: namespaces.pubsub }, element('create', { node: name })));
};

/** XEP-0060 §7.1.3: the one payload of the one item, or why there is none to keep. */
const payloadOf = (
  items: readonly XmlElement[],
  owned: OwnedNode,
): Answer | { readonly id: string; payload: string } => {
  const [item, ...others] = items;
  if (!item) return refuse('bad-request', 'item-required');
  if (others.length > 0) return refuse('bad-request');
  const [content, ...further] = childElements(item);
  if (!content) return refuse('bad-request', 'payload-required');
  if (further.length > 0) return refuse('bad-request', 'invalid-payload');
  // It will stand in an event and in an answer, which are of different namespaces: so it always declares its own.
  const payload = writeXml(content, content.namespace === '' ? namespaces.client : '');
  if (encoder.encode(payload).byteLength > owned.config.maxPayloadBytes) {
    return refuse('not-acceptable', 'payload-too-big');
  }
  return { id: item.attributes['id'] ?? '', payload };
};

const itemsOf = (verb: XmlElement): readonly XmlElement[] => childElements(verb).filter(({ name }) => name === 'item');

export const publish = ({ session, verb, payload }: PubSubRequest, { owned }: FoundNode): Answer => {
  const { service, bare } = session;
  if (!owned?.mayPublish(bare, isSubscribed(session, owned.name))) return refuse('forbidden');
  const preconditions = childOf(payload, 'publish-options', namespaces.pubsub);
  if (preconditions && !meets(owned.config, preconditions)) return refuse('conflict', 'precondition-not-met');
  const found = payloadOf(itemsOf(verb), owned);
  if ('kind' in found) return found;
  const id = found.id || service.newId();
  if (!fits(id)) return refuse('not-acceptable');
  if (!service.nodes.hasRoomForPayload(found.payload.length)) return refuse('resource-constraint');
  const item = { id, payload: found.payload, publisher: bare, publishedAtMs: service.nowMs() };
  owned.publish(item);
  // As on both real servers the event leaves before the answer.
  notify(service, owned, element('items', { node: owned.name }, itemElement(item)));
  return result(
    element('pubsub', { xmlns: namespaces.pubsub }, element('publish', { node: owned.name }, element('item', { id }))),
  );
};

/** Owners and publishers retract what they like, everybody what they published themselves. */
const mayRetract = (owned: OwnedNode, { bare }: Session, publisher: string | undefined): boolean =>
  ['owner', 'publisher'].includes(owned.affiliationOf(bare)) || publisher === bare;

/** XEP-0060 §7.2. */
export const retract = ({ session, verb }: PubSubRequest, { owned }: FoundNode): Answer => {
  if (!owned) return refuse('forbidden');
  const items = itemsOf(verb);
  if (items.length > 1) return refuse('bad-request');
  const id = items[0]?.attributes['id'];
  const item = id ? owned.find(id) : undefined;
  if (!mayRetract(owned, session, item?.publisher)) return refuse('forbidden');
  if (!id) return refuse('bad-request', 'item-required');
  if (!item) return refuse('item-not-found');
  owned.retract(id);
  const isNotified = ['true', '1'].includes(verb.attributes['notify'] ?? '') || owned.config.notifiesRetract;
  if (isNotified) {
    notify(session.service, owned, element('items', { node: owned.name }, element('retract', { id })));
  }
  return result();
};

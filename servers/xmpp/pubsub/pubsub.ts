// PubSub requests of a subscriber or a publisher (XEP-0060 §6, §7, §8.1, §5.6): one verb, one handler.
import { childElements, element, type Markup, type XmlElement } from '../../protocol/xml.ts';
import { namespaces } from '../../protocol/xmpp.ts';
import type { Session } from '../session/session.ts';
import { refuse, result, unsupported, type Answer, type IqRequest } from '../stanza/answer.ts';
import { items } from './items.ts';
import { findNode, type FoundNode } from './nodes.ts';
import { create, publish, retract } from './publish.ts';
import { subscribe, unsubscribe } from './subscribe.ts';

/** A verb that has been read: whose, on what, and all that stands beside it. */
export interface PubSubRequest {
  readonly session: Session;
  readonly verb: XmlElement;
  /** `<pubsub>` itself: some verbs have siblings. */
  readonly payload: XmlElement;
}

type OnNode = (request: PubSubRequest, node: FoundNode) => Answer;

/** `<pubsub>` around an answer. */
export const pubsubResult = (...content: readonly Markup[]): Answer =>
  result(element('pubsub', { xmlns: namespaces.pubsub }, ...content));

/** Verbs that need a node. */
const onNode: Readonly<Record<string, OnNode>> = {
  'set subscribe': subscribe,
  'set unsubscribe': unsubscribe,
  'set publish': publish,
  'set retract': retract,
  'get items': items,
};

/** The JIDs whose subscriptions a person may see: their own, and those of their resources that are there. */
const ownSubscriptions = (session: Session): readonly { node: string; jid: string; state: string }[] => {
  const { subscriptions } = session.service;
  return [
    ...subscriptions.of(session.bare),
    ...session.account.resources.flatMap(({ full }) => subscriptions.of(full)),
  ];
};

/** XEP-0060 §5.6. */
const listSubscriptions = ({ session, verb }: PubSubRequest): Answer => {
  const only = verb.attributes['node'];
  if (only !== undefined) findNode(only, session.service);
  const listed = ownSubscriptions(session).filter(({ node }) => only === undefined || node === only);
  const elements = listed.map(({ node, jid, state }) => element('subscription', { node, jid, subscription: state }));
  return pubsubResult(element('subscriptions', { node: only }, ...elements));
};

/** XEP-0060 §5.7. */
const listAffiliations = ({ session, verb }: PubSubRequest): Answer => {
  const only = verb.attributes['node'];
  if (only !== undefined) findNode(only, session.service);
  const own = session.service.nodes
    .all()
    .map((node) => ({ node: node.name, affiliation: node.affiliationOf(session.bare) }))
    .filter(({ node, affiliation }) => affiliation !== 'none' && (only === undefined || node === only));
  return pubsubResult(element('affiliations', { node: only }, ...own.map((one) => element('affiliation', one))));
};

const withoutNode: Readonly<Record<string, (request: PubSubRequest) => Answer>> = {
  'set create': create,
  'get subscriptions': listSubscriptions,
  'get affiliations': listAffiliations,
  'get options': () => unsupported('subscription-options'),
  'set options': () => unsupported('subscription-options'),
  'get default': () => unsupported('retrieve-default-sub'),
};

/** Features by the verb that would need them (XEP-0060 §16.1), for those who ask in vain. */
const featureOf: Readonly<Record<string, string>> = {
  'get subscribe': 'subscribe',
  'get publish': 'publish',
  'get create': 'create-nodes',
  'set items': 'retrieve-items',
  'set subscriptions': 'manage-subscriptions',
  'set affiliations': 'modify-affiliations',
};

/** Dispatches by verb. @throws {LabError} for nodes and cursors that the feed refuses */
export const answerPubSub = ({ type, payload }: IqRequest, session: Session): Answer => {
  const verb = childElements(payload).find((child) => child.namespace === namespaces.pubsub);
  if (!verb) return refuse('bad-request');
  const name = `${type} ${verb.name}`;
  const request = { session, verb, payload };
  const handler = Object.hasOwn(onNode, name) ? onNode[name] : undefined;
  if (!handler) {
    const other = Object.hasOwn(withoutNode, name) ? withoutNode[name] : undefined;
    if (other) return other(request);
    const feature = featureOf[name];
    return feature === undefined ? refuse('feature-not-implemented') : unsupported(feature);
  }
  const { node } = verb.attributes;
  // XEP-0060 §6.1.3.
  return node ? handler(request, findNode(node, session.service)) : refuse('bad-request', 'nodeid-required');
};

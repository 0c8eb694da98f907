// Subscribe and unsubscribe, by bare and by full JID (XEP-0060 §6.1, §6.2).
import { element, type XmlElement } from '../../protocol/xml.ts';
import { namespaces } from '../../protocol/xmpp.ts';
import { bareJid, formatJid, parseJid } from '../jid.ts';
import type { Session } from '../session/session.ts';
import { refuse, result, type Answer } from '../stanza/answer.ts';
import type { FoundNode } from './nodes.ts';
import { sendLast } from './notify.ts';
import type { PubSubRequest } from './pubsub.ts';
import type { Subscription } from './subscription-book.ts';

/** Subscriptions that an account and one of its sessions may have together. */
export const maximumSubscriptions = 100;

/** The subscriber, when it is the account itself or one of its resources that are there (XEP-0060 §6.1.3.1). */
const ownJid = ({ bare, account }: Session, verb: XmlElement): string | undefined => {
  const jid = parseJid(verb.attributes['jid'] ?? '');
  if (!jid || bareJid(jid) !== bare) return undefined;
  return jid.resource === undefined || account.find(jid.resource) ? formatJid(jid) : undefined;
};

const isFull = ({ service, bare, full }: Session): boolean => {
  const chosen = [...service.subscriptions.of(bare), ...service.subscriptions.of(full)];
  return chosen.filter(({ origin }) => origin === 'own').length >= maximumSubscriptions;
};

/** XEP-0060 §6.1.3: why not, by what the node's owner has decided; or in which state. */
const stateFor = (
  { owned }: FoundNode,
  session: Session,
  known: Subscription | undefined,
): Answer | Subscription['state'] => {
  if (!owned) return 'subscribed';
  const fault = owned.accessFault(session.bare);
  if (fault === 'forbidden') return refuse('forbidden');
  if (fault === 'closed-node') return refuse('not-allowed', 'closed-node');
  if (owned.config.accessModel !== 'authorize' || owned.affiliationOf(session.bare) !== 'none') return 'subscribed';
  if (known?.state === 'pending') return refuse('not-authorized', 'pending-subscription');
  return known?.state ?? 'pending';
};

export const subscribe = ({ session, verb }: PubSubRequest, node: FoundNode): Answer => {
  const jid = ownJid(session, verb);
  if (jid === undefined) return refuse('bad-request', 'invalid-jid');
  const { subscriptions } = session.service;
  const known = subscriptions.find(node.name, jid);
  const state = stateFor(node, session, known);
  if (typeof state !== 'string') return state;
  // XEP-0060 §6.1.3.8: a limit may be gone tomorrow, so its type is `wait`.
  if (known?.origin !== 'own' && isFull(session)) return refuse('policy-violation', 'too-many-subscriptions');
  subscriptions.add({ node: node.name, jid, state, origin: 'own' });
  session.account.reconcile();
  // The answer leaves first.
  if (!known && state === 'subscribed' && node.owned?.config.sendsLast) {
    const { owned } = node;
    queueMicrotask(() => sendLast(session.service, owned, jid));
  }
  return subscribed({ node: node.name, jid, state });
};

const subscribed = ({ node, jid, state }: Omit<Subscription, 'origin'>): Answer =>
  result(
    element(
      'pubsub',
      { xmlns: namespaces.pubsub },
      element('subscription', { node, jid, subscription: state }, element('subscribe-options')),
    ),
  );

export const unsubscribe = ({ session, verb }: PubSubRequest, node: FoundNode): Answer => {
  const address = parseJid(verb.attributes['jid'] ?? '');
  if (!address) return refuse('bad-request', 'invalid-jid');
  // XEP-0060 §6.2.3.3: another person's subscription is theirs to end.
  if (bareJid(address) !== session.bare) return refuse('forbidden');
  const jid = formatJid(address);
  const { subscriptions } = session.service;
  // XEP-0060 §6.2.3.2.
  if (!subscriptions.find(node.name, jid)) return refuse('unexpected-request', 'not-subscribed');
  // XEP-0060 §6.2.3.5: no subscription here has an id, so none that is named is right.
  if (verb.attributes['subid'] !== undefined) return refuse('not-acceptable', 'invalid-subid');
  subscriptions.remove(node.name, jid);
  session.account.reconcile();
  session.account.forgetIfEmpty();
  return result();
};

/** Whether somebody is subscribed to a node, by whichever of their JIDs. */
export const isSubscribed = ({ service, bare, full }: Session, node: string): boolean =>
  [bare, full].some((jid) => service.subscriptions.find(node, jid)?.state === 'subscribed');

/** The bare JID of an account that exists here; `undefined` = there is none. @throws nothing */
export const accountJid = (text: string | undefined, session: Session): string | undefined => {
  const jid = parseJid(text ?? '');
  const bare = jid && bareJid(jid);
  return bare !== undefined && session.service.hasAccount(bare) ? bare : undefined;
};

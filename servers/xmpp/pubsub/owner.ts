// What the owner of a node may do with it (XEP-0060 §8): configure, delete, purge, and decide about people.
import { childElements, element, type Markup, type XmlElement } from '../../protocol/xml.ts';
import { namespaces } from '../../protocol/xmpp.ts';
import { bareJid, formatJid, parseJid } from '../jid.ts';
import type { XmppService } from '../service.ts';
import type { Session } from '../session/session.ts';
import { refuse, result, type Answer, type IqRequest } from '../stanza/answer.ts';
import { configForm, defaultConfig, isCancelled, isSubmitted, submitConfig } from './node-config.ts';
import { findNode } from './nodes.ts';
import { notify, sendTo } from './notify.ts';
import { affiliations, type Affiliation, type OwnedNode } from './owned-node.ts';
import { accountJid } from './subscribe.ts';

/** Whose request, and on what. */
interface OwnerRequest {
  readonly session: Session;
  readonly verb: XmlElement;
  readonly node: OwnedNode;
}

const ownerResult = (...content: readonly Markup[]): Answer =>
  result(element('pubsub', { xmlns: namespaces.pubsubOwner }, ...content));

const showConfig = ({ node }: OwnerRequest): Answer =>
  ownerResult(element('configure', { node: node.name }, configForm(node.config)));

const changeConfig = ({ node, verb }: OwnerRequest): Answer => {
  if (isCancelled(verb)) return result();
  if (!isSubmitted(verb)) return refuse('bad-request');
  const config = submitConfig(node.config, verb);
  if (!config) return refuse('not-acceptable');
  node.config = config;
  node.trim();
  return result();
};

/** XEP-0060 §8.4. */
const remove = ({ node, session }: OwnerRequest): Answer => {
  const { service } = session;
  notify(service, node, element('delete', { node: node.name }));
  service.subscriptions.removeOn(node.name);
  service.nodes.remove(node.name);
  return result();
};

/** XEP-0060 §8.5. */
const purge = ({ node, session }: OwnerRequest): Answer => {
  node.purge();
  notify(session.service, node, element('purge', { node: node.name }));
  return result();
};

/** XEP-0060 §8.9.1. */
const showAffiliations = ({ node }: OwnerRequest): Answer =>
  ownerResult(
    element(
      'affiliations',
      { node: node.name },
      ...[...node.affiliated].map(([jid, affiliation]) => element('affiliation', { jid, affiliation })),
    ),
  );

/** XEP-0060 §8.9.2: all of the changes, or none. */
const changeAffiliations = ({ node, verb, session }: OwnerRequest): Answer => {
  const changes = new Map<string, Affiliation>();
  for (const { attributes } of childElements(verb)) {
    const affiliation = affiliations.find((known) => known === attributes['affiliation']);
    if (attributes['jid'] === undefined || affiliation === undefined) return refuse('bad-request');
    const bare = accountJid(attributes['jid'], session);
    if (bare === undefined) return refuse('item-not-found');
    changes.set(bare, affiliation);
  }
  if (!node.affiliate(changes)) return refuse('not-acceptable');
  for (const [bare, affiliation] of changes) if (affiliation === 'outcast') endSubscriptions(node, bare, session);
  return result();
};

const endSubscriptions = ({ name }: OwnedNode, bare: string, { service }: Session): void => {
  for (const { jid } of service.subscriptions.on(name)) {
    if (jid === bare || jid.startsWith(`${bare}/`)) service.subscriptions.remove(name, jid);
  }
};

/** XEP-0060 §8.8.1. */
const showSubscriptions = ({ node, session }: OwnerRequest): Answer =>
  ownerResult(
    element(
      'subscriptions',
      { node: node.name },
      ...session.service.subscriptions
        .on(node.name)
        .map(({ jid, state }) => element('subscription', { jid, subscription: state })),
    ),
  );

/** Subscribers of one node, and subscriptions that owners may have made for one JID. */
const maximumSubscribers = 1000;
const maximumMadeByOwners = 100;

/** An account, or one of its resources that is there: nobody can be subscribed who could not hear. */
const subscriberOf = (text: string | undefined, session: Session): string | undefined => {
  const address = accountJid(text, session) === undefined ? undefined : parseJid(text ?? '');
  if (!address) return undefined;
  const isThere =
    address.resource === undefined || session.service.findAccount(bareJid(address))?.find(address.resource);
  return isThere ? formatJid(address) : undefined;
};

const hasRoomFor = (jid: string, { name }: OwnedNode, { subscriptions }: XmppService): boolean => {
  if (subscriptions.find(name, jid)) return true;
  const made = subscriptions.of(jid).filter(({ origin }) => origin === 'owner').length;
  return subscriptions.on(name).length < maximumSubscribers && made < maximumMadeByOwners;
};

/** XEP-0060 §8.8.2: the owner lets somebody in, or shows them out; whom it concerns is told. */
const changeSubscriptions = ({ node, verb, session }: OwnerRequest): Answer => {
  const { service } = session;
  for (const { attributes } of childElements(verb)) {
    const jid = subscriberOf(attributes['jid'], session);
    const state = attributes['subscription'] ?? '';
    if (jid === undefined) return refuse('item-not-found');
    if (state !== 'subscribed' && state !== 'pending' && state !== 'none') return refuse('bad-request');
    if (state === 'none') service.subscriptions.remove(node.name, jid);
    else if (hasRoomFor(jid, node, service)) {
      const { origin = 'owner' } = service.subscriptions.find(node.name, jid) ?? {};
      service.subscriptions.add({ node: node.name, jid, state, origin });
    } else return refuse('policy-violation', 'too-many-subscriptions');
    const told = element('subscription', { node: node.name, jid, subscription: state });
    sendTo(service, jid, [element('pubsub', { xmlns: namespaces.pubsub }, told)]);
  }
  return result();
};

const handlers: Readonly<Record<string, (request: OwnerRequest) => Answer>> = {
  'get configure': showConfig,
  'set configure': changeConfig,
  'set delete': remove,
  'set purge': purge,
  'get affiliations': showAffiliations,
  'set affiliations': changeAffiliations,
  'get subscriptions': showSubscriptions,
  'set subscriptions': changeSubscriptions,
};

/** Dispatches by verb. @throws {LabError} LAB_TOPIC_INVALID for a node that does not exist */
export const answerOwner = ({ type, payload }: IqRequest, session: Session): Answer => {
  const verb = childElements(payload).find((child) => child.namespace === namespaces.pubsubOwner);
  if (!verb) return refuse('bad-request');
  const name = `${type} ${verb.name}`;
  // XEP-0060 §8.3: the only one that is about no node.
  if (name === 'get default') return ownerResult(element('default', {}, configForm(defaultConfig)));
  const handler = Object.hasOwn(handlers, name) ? handlers[name] : undefined;
  if (!handler) return refuse('feature-not-implemented');
  if (!verb.attributes['node']) return refuse('bad-request', 'nodeid-required');
  const { owned } = findNode(verb.attributes['node'], session.service);
  // XEP-0060 §8.2.3.2: the contact centre's nodes have no owner among people.
  if (owned?.affiliationOf(session.bare) !== 'owner') return refuse('forbidden');
  return handler({ session, verb, node: owned });
};

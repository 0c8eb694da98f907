// Who the server's parts are and what they can do: answered to disco#info (XEP-0030), hashed into `<c/>` (XEP-0115).
import { createHash } from 'node:crypto';
import { element, type Markup } from '../protocol/xml.ts';
import { namespaces } from '../protocol/xmpp.ts';

/** An identity and its features: what a disco#info answer holds (XEP-0030 §3.1). */
export interface Capabilities {
  readonly category: string;
  readonly type: string;
  readonly name: string;
  readonly features: readonly string[];
}

/** Capabilities that are announced: the program that has them is named by a URL. */
export interface Announced extends Capabilities {
  readonly program: string;
}

/** The server itself, under Openfire's name, as a Finesse desktop meets it. */
export const serverCapabilities: Announced = {
  program: 'https://www.igniterealtime.org/projects/openfire/',
  category: 'server',
  type: 'im',
  name: 'Transport Lab',
  features: [
    namespaces.caps,
    namespaces.discoInfo,
    namespaces.discoItems,
    namespaces.roster,
    namespaces.ping,
    namespaces.resultSet,
  ],
};

/** The back-end user `finesse`, whose presence tells a desktop that the service is there; it runs on Smack. */
export const backEndCapabilities: Announced = {
  program: 'http://www.igniterealtime.org/projects/smack',
  category: 'client',
  type: 'pc',
  name: 'Smack',
  features: [namespaces.caps, namespaces.discoInfo, namespaces.pubsub],
};

/** An account that is asked for itself (XEP-0030 §8, `account/registered`). */
export const accountCapabilities: Capabilities = {
  category: 'account',
  type: 'registered',
  name: '',
  features: [namespaces.discoInfo, namespaces.discoItems, namespaces.ping, namespaces.roster],
};

const pubsubFeature = (name: string): string => `${namespaces.pubsub}#${name}`;

/** The PubSub service: the features of XEP-0060 §16.1 that it has. */
export const pubsubCapabilities: Capabilities = {
  category: 'pubsub',
  type: 'service',
  name: 'PubSub of the contact centre',
  features: [
    namespaces.discoInfo,
    namespaces.discoItems,
    namespaces.ping,
    namespaces.pubsub,
    namespaces.resultSet,
    ...[
      'access-authorize',
      'access-open',
      'access-whitelist',
      'config-node',
      'create-and-configure',
      'create-nodes',
      'delete-items',
      'delete-nodes',
      'instant-nodes',
      'item-ids',
      'last-published',
      'manage-subscriptions',
      'member-affiliation',
      'modify-affiliations',
      'outcast-affiliation',
      'persistent-items',
      'publish',
      'publish-only-affiliation',
      'publisher-affiliation',
      'purge-nodes',
      'retract-items',
      'retrieve-affiliations',
      'retrieve-default',
      'retrieve-items',
      'retrieve-subscriptions',
      'rsm',
      'subscribe',
    ].map(pubsubFeature),
  ],
};

/** A node of it (XEP-0060 §5.3). */
export const nodeCapabilities: Capabilities = {
  category: 'pubsub',
  type: 'leaf',
  name: '',
  features: [namespaces.discoInfo, namespaces.discoItems, namespaces.pubsub],
};

/** XEP-0115 §5.1: base64 of SHA-1 over identity and sorted features, each with `<` behind it. */
export const verificationOf = ({ category, type, name, features }: Capabilities): string => {
  const parts = [`${category}/${type}//${name}`, ...features.toSorted()];
  return createHash('sha1')
    .update(parts.map((part) => `${part}<`).join(''))
    .digest('base64');
};

/** `<c/>` (XEP-0115 §4). */
export const capabilitiesElement = (announced: Announced): Markup =>
  element('c', {
    xmlns: namespaces.caps,
    hash: 'sha-1',
    node: announced.program,
    ver: verificationOf(announced),
  });

/** The content of a disco#info answer (XEP-0030 §3.1). */
export const identityAndFeatures = ({ category, type, name, features }: Capabilities): Markup =>
  element('identity', { category, type, name: name === '' ? undefined : name }) +
  features.map((feature) => element('feature', { var: feature })).join('');

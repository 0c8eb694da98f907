// Stanza errors: what a request is answered with when it is refused (RFC 6120 §8.3, XEP-0060).
import { failures, type LabError } from '../../protocol/errors.ts';
import { element, type Markup } from '../../protocol/xml.ts';
import { namespaces } from '../../protocol/xmpp.ts';

/** What the client may do about it (RFC 6120 §8.3.2). */
type ErrorType = 'auth' | 'cancel' | 'modify' | 'wait';

/** Defined conditions with the type that RFC 6120 §8.3.3 gives each. */
const errorTypes = {
  'bad-request': 'modify',
  conflict: 'cancel',
  'feature-not-implemented': 'cancel',
  forbidden: 'auth',
  'internal-server-error': 'cancel',
  'item-not-found': 'cancel',
  'jid-malformed': 'modify',
  'not-acceptable': 'modify',
  'not-allowed': 'cancel',
  'not-authorized': 'auth',
  'policy-violation': 'wait',
  'remote-server-not-found': 'cancel',
  'resource-constraint': 'wait',
  'service-unavailable': 'cancel',
  'unexpected-request': 'cancel',
} as const satisfies Readonly<Record<string, ErrorType>>;

/** One of the defined conditions that this server sends. */
export type StanzaCondition = keyof typeof errorTypes;

/** Conditions of PubSub's own, beside the defined one (XEP-0060 §16.4). */
export type PubSubCondition =
  | 'closed-node'
  | 'invalid-jid'
  | 'invalid-payload'
  | 'invalid-subid'
  | 'item-required'
  | 'nodeid-required'
  | 'not-subscribed'
  | 'payload-required'
  | 'payload-too-big'
  | 'pending-subscription'
  | 'precondition-not-met'
  | 'too-many-subscriptions';

/** A refusal. */
export interface StanzaError {
  readonly condition: StanzaCondition;
  readonly specific?: PubSubCondition | undefined;
  /** The feature that is not there: `<unsupported feature="…"/>` (XEP-0060 §16.4). */
  readonly unsupported?: string | undefined;
}

const pubsubError = (name: string, feature?: string): Markup =>
  element(name, { xmlns: namespaces.pubsubErrors, feature });

/** `<error type="…">` with its condition (RFC 6120 §8.3.2). */
export const stanzaErrorElement = ({ condition, specific, unsupported }: StanzaError): Markup =>
  element(
    'error',
    { type: errorTypes[condition] },
    element(condition, { xmlns: namespaces.stanzaErrors }),
    specific === undefined ? '' : pubsubError(specific),
    unsupported === undefined ? '' : pubsubError('unsupported', unsupported),
  );

const isStanzaCondition = (text: string): text is StanzaCondition => Object.hasOwn(errorTypes, text);

/** The stanza error that the table of failures gives a LabError. */
export const stanzaErrorOf = (error: LabError): StanzaError => {
  const condition: string = failures[error.code].xmppCondition;
  return { condition: isStanzaCondition(condition) ? condition : 'internal-server-error' };
};

// Stanza errors: what a request is answered with when it is refused (RFC 6120 §8.3).
import { failures, type LabError } from '../protocol/errors.ts';
import { element, type Markup } from '../protocol/xml.ts';
import { namespaces } from '../protocol/xmpp.ts';

/** What the client may do about it (RFC 6120 §8.3.2). */
type ErrorType = 'auth' | 'cancel' | 'modify' | 'wait';

/** Defined conditions with the type that RFC 6120 §8.3.3 gives each. */
const errorTypes = {
  'bad-request': 'modify',
  'feature-not-implemented': 'cancel',
  forbidden: 'auth',
  'internal-server-error': 'cancel',
  'item-not-found': 'cancel',
  'jid-malformed': 'modify',
  'not-allowed': 'cancel',
  'policy-violation': 'wait',
  'remote-server-not-found': 'cancel',
  'service-unavailable': 'cancel',
  'unexpected-request': 'cancel',
} as const satisfies Readonly<Record<string, ErrorType>>;

/** One of the defined conditions that this server sends. */
export type StanzaCondition = keyof typeof errorTypes;

/** A refusal, with the condition of PubSub's own where XEP-0060 names one. */
export interface StanzaError {
  readonly condition: StanzaCondition;
  readonly specific?: 'invalid-jid' | 'nodeid-required' | 'not-subscribed' | 'too-many-subscriptions' | undefined;
}

/** `<error type="…">` with its condition (RFC 6120 §8.3.2). */
export const stanzaErrorElement = ({ condition, specific }: StanzaError): Markup =>
  element(
    'error',
    { type: errorTypes[condition] },
    element(condition, { xmlns: namespaces.stanzaErrors }),
    specific === undefined ? '' : element(specific, { xmlns: namespaces.pubsubErrors }),
  );

const isStanzaCondition = (text: string): text is StanzaCondition => Object.hasOwn(errorTypes, text);

/** The stanza error that the table of failures gives a LabError. */
export const stanzaErrorOf = (error: LabError): StanzaError => {
  const condition: string = failures[error.code].xmppCondition;
  return { condition: isStanzaCondition(condition) ? condition : 'internal-server-error' };
};

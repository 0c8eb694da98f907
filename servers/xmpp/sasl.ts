// SASL: the mechanisms offered and the answers to each step (RFC 6120 §6, RFC 4616).
import type { Agent } from '../finesse/directory.ts';
import { asLabError } from '../protocol/errors.ts';
import { element, textOf, type Markup, type XmlElement } from '../protocol/xml.ts';
import { decodePlain, isElement, namespaces } from '../protocol/xmpp.ts';

/** Finesse's server offers PLAIN alone, over TLS that a proxy ends. */
export const mechanisms: readonly string[] = ['PLAIN'];

/** Refusals (RFC 6120 §6.5). A wrong password and an unknown account look the same. */
export type SaslFault =
  | 'aborted'
  | 'incorrect-encoding'
  | 'invalid-authzid'
  | 'invalid-mechanism'
  | 'malformed-request'
  | 'not-authorized';

/** What one step leads to. */
export type SaslOutcome =
  | { readonly kind: 'success'; readonly agent: Agent }
  | { readonly kind: 'failure'; readonly fault: SaslFault }
  /** The client sent no initial response: it is asked for one. */
  | { readonly kind: 'challenge' };

/** Whom SASL asks. @throws {LabError} LAB_CREDENTIALS_WRONG */
export type Authenticate = (id: string, password: string) => Agent;

const fail = (fault: SaslFault): SaslOutcome => ({ kind: 'failure', fault });

/** Whether an element belongs to SASL. */
export const isSaslStep = (step: XmlElement): boolean =>
  step.namespace === namespaces.sasl && ['auth', 'response', 'abort'].includes(step.name);

/** Takes one step; `isChallenged` = a challenge is open, so that a response is due. */
export const takeSaslStep = (
  step: XmlElement,
  isChallenged: boolean,
  { domain, authenticate }: { readonly domain: string; readonly authenticate: Authenticate },
): SaslOutcome => {
  if (isElement(step, 'sasl', 'abort')) return fail('aborted');
  if (isElement(step, 'sasl', 'response')) {
    return isChallenged ? checkPlain(textOf(step), domain, authenticate) : fail('malformed-request');
  }
  // RFC 6120 §6.4.2: mechanism names are upper case; a comparison of any other kind would accept what is none.
  if (!mechanisms.includes(step.attributes['mechanism'] ?? '')) return fail('invalid-mechanism');
  const response = textOf(step);
  return response === '' ? { kind: 'challenge' } : checkPlain(response, domain, authenticate);
};

const checkPlain = (response: string, domain: string, authenticate: Authenticate): SaslOutcome => {
  const credentials = decodePlain(response);
  if (typeof credentials === 'string') return fail(credentials);
  const { authzid, authcid, password } = credentials;
  const id = authcid.toLowerCase();
  if (authzid !== '' && authzid.toLowerCase() !== `${id}@${domain}`) return fail('invalid-authzid');
  try {
    return { kind: 'success', agent: authenticate(id, password) };
  } catch (cause) {
    if (asLabError(cause).code !== 'LAB_CREDENTIALS_WRONG') throw cause;
    return fail('not-authorized');
  }
};

/** RFC 6120 §6.4.6; after PLAIN it has nothing to add. */
export const successFrame: Markup = element('success', { xmlns: namespaces.sasl });

/** RFC 6120 §6.4.3: an empty challenge asks for the initial response. */
export const challengeFrame: Markup = element('challenge', { xmlns: namespaces.sasl });

/** RFC 6120 §6.4.5. */
export const failureFrame = (fault: SaslFault): Markup =>
  element('failure', { xmlns: namespaces.sasl }, element(fault, {}));

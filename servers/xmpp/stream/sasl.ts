// SASL: the mechanisms a profile offers, and the answer to each step (RFC 6120 §6, RFC 4616, RFC 5802).
import type { Agent } from '../../finesse/directory.ts';
import { asLabError } from '../../protocol/errors.ts';
import { element, textOf, type Markup, type XmlElement } from '../../protocol/xml.ts';
import { decodePlain, decodeSaslText, encodeSaslText, isElement, namespaces } from '../../protocol/xmpp.ts';
import { readClientFirst, ScramExchange, type ScramHash } from './scram.ts';
import type { ScramAccounts } from './scram-accounts.ts';

/** Refusals (RFC 6120 §6.5). A wrong password and an unknown account look the same. */
export type SaslFault =
  | 'aborted'
  | 'encryption-required'
  | 'incorrect-encoding'
  | 'invalid-authzid'
  | 'invalid-mechanism'
  | 'malformed-request'
  | 'not-authorized'
  | 'temporary-auth-failure';

/** What one step leads to. */
export type SaslOutcome =
  | { readonly kind: 'success'; readonly agent: Agent; readonly additional?: string }
  | { readonly kind: 'failure'; readonly fault: SaslFault; readonly cause?: unknown }
  | { readonly kind: 'challenge'; readonly message: string };

/** Whom SASL asks. */
export interface SaslParts {
  readonly domain: string;
  /** @throws {LabError} LAB_CREDENTIALS_WRONG */
  readonly authenticate: (id: string, password: string) => Agent;
  /** Who an id is, once a proof has shown that they know the password. @throws {LabError} LAB_AGENT_UNKNOWN */
  readonly find: (id: string) => Agent;
  readonly scram: ScramAccounts;
  /** Names of the mechanisms offered, the strongest first. */
  readonly mechanisms: readonly MechanismName[];
  /** Whether a password may not travel in the clear, and would. */
  readonly needsEncryption: boolean;
}

/** Takes a client's message in base64, and says what follows. */
type Step = (response: string) => SaslOutcome | { readonly kind: 'challenge'; readonly message: string; next: Step };

const fail = (fault: SaslFault, cause?: unknown): SaslOutcome => ({ kind: 'failure', fault, cause });

/** Empty, or the account's own bare JID: nobody may act as another (RFC 6120 §6.3.8). */
const isOwn = (authzid: string, id: string, domain: string): boolean =>
  authzid === '' || authzid.toLowerCase() === `${id}@${domain}`;

const plain =
  ({ domain, authenticate }: SaslParts): Step =>
  (response) => {
    const credentials = decodePlain(response);
    if (typeof credentials === 'string') return fail(credentials);
    const { authzid, authcid, password } = credentials;
    const id = authcid.toLowerCase();
    if (!isOwn(authzid, id, domain)) return fail('invalid-authzid');
    try {
      return { kind: 'success', agent: authenticate(id, password) };
    } catch (cause) {
      const isWrong = asLabError(cause).code === 'LAB_CREDENTIALS_WRONG';
      // RFC 6120 §6.5.11 [spec] "a temporary error condition within the receiving entity".
      return isWrong ? fail('not-authorized') : fail('temporary-auth-failure', cause);
    }
  };

const scram =
  (hash: ScramHash) =>
  ({ domain, find, scram: accounts }: SaslParts): Step =>
  (response) => {
    const decoded = decodeSaslText(response);
    if (typeof decoded === 'string') return fail(decoded);
    const first = readClientFirst(decoded.message);
    if (!first) return fail('malformed-request');
    const id = first.user.toLowerCase();
    if (!isOwn(first.authzid, id, domain)) return fail('invalid-authzid');
    const exchange = new ScramExchange(hash, accounts.keysOf(id, hash), first);
    const next: Step = (final) => {
      const proof = decodeSaslText(final);
      if (typeof proof === 'string') return fail(proof);
      const end = exchange.finish(proof.message);
      return typeof end === 'string' ? fail(end) : { kind: 'success', agent: find(id), additional: end.verifier };
    };
    return { kind: 'challenge', message: exchange.challenge, next };
  };

const mechanisms = {
  'SCRAM-SHA-256': scram('sha256'),
  'SCRAM-SHA-1': scram('sha1'),
  PLAIN: plain,
} as const satisfies Readonly<Record<string, (parts: SaslParts) => Step>>;

/** A mechanism that this server can speak. */
export type MechanismName = keyof typeof mechanisms;

/** Whether an element belongs to SASL. */
export const isSaslStep = (step: XmlElement): boolean =>
  step.namespace === namespaces.sasl && ['auth', 'response', 'abort'].includes(step.name);

/** One stream's negotiation: it remembers what it has asked for, and nothing after a failure. */
export class SaslNegotiation {
  readonly #parts: SaslParts;
  #next: Step | undefined;

  constructor(parts: SaslParts) {
    this.#parts = parts;
  }

  take(step: XmlElement): SaslOutcome {
    const due = this.#next;
    this.#next = undefined;
    if (isElement(step, 'sasl', 'abort')) return fail('aborted');
    const response = textOf(step);
    if (isElement(step, 'sasl', 'response')) return due ? this.#go(due, response) : fail('malformed-request');
    // RFC 6120 §6.4.2: mechanism names are upper case; a comparison of any other kind would accept what is none.
    const name = this.#parts.mechanisms.find((offered) => offered === step.attributes['mechanism']);
    if (name === undefined) return fail('invalid-mechanism');
    if (name === 'PLAIN' && this.#parts.needsEncryption) return fail('encryption-required');
    const first = mechanisms[name](this.#parts);
    if (response !== '') return this.#go(first, response);
    // RFC 6120 §6.4.3: the client sent no initial response, so it is asked for one.
    this.#next = first;
    return { kind: 'challenge', message: '' };
  }

  #go(step: Step, response: string): SaslOutcome {
    const outcome = step(response);
    if ('next' in outcome) this.#next = outcome.next;
    return outcome;
  }
}

/** RFC 6120 §6.4.6; after SCRAM it carries the server's own proof, without which some clients give up. */
export const successFrame = (additional?: string): Markup =>
  element('success', { xmlns: namespaces.sasl }, additional === undefined ? '' : encodeSaslText(additional));

/** RFC 6120 §6.4.3. */
export const challengeFrame = (message: string): Markup =>
  element('challenge', { xmlns: namespaces.sasl }, encodeSaslText(message));

/** RFC 6120 §6.4.5. */
export const failureFrame = (fault: SaslFault): Markup =>
  element('failure', { xmlns: namespaces.sasl }, element(fault, {}));

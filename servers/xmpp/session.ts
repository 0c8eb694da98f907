// A bound session: one resource of an account, its presence, its subscriptions and the stanzas it sends.
import type { Agent } from '../finesse/directory.ts';
import { element, type Markup, type XmlElement } from '../protocol/xml.ts';
import { namespaces } from '../protocol/xmpp.ts';
import { backEndCapabilities, capabilitiesElement } from './features.ts';
import { answerIq } from './iq.ts';
import { bareJid, formatJid, parseJid, type Jid } from './jid.ts';
import type { Peer } from './peer.ts';
import type { XmppService } from './service.ts';
import { stanzaErrorElement, type StanzaCondition } from './stanza-errors.ts';
import type { StreamCondition } from './stream-errors.ts';
import { Subscriptions } from './subscriptions.ts';

/** What a session is made from. */
export interface SessionParts {
  readonly service: XmppService;
  readonly peer: Peer;
  readonly agent: Agent;
  readonly jid: Jid;
  /** Ends the stream with an error. */
  fail(condition: StreamCondition): void;
}

/** Registers itself under its full JID. */
export class Session {
  readonly service: XmppService;
  readonly bare: string;
  readonly full: string;
  readonly subscriptions: Subscriptions;
  readonly #parts: SessionParts;
  #isAvailable = false;

  /** RFC 6120 §7.7.2.2: of two sessions with one full JID the newer wins, as both real servers decide. */
  constructor(parts: SessionParts) {
    this.#parts = parts;
    this.service = parts.service;
    this.bare = bareJid(parts.jid);
    this.full = formatJid(parts.jid);
    this.subscriptions = new Subscriptions(parts.service, parts.peer);
    this.service.sessions.get(this.full)?.fail('conflict');
    this.service.sessions.set(this.full, this);
  }

  fail(condition: StreamCondition): void {
    this.#parts.fail(condition);
  }

  /** Takes one stanza. */
  receive(stanza: XmlElement): void {
    const refusal = this.#refusalOf(stanza);
    if (refusal) this.fail(refusal);
    else if (stanza.name === 'iq') this.#send(answerIq(stanza, this));
    else if (stanza.name === 'presence') this.#receivePresence(stanza);
    else this.#send(this.#answerMessage(stanza));
  }

  /** Nothing of it stays: a full-JID subscription to a resource that is gone would be an orphan. */
  close(): void {
    this.subscriptions.close();
    if (this.service.sessions.get(this.full) === this) this.service.sessions.delete(this.full);
  }

  #send(frame: Markup | undefined): void {
    if (frame !== undefined) this.#parts.peer.send(frame);
  }

  #refusalOf({ name, namespace, attributes }: XmlElement): StreamCondition | undefined {
    if (!['iq', 'message', 'presence'].includes(name) || namespace === '') return 'unsupported-stanza-type';
    if (namespace !== namespaces.client) return 'invalid-namespace';
    const { from } = attributes;
    if (from === undefined) return undefined;
    const jid = parseJid(from);
    const text = jid && formatJid(jid);
    // RFC 6120 §8.1.2.1: the server knows who speaks; it may be named, but not as another.
    return text === this.bare || text === this.full ? undefined : 'invalid-from';
  }

  /** Messages to people are not carried: this service exists for PubSub. An error is never answered (RFC 6120 §8.3.1). */
  #answerMessage({ attributes }: XmlElement): Markup | undefined {
    const { type, id, to } = attributes;
    if (type === 'error') return undefined;
    const address = to === undefined ? undefined : parseJid(to);
    const condition: StanzaCondition = to !== undefined && !address ? 'jid-malformed' : 'service-unavailable';
    const from = address && formatJid(address);
    return element(
      'message',
      { xmlns: namespaces.client, type: 'error', id, from, to: this.full },
      stanzaErrorElement({ condition }),
    );
  }

  /** RFC 6121 §4.2 and §4.5: initial presence, and its end. Directed presence and subscriptions lead to nobody. */
  #receivePresence({ attributes: { type, to } }: XmlElement): void {
    if (to !== undefined || (type !== undefined && type !== 'unavailable')) return;
    const isInitial = type === undefined && !this.#isAvailable;
    this.#isAvailable = type === undefined;
    if (!isInitial) return;
    this.#send(this.#backEndPresence());
    // From here on a person has the agent, and the simulation leaves it alone.
    this.service.desk.claim(this.#parts.agent.id);
  }

  /** A Finesse desktop reports "connected" only after a presence of the user `finesse`. */
  #backEndPresence(): Markup {
    return element(
      'presence',
      { xmlns: namespaces.client, from: `finesse@${this.service.domain}/svc`, to: this.full },
      capabilitiesElement(backEndCapabilities),
    );
  }
}

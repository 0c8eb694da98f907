// Presence for one address: handed on, remembered, and taken back when the resource goes (RFC 6121 §4.6).
import { element, type XmlElement } from '../../protocol/xml.ts';
import { namespaces } from '../../protocol/xmpp.ts';
import { bareJid, formatJid, parseJid, type Jid } from '../jid.ts';
import { forward, stamped } from '../stanza/routing.ts';
import { stanzaErrorElement, type StanzaCondition } from '../stanza/stanza-errors.ts';
import type { Session } from './session.ts';

/** Addresses that one resource may have told of itself. */
const maximumTargets = 100;
/** RFC 6121 §4.7.1. Requests for a subscription lead to nobody: there are no contacts here. */
const quietTypes = ['error', 'probe', 'subscribe', 'subscribed', 'unsubscribe', 'unsubscribed'];

/** One a session. */
export class DirectedPresence {
  readonly #session: Session;
  readonly #targets = new Set<string>();

  constructor(session: Session) {
    this.#session = session;
  }

  receive(presence: XmlElement): void {
    const { type, to = '' } = presence.attributes;
    const address = parseJid(to);
    const fault = this.#faultOf(address);
    if (type !== undefined && type !== 'unavailable') return this.refuseUnknown(presence);
    if (fault || !address) return this.#refuse(presence, fault ?? 'jid-malformed');
    if (type === 'unavailable') this.#targets.delete(formatJid(address));
    else if (this.#targets.size < maximumTargets) this.#targets.add(formatJid(address));
    return this.#deliver(presence, address);
  }

  /** A type that RFC 6121 does not know. */
  refuseUnknown(presence: XmlElement): void {
    if (!quietTypes.includes(presence.attributes['type'] ?? '')) this.#refuse(presence, 'bad-request');
  }

  /** RFC 6121 §4.6.3: whoever was told that it is there is told that it goes. */
  withdrawAll({ children }: Pick<XmlElement, 'children'> = { children: [] }): void {
    for (const to of this.#targets) {
      const address = parseJid(to);
      const attributes = { type: 'unavailable', to };
      if (address) this.#deliver({ name: 'presence', namespace: namespaces.client, attributes, children }, address);
    }
    this.#targets.clear();
  }

  #deliver(presence: XmlElement, address: Jid): void {
    if (address.resource !== undefined) {
      forward(presence, this.#session, address);
      return;
    }
    const text = stamped(presence, this.#session);
    for (const { outlet } of this.#session.service.findAccount(bareJid(address))?.available ?? []) outlet.send(text);
  }

  #faultOf(address: Jid | undefined): StanzaCondition | undefined {
    const { domain, pubsubService } = this.#session.service;
    if (!address) return 'jid-malformed';
    if (address.domain === pubsubService) return 'service-unavailable';
    return address.domain === domain ? undefined : 'remote-server-not-found';
  }

  #refuse({ attributes: { id, to } }: XmlElement, condition: StanzaCondition): void {
    const { outlet, full } = this.#session;
    outlet.send(
      element(
        'presence',
        { xmlns: namespaces.client, type: 'error', id, from: to, to: full },
        stanzaErrorElement({ condition }),
      ),
    );
  }
}

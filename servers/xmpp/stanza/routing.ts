// Stanzas from one session to another: within this domain only, stamped with who sends them (RFC 6120 §10, RFC 6121 §8.5).
import { withAttributes, writeXml } from '../../protocol/xml-tree.ts';
import { element, type Markup, type XmlElement } from '../../protocol/xml.ts';
import { namespaces } from '../../protocol/xmpp.ts';
import { bareJid, formatJid, parseJid, type Jid } from '../jid.ts';
import type { XmppService } from '../service.ts';
import type { Session } from '../session/session.ts';
import { stanzaErrorElement, type StanzaCondition } from './stanza-errors.ts';

/** The session that a full JID names, if it is bound. */
const findSession = (service: XmppService, address: Jid): Session | undefined =>
  address.domain === service.domain && address.resource !== undefined
    ? service.findAccount(bareJid(address))?.find(address.resource)
    : undefined;

const stamped = (stanza: XmlElement, { full }: Session): Markup => writeXml(withAttributes(stanza, { from: full }));

/** Hands a stanza on to the session that is bound to the full JID. @returns false when there is none */
export const forward = (stanza: XmlElement, from: Session, address: Jid): boolean => {
  const target = findSession(from.service, address);
  target?.outlet.send(stamped(stanza, from));
  return target !== undefined;
};

/** The sessions that get what is sent to a person's bare JID; a room or a service is none (RFC 6121 §8.5.2). */
const reachableAt = (service: XmppService, address: Jid, type: string): readonly Session[] => {
  const isForPerson = address.domain === service.domain && address.local !== undefined && type !== 'groupchat';
  return isForPerson ? (service.findAccount(bareJid(address))?.reachable ?? []) : [];
};

/** RFC 6121 §8.5: to the resource, to all that are reachable, or back with an error. */
export const receiveMessage = (message: XmlElement, session: Session): void => {
  const { type = 'normal', to = session.bare } = message.attributes;
  const address = parseJid(to);
  if (!address) return bounce(message, session, 'jid-malformed');
  if (forward(message, session, address)) return undefined;
  const { service } = session;
  const isOurs = address.domain === service.domain || address.domain === service.pubsubService;
  if (!isOurs) return bounce(message, session, 'remote-server-not-found');
  const reachable = reachableAt(service, address, type);
  if (reachable.length === 0) return bounce(message, session, 'service-unavailable');
  for (const { outlet } of reachable) outlet.send(stamped(message, session));
  return undefined;
};

/** An error is never answered (RFC 6120 §8.3.1), nor is a headline missed (RFC 6121 §8.5.2.1.1). */
const bounce = ({ attributes }: XmlElement, { full, outlet }: Session, condition: StanzaCondition): void => {
  const { type, id, to } = attributes;
  if (type === 'error' || type === 'headline') return;
  const address = to === undefined ? undefined : parseJid(to);
  outlet.send(
    element(
      'message',
      { xmlns: namespaces.client, type: 'error', id, from: address && formatJid(address), to: full },
      stanzaErrorElement({ condition }),
    ),
  );
};

/** RFC 6121 §4.6: presence for one address. Subscriptions to a person's presence lead to nobody: there are no contacts. */
export const receiveDirectedPresence = (presence: XmlElement, session: Session): void => {
  const { type, to = '' } = presence.attributes;
  const address = parseJid(to);
  if (!address || (type !== undefined && type !== 'unavailable')) return;
  if (forward(presence, session, address) || address.domain !== session.service.domain) return;
  for (const { outlet } of session.service.findAccount(bareJid(address))?.available ?? []) {
    outlet.send(stamped(presence, session));
  }
};

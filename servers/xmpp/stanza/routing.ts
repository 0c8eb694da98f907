// Stanzas from one session to another: within this domain only, stamped with who sends them (RFC 6120 §10, RFC 6121 §8.5).
import { withAttributes, writeXml } from '../../protocol/xml-tree.ts';
import { element, type Markup, type XmlElement } from '../../protocol/xml.ts';
import { namespaces } from '../../protocol/xmpp.ts';
import { bareJid, parseJid, type Jid } from '../jid.ts';
import type { XmppService } from '../service.ts';
import type { Session } from '../session/session.ts';
import { stanzaErrorElement, type StanzaCondition } from './stanza-errors.ts';

/** The session that a full JID names, if it is bound. */
const findSession = (service: XmppService, address: Jid): Session | undefined =>
  address.domain === service.domain && address.resource !== undefined
    ? service.findAccount(bareJid(address))?.find(address.resource)
    : undefined;

/** The stanza with its true sender. */
export const stamped = (stanza: XmlElement, { full }: Session): Markup =>
  writeXml(withAttributes(stanza, { from: full }));

/** Hands a stanza on to the session that is bound to the full JID. @returns false when there is none */
export const forward = (stanza: XmlElement, from: Session, address: Jid): boolean => {
  const target = findSession(from.service, address);
  target?.outlet.send(stamped(stanza, from), () => bounce(stanza, from, 'service-unavailable'));
  return target !== undefined;
};

/** RFC 6121 §8.5.2.1.1: the most available of those who get what is sent to a person; a headline goes to all of them. */
const recipients = (service: XmppService, address: Jid, type: string): readonly Session[] => {
  const isForPerson = address.domain === service.domain && address.local !== undefined && type !== 'groupchat';
  const reachable = isForPerson ? (service.findAccount(bareJid(address))?.reachable ?? []) : [];
  if (type === 'headline') return address.resource === undefined ? reachable : [];
  const highest = Math.max(...reachable.map(({ priority }) => priority));
  return reachable.filter(({ priority }) => priority === highest);
};

/** RFC 6121 §8.5: to the resource, to those that are most available, or back with an error. */
export const receiveMessage = (message: XmlElement, session: Session): void => {
  const { type = 'normal', to = session.bare } = message.attributes;
  const address = parseJid(to);
  if (!address) return bounce(message, session, 'jid-malformed');
  if (forward(message, session, address)) return undefined;
  const { service } = session;
  const isOurs = address.domain === service.domain || address.domain === service.pubsubService;
  if (!isOurs) return bounce(message, session, 'remote-server-not-found');
  // RFC 6121 §8.5.2.1.1 and §8.5.3.2.1: an error that finds nobody is dropped.
  const found = type === 'error' ? [] : recipients(service, address, type);
  if (found.length === 0) return bounce(message, session, 'service-unavailable');
  const text = stamped(message, session);
  // It comes back when the last of them is lost with it.
  let left = found.length;
  const onLost = (): void => {
    left -= 1;
    if (left === 0) bounce(message, session, 'service-unavailable');
  };
  for (const { outlet } of found) outlet.send(text, onLost);
  return undefined;
};

/** Back to who sent it; an answer or an error is never answered (RFC 6120 §8.3.1), nor is a headline missed. */
const bounce = (stanza: XmlElement, { full, outlet }: Session, condition: StanzaCondition): void => {
  const { type = '', id, to } = stanza.attributes;
  if (stanza.name === 'presence' || ['error', 'headline', 'result'].includes(type)) return;
  outlet.send(
    element(
      stanza.name,
      { xmlns: namespaces.client, type: 'error', id, from: to, to: full },
      stanzaErrorElement({ condition }),
    ),
  );
};

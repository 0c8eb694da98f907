// Event messages of the nodes that clients made (XEP-0060 §7.1.2): each subscriber gets one, addressed as it subscribed.
import { element, type Markup } from '../../protocol/xml.ts';
import { namespaces } from '../../protocol/xmpp.ts';
import { bareJid, parseJid } from '../jid.ts';
import type { XmppService } from '../service.ts';
import { delayElement } from '../session/outlet.ts';
import type { OwnedNode, StoredItem } from './owned-node.ts';

/** `<item>` as it stands in an event and in an `items` answer. */
export const itemElement = ({ id, payload, publisher }: StoredItem): Markup =>
  element('item', { id, publisher }, payload);

/** Sends to a full JID's session, or to all reachable ones of a bare JID. */
export const sendTo = (service: XmppService, jid: string, content: readonly Markup[]): void => {
  const address = parseJid(jid);
  const account = address && service.findAccount(bareJid(address));
  if (!address || !account) return;
  const session = address.resource === undefined ? undefined : account.find(address.resource);
  const sessions = address.resource === undefined ? account.reachable : session ? [session] : [];
  const { pubsubService: from, newId } = service;
  const message = element('message', { xmlns: namespaces.client, from, to: jid, id: newId() }, ...content);
  for (const { outlet } of sessions) outlet.send(message);
};

const event = (...content: readonly Markup[]): Markup =>
  element('event', { xmlns: namespaces.pubsubEvent }, ...content);

/** Tells every subscriber. */
export const notify = (service: XmppService, node: OwnedNode, content: Markup): void => {
  for (const { jid, state } of service.subscriptions.on(node.name)) {
    // Whoever was shut out after they had subscribed hears no more.
    const mayHear = state === 'subscribed' && node.accessFault(jid.split('/')[0] ?? '') === null;
    if (mayHear) sendTo(service, jid, [event(content)]);
  }
};

/** The newest item for a new subscriber, with the time of its publication (XEP-0060 §6.1.7, XEP-0203). */
export const sendLast = (service: XmppService, node: OwnedNode, jid: string): void => {
  const { newest } = node;
  if (!newest) return;
  const items = element('items', { node: node.name }, itemElement(newest));
  sendTo(service, jid, [event(items), delayElement(service.pubsubService, newest.publishedAtMs)]);
};

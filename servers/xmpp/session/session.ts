// A bound session: one resource of an account, its presence, what it follows, and the stanzas it sends.
import { childOf, textOf, type Markup, type XmlElement } from '../../protocol/xml.ts';
import { withAttributes, writeXml } from '../../protocol/xml-tree.ts';
import { namespaces } from '../../protocol/xmpp.ts';
import { formatJid, parseJid } from '../jid.ts';
import type { Peer } from '../peer.ts';
import { Followers } from '../pubsub/followers.ts';
import type { XmppService } from '../service.ts';
import { receiveIq } from '../stanza/iq.ts';
import { receiveMessage } from '../stanza/routing.ts';
import type { StreamCondition } from '../stream/stream-errors.ts';
import type { Account } from './account.ts';
import { DirectedPresence } from './directed-presence.ts';
import { Outlet } from './outlet.ts';
import { StreamManagement } from './stream-management.ts';

/** The stream that carries a session at the moment. */
export interface Carrier {
  readonly peer: Peer;
  /** Ends the stream with an error, and the session with it. */
  fail(condition: StreamCondition): void;
  /** Another stream has taken the session over. */
  release(): void;
}

/** What a session is made from. */
export interface SessionParts {
  readonly service: XmppService;
  readonly account: Account;
  readonly resource: string;
  readonly carrier: Carrier;
}

/** RFC 6121 §4.7.2.3: -128 to 127; what cannot be read is 0. */
const priorityOf = (presence: XmlElement): number => {
  const child = childOf(presence, 'priority');
  const priority = child ? Number(textOf(child).trim()) : 0;
  return Number.isInteger(priority) && Math.abs(priority) <= 128 ? priority : 0;
};

/** Outlives its stream where that is managed (XEP-0198). */
export class Session {
  readonly service: XmppService;
  readonly account: Account;
  readonly resource: string;
  readonly bare: string;
  readonly full: string;
  readonly outlet: Outlet;
  readonly followers: Followers;
  readonly directed = new DirectedPresence(this);
  #carrier: Carrier | undefined;
  #hibernation: NodeJS.Timeout | undefined;
  #presence: XmlElement | undefined;
  #priority = 0;
  #isClosed = false;

  constructor({ service, account, resource, carrier }: SessionParts) {
    this.service = service;
    this.account = account;
    this.resource = resource;
    this.bare = account.bare;
    this.full = `${account.bare}/${resource}`;
    this.#carrier = carrier;
    const { nowMs, domain } = service;
    this.outlet = new Outlet(carrier.peer, { nowMs, domain, onOverflow: () => this.fail('resource-constraint') });
    this.followers = new Followers(service, this.outlet);
    account.join(this);
  }

  /** Its last presence, while it is available. */
  get presence(): XmlElement | undefined {
    return this.#presence;
  }

  get isAvailable(): boolean {
    return this.#presence !== undefined;
  }

  get priority(): number {
    return this.#priority;
  }

  get isClosed(): boolean {
    return this.#isClosed;
  }

  /** Whether it waits for its next connection. */
  get isHibernating(): boolean {
    return this.#carrier === undefined && !this.#isClosed;
  }

  /** Whether what is sent to the bare JID comes here (RFC 6121 §8.5.2.1: not with a negative priority). */
  get isReachable(): boolean {
    return this.isAvailable && this.#priority >= 0;
  }

  /** Ends it with a stream error; without a carrier there is nobody left to tell. */
  fail(condition: StreamCondition): void {
    if (this.#carrier) this.#carrier.fail(condition);
    else this.close();
  }

  /** Takes one stanza. */
  receive(stanza: XmlElement): void {
    const refusal = this.#refusalOf(stanza);
    if (refusal) return this.fail(refusal);
    this.outlet.management?.receive();
    if (stanza.name === 'iq') return receiveIq(stanza, this);
    if (stanza.name === 'message') return receiveMessage(stanza, this);
    return stanza.attributes['to'] === undefined ? this.#receivePresence(stanza) : this.directed.receive(stanza);
  }

  /** XEP-0198 §3: from here on both sides count. */
  manage(wantsResumption: boolean, maximumMs: number): StreamManagement {
    const { newId, resumable, hibernationMs } = this.service;
    const management = new StreamManagement(newId(), wantsResumption ? Math.min(maximumMs, hibernationMs) : 0);
    this.outlet.manage(management);
    if (management.holdMs > 0) resumable.add(management.id, this);
    return management;
  }

  /** The client says how many stanzas it has; events that waited for this go on. */
  acknowledge(h: number): boolean {
    const isTrue = this.outlet.acknowledge(h);
    if (isTrue && this.outlet.management?.isFull !== true) this.followers.resume();
    return isTrue;
  }

  /** The connection is gone without a goodbye: the session waits for the next one where it may. */
  lose(): void {
    const holdMs = this.outlet.management?.holdMs ?? 0;
    this.#carrier = undefined;
    this.outlet.detach();
    if (holdMs === 0) return this.close();
    this.#hibernation = setTimeout(() => this.close(), holdMs);
    this.#hibernation.unref();
    return undefined;
  }

  /** Another stream goes on where the last one ended (XEP-0198 §5). Call after `<resumed/>`: it repeats what is missing. */
  attach(carrier: Carrier): void {
    this.#carrier = carrier;
    clearTimeout(this.#hibernation);
    this.outlet.attach(carrier.peer);
    this.followers.resume();
  }

  /** The stream that carried it until now, if it still stands, is told that it does no more. */
  detach(): void {
    const old = this.#carrier;
    this.#carrier = undefined;
    this.outlet.detach();
    old?.release();
  }

  /** Nothing of it stays: a full-JID subscription to a resource that is gone would be an orphan. */
  close(): void {
    if (this.#isClosed) return;
    this.#isClosed = true;
    clearTimeout(this.#hibernation);
    this.#carrier = undefined;
    const { management } = this.outlet;
    if (management && management.holdMs > 0) this.service.resumable.end(management.id, this.bare, management.handled);
    this.followers.close();
    this.outlet.detach();
    this.#leavePresence();
    this.directed.withdrawAll();
    this.account.leave(this);
    for (const { onLost } of management?.waiting ?? []) onLost?.();
  }

  /** Follows what the subscriptions of its full and its bare JID say, no more and no less. */
  reconcile(): void {
    if (this.#isClosed) return;
    const { subscriptions, nodes } = this.service;
    const own = subscriptions.of(this.full);
    const ownNodes = new Set(own.map(({ node }) => node));
    const shared = this.isReachable ? subscriptions.of(this.bare) : [];
    // An automatic subscription steps back where the resource subscribed itself: nobody gets a state twice for asking.
    const wanted = [...own, ...shared.filter(({ node, origin }) => origin !== 'automatic' || !ownNodes.has(node))];
    this.followers.reconcile(wanted.filter(({ node, state }) => state === 'subscribed' && !nodes.has(node)));
  }

  /** Its presence as another resource is told of it. */
  presenceTo(to: string): Markup {
    const presence = this.#presence ?? { name: 'presence', namespace: namespaces.client, attributes: {}, children: [] };
    return writeXml(withAttributes(presence, { from: this.full, to }));
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

  /** RFC 6121 §4.2, §4.4 and §4.5: initial presence, its changes, and its end. Other types mean something only to a contact. */
  #receivePresence(presence: XmlElement): void {
    const { type } = presence.attributes;
    if (type === 'unavailable') return this.#leavePresence(presence);
    if (type !== undefined) return this.directed.refuseUnknown(presence);
    const isInitial = !this.isAvailable;
    this.#presence = presence;
    this.#priority = priorityOf(presence);
    if (isInitial) this.account.arrive(this);
    // RFC 6121 §4.2.2: every available resource is told, the one that speaks included.
    for (const { full, outlet } of this.account.available) outlet.send(this.presenceTo(full));
    return this.account.reconcile();
  }

  #leavePresence(presence?: XmlElement): void {
    this.directed.withdrawAll(presence);
    if (!this.isAvailable) return;
    const { children = [] } = presence ?? {};
    const attributes = { type: 'unavailable', from: this.full };
    this.#presence = undefined;
    for (const { full, outlet } of this.account.available) {
      outlet.send(
        writeXml({
          name: 'presence',
          namespace: namespaces.client,
          attributes: { ...attributes, to: full },
          children,
        }),
      );
    }
    this.account.depart();
    this.account.reconcile();
  }
}

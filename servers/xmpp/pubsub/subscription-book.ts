// Who is subscribed to what: one book a service, by subscriber and by node. A bare JID's subscriptions outlive its sessions.

/** One subscription (XEP-0060 §4.2). */
export interface Subscription {
  readonly node: string;
  /** The subscriber: a bare or a full JID. */
  readonly jid: string;
  /** `pending` waits for the owner of an `authorize` node. */
  readonly state: 'subscribed' | 'pending';
  /** Who made it: the subscriber, the node's owner, or the service at login, as Finesse does; that goes with the last resource. */
  readonly origin: 'own' | 'owner' | 'automatic';
}

type Index = Map<string, Map<string, Subscription>>;

const put = (index: Index, key: string, subkey: string, subscription: Subscription): void => {
  const known = index.get(key);
  if (known) known.set(subkey, subscription);
  else index.set(key, new Map([[subkey, subscription]]));
};

const drop = (index: Index, key: string, subkey: string): void => {
  const known = index.get(key);
  known?.delete(subkey);
  if (known?.size === 0) index.delete(key);
};

/** One a service. */
export class SubscriptionBook {
  readonly #byJid: Index = new Map();
  readonly #byNode: Index = new Map();

  /** A second one of the same JID takes the place of the first (XEP-0060 §6.1.6). */
  add(subscription: Subscription): void {
    put(this.#byJid, subscription.jid, subscription.node, subscription);
    put(this.#byNode, subscription.node, subscription.jid, subscription);
  }

  find(node: string, jid: string): Subscription | undefined {
    return this.#byJid.get(jid)?.get(node);
  }

  /** What a JID is subscribed to. */
  of(jid: string): readonly Subscription[] {
    return [...(this.#byJid.get(jid)?.values() ?? [])];
  }

  /** Who is subscribed to a node. */
  on(node: string): readonly Subscription[] {
    return [...(this.#byNode.get(node)?.values() ?? [])];
  }

  /** False when there was none. */
  remove(node: string, jid: string): boolean {
    const isThere = this.find(node, jid) !== undefined;
    drop(this.#byJid, jid, node);
    drop(this.#byNode, node, jid);
    return isThere;
  }

  /** The subscriber is gone. */
  removeOf(jid: string): void {
    for (const { node } of this.of(jid)) this.remove(node, jid);
  }

  /** The node is gone. */
  removeOn(node: string): void {
    for (const { jid } of this.on(node)) this.remove(node, jid);
  }
}

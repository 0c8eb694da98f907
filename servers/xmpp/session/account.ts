// An account: its resources, what they share, and what becomes of the agent when the last one is gone.
import type { Agent } from '../../finesse/directory.ts';
import { dialogsTopic, systemInfoTopic, userTopic, type Topic } from '../../protocol/topic.ts';
import { element, type Markup } from '../../protocol/xml.ts';
import { namespaces } from '../../protocol/xmpp.ts';
import { backEndCapabilities, capabilitiesElement } from '../capabilities.ts';
import type { XmppService } from '../service.ts';
import type { Session } from './session.ts';

/** Finesse's reason for the LOGOUT of an agent whose connection failed. */
const connectionFailure = 255;

/** Resources that an account may have at once: what waits for each of them is kept. */
const maximumResources = 20;

/** Nodes that Finesse subscribes every user to, by their bare JID. */
const automaticNodes = (id: string): readonly Topic[] => [userTopic(id), dialogsTopic(id), systemInfoTopic];

/** One person; made at the first login. */
export class Account {
  readonly agent: Agent;
  readonly bare: string;
  readonly #service: XmppService;
  readonly #sessions = new Map<string, Session>();
  #grace: NodeJS.Timeout | undefined;

  constructor(service: XmppService, agent: Agent, bare: string) {
    this.#service = service;
    this.agent = agent;
    this.bare = bare;
  }

  get resources(): readonly Session[] {
    return [...this.#sessions.values()];
  }

  /** Resources that have announced themselves. */
  get available(): readonly Session[] {
    return [...this.#sessions.values()].filter(({ isAvailable }) => isAvailable);
  }

  /** Resources that get what is sent to the bare JID (RFC 6121 §8.5.2). */
  get reachable(): readonly Session[] {
    return [...this.#sessions.values()].filter(({ isReachable }) => isReachable);
  }

  /** RFC 6120 §7.6.2.1: a limit on resources. The oldest that only waits for its next connection makes room. */
  hasRoomFor(resource: string): boolean {
    if (this.#sessions.has(resource) || this.#sessions.size < maximumResources) return true;
    const oldest = this.resources.find(({ isHibernating }) => isHibernating);
    oldest?.close();
    return oldest !== undefined;
  }

  find(resource: string): Session | undefined {
    return this.#sessions.get(resource);
  }

  /** RFC 6120 §7.7.2.2: of two sessions with one full JID the newer wins, as both real servers decide. */
  join(session: Session): void {
    const older = this.#sessions.get(session.resource);
    this.#sessions.set(session.resource, session);
    older?.fail('conflict');
  }

  leave(session: Session): void {
    if (this.#sessions.get(session.resource) === session) this.#sessions.delete(session.resource);
    this.#service.subscriptions.removeOf(session.full);
    this.forgetIfEmpty();
  }

  /** A resource is there: the agent is in a person's hands, and the simulation leaves it alone. */
  arrive(session: Session): void {
    clearTimeout(this.#grace);
    this.#grace = undefined;
    session.outlet.send(this.#backEndPresence(session));
    for (const other of this.available) {
      if (other !== session && other.presence !== undefined) session.outlet.send(other.presenceTo(session.full));
    }
    this.#service.desk.claim(this.agent.id);
    const { subscriptions } = this.#service;
    for (const node of automaticNodes(this.agent.id)) {
      if (!subscriptions.find(node, this.bare)) {
        subscriptions.add({ node, jid: this.bare, state: 'subscribed', origin: 'automatic' });
      }
    }
  }

  /** A resource that was there is gone: with the last one, the agent has some time left. */
  depart(): void {
    if (this.available.length > 0 || this.#grace) return;
    const { subscriptions, desk, presenceGraceMs } = this.#service;
    for (const { node, origin } of subscriptions.of(this.bare)) {
      if (origin === 'automatic') subscriptions.remove(node, this.bare);
    }
    this.#grace = setTimeout(() => {
      this.#grace = undefined;
      desk.forceOut(this.agent.id, connectionFailure);
      this.forgetIfEmpty();
    }, presenceGraceMs);
    this.#grace.unref();
  }

  /** Every session follows what it should, after something changed that they share. */
  reconcile(): void {
    for (const session of this.#sessions.values()) session.reconcile();
  }

  /** The back end came or went: Finesse's desktops wait for it, and say so. */
  tellBackEnd(): void {
    for (const session of this.available) session.outlet.send(this.#backEndPresence(session));
  }

  forgetIfEmpty(): void {
    const lives = this.#sessions.size > 0 || this.#grace || this.#service.subscriptions.of(this.bare).length > 0;
    if (!lives) this.#service.forget(this.bare);
  }

  close(): void {
    clearTimeout(this.#grace);
    for (const session of this.#sessions.values()) session.close();
    clearTimeout(this.#grace);
  }

  /** A Finesse desktop reports "connected" only after a presence of the user `finesse`. */
  #backEndPresence({ full }: Session): Markup {
    const { domain, desk } = this.#service;
    const isThere = desk.system.status === 'IN_SERVICE';
    return element(
      'presence',
      {
        xmlns: namespaces.client,
        from: `finesse@${domain}/svc`,
        to: full,
        type: isThere ? undefined : 'unavailable',
      },
      isThere ? capabilitiesElement(backEndCapabilities) : '',
    );
  }
}

// What all streams of one server share: its domain, the feed, the desk, the accounts and the nodes. It knows no socket.
import { entryJson } from '../feed/encode-once.ts';
import type { FeedReader } from '../feed/reader.ts';
import type { Desk } from '../finesse/desk.ts';
import type { Agent } from '../finesse/directory.ts';
import { pubsubServiceOf } from '../protocol/xmpp.ts';
import { offers, type ProfileOffer, type XmppProfile } from './profiles.ts';
import { EventEncoder } from './pubsub/event-stanza.ts';
import { OwnedNodes } from './pubsub/owned-nodes.ts';
import { SubscriptionBook } from './pubsub/subscription-book.ts';
import { Account } from './session/account.ts';
import { ResumableSessions } from './session/resumable-sessions.ts';
import { ScramAccounts } from './stream/scram-accounts.ts';

/** What the service is built from. */
export interface ServiceParts {
  readonly domain: string;
  readonly feed: FeedReader;
  readonly desk: Pick<Desk, 'authenticate' | 'claim' | 'directory' | 'find' | 'forceOut' | 'system'>;
  /** @default 'finesse' */
  readonly profile?: XmppProfile;
  /** Whether PLAIN is refused on a connection without TLS. @default false */
  readonly needsEncryption?: boolean;
  /** Where clients are sent when the server drains (RFC 7395 §3.6.1). @default nowhere */
  readonly seeOtherUri?: string | undefined;
  /** How long a login may take, in milliseconds. @default 30000 */
  readonly loginTimeoutMs?: number;
  /** How long a session outlives its connection (XEP-0198 §5), in milliseconds. @default 60000 */
  readonly hibernationMs?: number;
  /** How long an agent without an available session stays logged in, in milliseconds. @default 60000, as in Finesse */
  readonly presenceGraceMs?: number;
  /** Makes ids of streams, stanzas and resources. @default ten random characters, as Openfire's */
  readonly newId?: () => string;
  /** Wall clock for the stamps of XEP-0203. @default Date.now */
  readonly nowMs?: () => number;
  /** Told of faults of the server's own. @default nobody */
  readonly onFault?: (cause: unknown) => void;
}

/** One a server. */
export class XmppService {
  readonly domain: string;
  /** Address of the PubSub service. */
  readonly pubsubService: string;
  readonly feed: FeedReader;
  readonly desk: ServiceParts['desk'];
  readonly offer: ProfileOffer;
  readonly needsEncryption: boolean;
  readonly seeOtherUri: string | undefined;
  readonly loginTimeoutMs: number;
  readonly hibernationMs: number;
  readonly presenceGraceMs: number;
  readonly newId: () => string;
  readonly nowMs: () => number;
  readonly onFault: (cause: unknown) => void;
  readonly scram: ScramAccounts;
  readonly events: EventEncoder;
  readonly nodes: OwnedNodes;
  readonly subscriptions = new SubscriptionBook();
  readonly resumable = new ResumableSessions();
  /** By bare JID; an account is here as long as something of it lives: a session, a subscription, a running grace. */
  readonly #accounts = new Map<string, Account>();

  constructor(parts: ServiceParts) {
    const { profile = 'finesse', needsEncryption = false, loginTimeoutMs = 30_000 } = parts;
    const { hibernationMs = 60_000, presenceGraceMs = 60_000 } = parts;
    const { newId = randomId, nowMs = Date.now, onFault = () => {} } = parts;
    this.domain = parts.domain;
    this.pubsubService = pubsubServiceOf(parts.domain);
    this.feed = parts.feed;
    this.desk = parts.desk;
    this.offer = offers[profile];
    this.needsEncryption = needsEncryption;
    this.seeOtherUri = parts.seeOtherUri;
    this.loginTimeoutMs = loginTimeoutMs;
    this.hibernationMs = hibernationMs;
    this.presenceGraceMs = presenceGraceMs;
    this.newId = newId;
    this.nowMs = nowMs;
    this.onFault = onFault;
    const { directory } = parts.desk;
    this.scram = new ScramAccounts(directory);
    this.events = new EventEncoder({ pubsubService: this.pubsubService, directory, newId, entryJson });
    this.nodes = new OwnedNodes({ newId, nowMs });
    parts.desk.system.onChange(() => {
      for (const account of this.#accounts.values()) account.tellBackEnd();
    });
  }

  /** The account of an agent; made when nothing of it lived. */
  accountOf(agent: Agent): Account {
    const bare = `${agent.id.toLowerCase()}@${this.domain}`;
    const known = this.#accounts.get(bare);
    if (known) return known;
    const account = new Account(this, agent, bare);
    this.#accounts.set(bare, account);
    return account;
  }

  /** The account that lives under a bare JID. */
  findAccount(bare: string): Account | undefined {
    return this.#accounts.get(bare);
  }

  /** Whether somebody of this bare JID could log in. */
  hasAccount(bare: string): boolean {
    const [local = '', domain] = bare.split('@');
    return domain === this.domain && this.desk.directory.agents.has(local);
  }

  /** Nothing of the account lives any more. */
  forget(bare: string): void {
    this.#accounts.delete(bare);
  }

  /** The server goes: timers of sessions without a connection end with it. */
  close(): void {
    for (const account of this.#accounts.values()) account.close();
    this.#accounts.clear();
  }
}

/** RFC 6120 §4.7.3: the id of a stream is neither guessed nor used twice. */
const randomId = (): string => {
  const digits = crypto.getRandomValues(new Uint8Array(10));
  return Array.from(digits, (digit) => (digit % 36).toString(36)).join('');
};

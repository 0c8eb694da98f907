// THE SERVER CONTRACT. Read this first when you add a transport; servers/registry.ts is where it is named.
import type { FastifyBaseLogger, FastifyInstance } from 'fastify';
import type { FeedReader } from './feed/reader.ts';
import type { Desk } from './finesse/desk.ts';
import type { XmppService } from './xmpp/service.ts';

/** What a transport may be told. Each default stands in servers/config.ts. */
export interface TransportOptions {
  /** Entries on a board. */
  readonly window: number;
  /** Domain of the XMPP service; its PubSub service is `pubsub.` + this. */
  readonly xmppDomain: string;
  /** Longest body, frame or stanza that is accepted, in bytes. */
  readonly maximumBodyBytes: number;
  /** How often a silent stream says that it is alive, in milliseconds. */
  readonly heartbeatMs: number;
}

/** What a transport gets. It can read the feed and ask for a state change; it can never publish. */
export interface Lab {
  readonly feed: FeedReader;
  readonly desk: Desk;
  /** What the doors of XMPP have in common: accounts, sessions, nodes. */
  readonly xmpp: XmppService;
  readonly options: TransportOptions;
  /** Fires when the server drains: answer what is held, end every stream so that its client reconnects later. */
  readonly closing: AbortSignal;
  readonly log: FastifyBaseLogger;
}

/** A transport: routes on the one Fastify app. Its path stands in the catalog (servers/protocol/catalog.ts). */
export interface ServerTransport {
  mount(app: FastifyInstance, lab: Lab): void | Promise<void>;
}

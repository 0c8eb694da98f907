// What all streams of one server share: its domain, the feed, the desk and who is bound. Nothing here knows a socket.
import { entryJson } from '../feed/encode-once.ts';
import type { FeedReader } from '../feed/reader.ts';
import type { Desk } from '../finesse/desk.ts';
import { pubsubServiceOf } from '../protocol/xmpp.ts';
import { EventEncoder } from './event-stanza.ts';
import type { Session } from './session.ts';

/** What the service is built from. */
export interface ServiceParts {
  readonly domain: string;
  readonly feed: FeedReader;
  readonly desk: Pick<Desk, 'authenticate' | 'claim' | 'directory'>;
  /** How long a login may take, in milliseconds. @default 30000 */
  readonly loginTimeoutMs?: number;
  /** Makes ids of streams, stanzas and resources. @default ten random characters, as Openfire's */
  readonly newId?: () => string;
  /** Told of faults of the server's own. @default nobody */
  readonly onFault?: (cause: unknown) => void;
}

/** One a server. */
export interface XmppService extends Required<ServiceParts> {
  /** Address of the PubSub service. */
  readonly pubsubService: string;
  /** Bound sessions by full JID. */
  readonly sessions: Map<string, Session>;
  readonly events: EventEncoder;
}

/** RFC 6120 §4.7.3: the id of a stream is neither guessed nor used twice. */
const randomId = (): string => {
  const digits = crypto.getRandomValues(new Uint8Array(10));
  return Array.from(digits, (digit) => (digit % 36).toString(36)).join('');
};

/** Builds the service with its defaults. */
export const createXmppService = (parts: ServiceParts): XmppService => {
  const { loginTimeoutMs = 30_000, newId = randomId, onFault = () => {} } = parts;
  const pubsubService = pubsubServiceOf(parts.domain);
  const { directory } = parts.desk;
  return {
    ...parts,
    loginTimeoutMs,
    newId,
    onFault,
    pubsubService,
    sessions: new Map(),
    events: new EventEncoder({ pubsubService, directory, newId, entryJson }),
  };
};

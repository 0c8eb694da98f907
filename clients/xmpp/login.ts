// Who logs in, where, and what for: read from the target, the same for every carrier of XMPP.
import { everythingTopic } from '../../servers/protocol/topic.ts';
import { pubsubServiceOf } from '../../servers/protocol/xmpp.ts';
import type { ClientTarget } from '../transport.ts';
import type { SessionOptions } from './session.ts';

type Login = Pick<SessionOptions, 'account' | 'domain' | 'service' | 'resource' | 'isPresent' | 'node'>;

/** A resource of its own for every connection: a late goodbye of the last one must not end the next. */
export const loginOf = ({ account, xmppDomain: domain = 'localhost', topic, runtime }: ClientTarget): Login => ({
  account: account ?? { id: '1001001', password: 'secret' },
  // Who only looks on, with the account that everybody knows, must not change what it looks at.
  isPresent: account !== undefined,
  domain,
  service: pubsubServiceOf(domain),
  resource: `lab-${Math.floor(runtime.random() * 36 ** 8)
    .toString(36)
    .padStart(8, '0')}`,
  node: topic ?? everythingTopic,
});

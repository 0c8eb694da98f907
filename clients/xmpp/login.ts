// Who logs in, where, and what for: read from the target, the same for every carrier of XMPP.
import { everythingTopic } from '../../servers/protocol/topic.ts';
import { pubsubServiceOf } from '../../servers/protocol/xmpp.ts';
import type { ClientTarget } from '../transport.ts';
import type { SessionOptions } from './session.ts';

type Login = Pick<SessionOptions, 'account' | 'domain' | 'service' | 'resource' | 'isPresent' | 'node'>;

/** One resource a follower: its next connection takes the place of what the last one left on the server. */
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

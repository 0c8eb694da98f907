// Which transports the clients have: one line each; the compiler names a missing one.
import type { TransportId } from '../servers/protocol/catalog.ts';
import type { ClientTransport } from './transport.ts';
import { bosh } from './transports/bosh.ts';
import { http10 } from './transports/http10.ts';
import { keepAlive } from './transports/keep-alive.ts';
import { longPoll } from './transports/long-poll.ts';
import { shortPoll } from './transports/short-poll.ts';
import { sse } from './transports/sse.ts';
import { websocket } from './transports/websocket.ts';
import { xmpp } from './transports/xmpp.ts';

export const clientTransports: Readonly<Record<TransportId, ClientTransport>> = {
  http10,
  'keep-alive': keepAlive,
  'short-poll': shortPoll,
  'long-poll': longPoll,
  sse,
  websocket,
  xmpp,
  bosh,
};

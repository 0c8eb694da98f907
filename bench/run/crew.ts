// The processes of a segment: the server under test or a peer in its place, the clients, and the relay.
import type { TransportId } from '../../servers/protocol/catalog.ts';
import { isPeerId, type PeerId } from '../report/peers.ts';
import { Child } from './child.ts';
import type { ClientsMethods } from './client-process.ts';
import type { RelayMethods } from './relay-process.ts';
import type { ServerMethods } from './server-process.ts';

/** What is measured: a transport, the bare TCP floor, or somebody else's server. */
export type SubjectId = TransportId | PeerId | 'floor';

/** The three processes of a segment, started ahead so that starting them costs no time of the run. */
export class Crew {
  readonly server: Child<ServerMethods>;
  readonly clients = new Child<ClientsMethods>('client', new URL('./client-process.ts', import.meta.url));
  readonly relay: Child<RelayMethods> | null;

  constructor(rttMs: number, subject: SubjectId | undefined) {
    this.server = startServer(subject);
    this.relay = rttMs > 0 ? new Child<RelayMethods>('relay', new URL('./relay-process.ts', import.meta.url)) : null;
  }

  async stop(): Promise<void> {
    await Promise.all([this.server.stop(), this.clients.stop(), this.relay?.stop()]);
  }
}

/** A peer's process ends a server of somebody else before it leaves. */
const peerGraceMs = 10_000;

/** The process that takes the place of the server under test. */
export const startServer = (subject: SubjectId | undefined): Child<ServerMethods> =>
  subject !== undefined && isPeerId(subject)
    ? new Child<ServerMethods>('peer', new URL('../peer/peer-process.ts', import.meta.url), peerGraceMs)
    : new Child<ServerMethods>('server', new URL('./server-process.ts', import.meta.url));

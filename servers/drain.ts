// The end of a server: its clients are told, let go, and cut when they stay.
import type { Socket } from 'node:net';
import type { FastifyInstance } from 'fastify';
import type { OpenPorts } from './tap/tapped-ports.ts';

/** How long clients may take to leave before their connections are cut, in milliseconds. */
const drainGraceMs = 1000;

/** Until its handshake is over the HTTPS server does not know a connection, and would not cut it when it closes. */
export const connectionsBelowTls = ({ server }: FastifyInstance): Iterable<Socket> => {
  const connections = new Set<Socket>();
  server.on('connection', (socket) => {
    connections.add(socket);
    socket.once('close', () => connections.delete(socket));
  });
  return connections;
};

/** Through which clients come in. */
export interface Doors {
  readonly app: FastifyInstance;
  readonly taps: OpenPorts;
  readonly belowTls: Iterable<Socket>;
}

/**
 * Fastify's own `close()` waits for open streams and so never ends.
 * Hence: tell the transports, let clients leave, cut who is left, then close.
 */
export const drain = async ({ app, taps, belowTls }: Doors, closing: AbortController): Promise<void> => {
  if (closing.signal.aborted) return;
  closing.abort();
  const { server } = app;
  server.close();
  taps.stopListening();
  server.closeIdleConnections();
  const deadline = Date.now() + drainGraceMs;
  while (Date.now() < deadline && (await connectionsOf(app)) + taps.openConnections > 0) {
    await new Promise((resolve) => setTimeout(resolve, 20));
    server.closeIdleConnections();
  }
  server.closeAllConnections();
  // Upgraded sockets are no longer the HTTP server's to close, and one that does not read never answers a close frame.
  for (const client of app.websocketServer.clients) client.terminate();
  for (const socket of belowTls) socket.destroy();
  await taps.close();
  await app.close();
};

const connectionsOf = (app: FastifyInstance): Promise<number> =>
  new Promise((resolve) => app.server.getConnections((error, count) => resolve(error ? 0 : count)));

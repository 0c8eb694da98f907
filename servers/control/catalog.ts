// `GET /catalog`: the transports, what they can do, and the URL of each.
import type { FastifyInstance } from 'fastify';
import { catalog, transportIds, type TransportId } from '../protocol/catalog.ts';
import { urlOf } from './address.ts';

/** Absolute URLs, made from the host that the client asked; `portOf` a transport's own port, when it has one. */
export const mountCatalog = (
  app: FastifyInstance,
  xmppDomain: string,
  portOf: (id: TransportId) => number | undefined,
): void => {
  app.get('/catalog', (request) => ({
    xmppDomain,
    transports: transportIds.map((id) => ({ id, ...catalog[id], url: urlOf(request, id, portOf(id)) })),
  }));
};

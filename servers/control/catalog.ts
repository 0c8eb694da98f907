// `GET /catalog`: the transports, what they can do, and the URL of each.
import type { FastifyInstance } from 'fastify';
import { catalog, transportIds } from '../protocol/catalog.ts';
import { urlOf } from './address.ts';

/** Absolute URLs, made from the host that the client asked. */
export const mountCatalog = (app: FastifyInstance, xmppDomain: string): void => {
  app.get('/catalog', (request) => ({
    xmppDomain,
    transports: transportIds.map((id) => ({ id, ...catalog[id], url: urlOf(request, id) })),
  }));
};

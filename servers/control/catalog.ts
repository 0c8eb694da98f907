// `GET /catalog`: the transports, what they can do, and the URL of each.
import type { FastifyInstance, FastifyRequest } from 'fastify';
import { catalog, describeTransport, transportIds } from '../protocol/catalog.ts';

/** Absolute URLs, made from the host that the client asked. */
export const mountCatalog = (app: FastifyInstance, xmppDomain: string): void => {
  app.get('/catalog', (request) => ({
    xmppDomain,
    transports: transportIds.map((id) => ({ id, ...catalog[id], url: urlOf(request, id) })),
  }));
};

const urlOf = (request: FastifyRequest, id: (typeof transportIds)[number]): string => {
  const { scheme, path } = describeTransport(id);
  // A client of HTTP/1.0 need not say which host it asked: then it is the address it reached.
  const { localAddress, localPort } = request.raw.socket;
  const host = request.host === '' ? `${localAddress}:${localPort}` : request.host;
  return `${scheme}://${host}${path}`;
};

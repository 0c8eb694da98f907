// `GET /.well-known/host-meta`: where a client that knows the domain alone finds XMPP over WebSocket and BOSH (XEP-0156, RFC 6415).
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { describeTransport, transportIds } from '../protocol/catalog.ts';
import { element } from '../protocol/xml.ts';
import { urlOf } from './address.ts';

/** Relations of XEP-0156 §3, by the scheme of the transport. */
const relations = { ws: 'urn:xmpp:alt-connections:websocket', http: 'urn:xmpp:alt-connections:xbosh' } as const;

/** The transports that speak XMPP: those whose clients need XML. */
const speakers = transportIds.filter((id) => describeTransport(id).needs.includes('xml'));

const linksFor = (request: FastifyRequest): readonly { readonly rel: string; readonly href: string }[] =>
  speakers.map((id) => ({ rel: relations[describeTransport(id).scheme], href: urlOf(request, id) }));

/** XEP-0156 §3 wants pages of other origins to be able to read it. */
const openToAll = (reply: FastifyReply): FastifyReply => reply.header('access-control-allow-origin', '*');

/** As XRD (RFC 6415 §2) and as JSON (RFC 6415 Appendix A). */
export const mountHostMeta = (app: FastifyInstance): void => {
  app.get('/.well-known/host-meta', (request, reply) => {
    const links = linksFor(request).map((link) => element('Link', link));
    const document = element('XRD', { xmlns: 'http://docs.oasis-open.org/ns/xri/xrd-1.0' }, ...links);
    return openToAll(reply).type('application/xrd+xml; charset=utf-8').send(`<?xml version="1.0"?>\n${document}\n`);
  });
  app.get('/.well-known/host-meta.json', (request, reply) =>
    openToAll(reply)
      .type('application/jrd+json; charset=utf-8')
      .send(JSON.stringify({ links: linksFor(request) })),
  );
};

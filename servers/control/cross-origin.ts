// Pages come from the main port and ask the transports on ports of their own: another origin, so they need leave to read.
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { cursorHeader } from '../protocol/batch.ts';
import { describeTransport, transportIds, type TransportDescription } from '../protocol/catalog.ts';
import { LabError } from '../protocol/errors.ts';
import { demandOwnHost } from './door.ts';
import { isOwnOrigin } from './origin.ts';

/** How long a browser may remember what a preflight said, in seconds. */
const preflightSeconds = 600;

/** The path that was asked for, with or without its last slash. */
const pathOf = ({ url }: FastifyRequest): string => (url.split('?', 1)[0] ?? '').replace(/(?<=.)\/$/, '');

const byPath: ReadonlyMap<string, TransportDescription> = new Map(
  transportIds.map((id) => [describeTransport(id).path.replace(/\/$/, ''), describeTransport(id)]),
);

/**
 * On every answer of a transport to a page of the lab, errors too. Without an `Origin` nothing is added, and a foreign one
 * gets nothing. A transport that writes a head of its own has to put in what stands in `reply.getHeaders()`.
 */
export const mountCrossOrigin = (app: FastifyInstance, certificate?: string): void => {
  app.addHook('onRequest', (request, reply, done) => {
    const { origin, host } = request.headers;
    if (origin === undefined) return done();
    const transport = byPath.get(pathOf(request));
    const isOwn = isOwnOrigin(origin, host);
    // Own because it names the host that was asked: under a name of its own it is refused whatever it asks for.
    if (isOwn && !isOwnOrigin(origin, undefined)) demandOwnHost(request, certificate);
    // RFC 6455 §10.2: no preflight stands before a WebSocket, so the server itself has to look at the origin.
    if (!isOwn && request.headers.upgrade?.toLowerCase() === 'websocket') return done(forbidden(origin));
    if (!transport || !isOwn) return done();
    permit(reply, origin);
    if (isPreflight(request) && transport.duplex && transport.scheme === 'http') return void answerPreflight(reply);
    return done();
  });
};

const forbidden = (origin: string): LabError =>
  new LabError(
    'LAB_ORIGIN_FORBIDDEN',
    `A page of ${JSON.stringify(origin.slice(0, 200))} may not open a WebSocket here; one of this host or of this machine may.`,
  );

/** https://fetch.spec.whatwg.org/#http-cors-protocol and https://w3c.github.io/resource-timing/#sec-timing-allow-origin */
const permit = (reply: FastifyReply, origin: string): void => {
  void reply.headers({
    'access-control-allow-origin': origin,
    'access-control-expose-headers': cursorHeader,
    'timing-allow-origin': origin,
    // RFC 9110 §12.5.5: another origin would have been answered otherwise.
    vary: 'Origin',
  });
};

const isPreflight = ({ method, headers }: FastifyRequest): boolean =>
  method === 'OPTIONS' && headers['access-control-request-method'] !== undefined;

/** https://fetch.spec.whatwg.org/#cors-preflight-fetch: a POST of XML is asked for beforehand. */
const answerPreflight = (reply: FastifyReply): FastifyReply =>
  reply
    .code(204)
    .headers({
      'access-control-allow-methods': 'GET, POST',
      'access-control-allow-headers': 'content-type',
      'access-control-max-age': preflightSeconds,
    })
    .send();

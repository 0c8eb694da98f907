// Where a transport is reached: an absolute URL, made from the host that the client asked.
import type { FastifyRequest } from 'fastify';
import { describeTransport, type TransportId } from '../protocol/catalog.ts';

/** The URL of a transport, as the client that asks can use it. */
export const urlOf = (request: FastifyRequest, id: TransportId): string => {
  const { scheme, path } = describeTransport(id);
  // A client of HTTP/1.0 need not say which host it asked: then it is the address it reached.
  const { localAddress, localPort } = request.raw.socket;
  const host = request.host === '' ? `${localAddress}:${localPort}` : request.host;
  const isTls = request.protocol === 'https';
  return `${scheme}${isTls ? 's' : ''}://${host}${path}`;
};

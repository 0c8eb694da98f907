// Where a transport is reached: an absolute URL, made from the host that the client asked.
import type { FastifyRequest } from 'fastify';
import { describeTransport, type TransportId } from '../protocol/catalog.ts';

/**
 * The URL of a transport, as the client that asks can use it.
 * @param port the transport's own, when it has one. @default the port that was asked
 */
export const urlOf = (request: FastifyRequest, id: TransportId, port?: number): string => {
  const { scheme, path } = describeTransport(id);
  const isTls = request.protocol === 'https';
  const host = port === undefined ? hostOf(request) : `${nameOf(hostOf(request))}:${port}`;
  return `${scheme}${isTls ? 's' : ''}://${host}${path}`;
};

/** A client of HTTP/1.0 need not say which host it asked: then it is the address it reached. */
const hostOf = (request: FastifyRequest): string => {
  if (request.host !== '') return request.host;
  const { localAddress = '', localPort } = request.raw.socket;
  // RFC 3986 §3.2.2: the address of IPv6 stands in brackets.
  return `${localAddress.includes(':') ? `[${localAddress}]` : localAddress}:${localPort}`;
};

const nameOf = (host: string): string => host.replace(/:\d*$/, '');

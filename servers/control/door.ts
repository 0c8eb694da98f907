// The door of the control channel: which pages may open it, and who they are.
import { X509Certificate } from 'node:crypto';
import { isIP } from 'node:net';
import type { FastifyRequest } from 'fastify';
import type { ControlRole } from '../protocol/control.ts';
import { LabError } from '../protocol/errors.ts';
import { readText, type Query } from '../protocol/parameters.ts';
import { isLoopback, machineOf } from '../tap/addresses.ts';
import type { TrainerToken } from './trainer-token.ts';

/** What the door knows of its server. */
export interface DoorParts {
  /** Without it no other machine can reach the server. */
  readonly token?: TrainerToken | undefined;
  /** The names in the certificate are the server's own (PEM). */
  readonly certificate?: string | undefined;
}

/**
 * Lets a request in, before its connection is upgraded.
 * @throws {LabError} LAB_ORIGIN_FORBIDDEN, LAB_SUBPROTOCOL_INVALID, LAB_CREDENTIALS_WRONG, LAB_SERVER_BUSY
 */
export const letIn = (request: FastifyRequest, { token, certificate }: DoorParts): ControlRole => {
  demandOwnHost(request, certificate);
  demandOrigin(request);
  if (request.headers['sec-websocket-protocol'] !== undefined) {
    throw new LabError('LAB_SUBPROTOCOL_INVALID', 'The control channel has no subprotocol.');
  }
  if (!token) return 'trainer';
  const shown = readText(request.query as Query, 'token');
  if (shown === undefined) return 'viewer';
  token.demand(shown, addressOf(request));
  return 'trainer';
};

/** Which machine a request comes from. */
export const addressOf = ({ socket }: FastifyRequest): string => machineOf(socket.remoteAddress);

/**
 * DNS rebinding: a page of elsewhere has its own name point to this server, so that the browser takes both for one origin.
 * An address cannot be pointed, `localhost` never leaves the machine (RFC 6761 §6.3), and a certificate names its owner.
 * @throws {LabError} LAB_ORIGIN_FORBIDDEN
 */
export const demandOwnHost = ({ host, protocol }: FastifyRequest, certificate: string | undefined): void => {
  const name = hostNameOf(host);
  if (isIP(name.replaceAll(/[[\]]/g, '')) !== 0 || name === 'localhost' || name.endsWith('.localhost')) return;
  if (protocol === 'https' && certificate !== undefined && name !== '' && isNamedBy(certificate, name)) return;
  throw new LabError(
    'LAB_ORIGIN_FORBIDDEN',
    `The host ${JSON.stringify(name.slice(0, 60))} is a name that anyone could give; open the page by an IP address, or as localhost.`,
  );
};

const isNamedBy = (certificate: string, name: string): boolean =>
  new X509Certificate(certificate).checkHost(name) !== undefined;

/** Lower case and without the port; empty where it is no host. */
export const hostNameOf = (host: string): string =>
  URL.canParse(`http://${host}`) ? new URL(`http://${host}`).hostname : '';

/** What a foreign origin may open is refused for every WebSocket (cross-origin.ts); here is who has none. */
const demandOrigin = (request: FastifyRequest): void => {
  // RFC 6455 §10.2: browsers always say where a script came from. Who does not is no browser, and has to be on this machine.
  if (request.headers.origin !== undefined || isLoopback(addressOf(request))) return;
  throw new LabError(
    'LAB_ORIGIN_FORBIDDEN',
    'From another machine the control channel is for pages of this server: there is no Origin.',
  );
};

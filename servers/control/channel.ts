// `/control`: the control channel of the dashboard, a WebSocket on the main port (servers/protocol/control.ts).
import type { FastifyInstance, FastifyRequest } from 'fastify';
import type { RawData, WebSocket } from 'ws';
import type { TransportId } from '../protocol/catalog.ts';
import { controlPath, type ControlRole } from '../protocol/control.ts';
import { asLabError, LabError } from '../protocol/errors.ts';
import { urlOf } from './address.ts';
import { Page } from './channel/page.ts';
import { RequestLimit } from './channel/request-limit.ts';
import { Room, type RoomParts } from './channel/room.ts';
import { addressOf, letIn } from './door.ts';
import type { TrainerToken } from './trainer-token.ts';

/** What the control channel needs of the app. */
export interface ChannelParts extends Omit<RoomParts, 'onFault' | 'isLan'> {
  /** With it other machines reach the server, and only who shows it is the trainer. */
  readonly token?: TrainerToken | undefined;
  /** The server's own certificate (PEM). */
  readonly certificate?: string | undefined;
  readonly heartbeatMs: number;
  readonly closing: AbortSignal;
}

/** RFC 6455 §7.4.1: "a type of data it cannot accept". */
const unsupportedData = 1003;

/** Who is not let in is refused over HTTP, before there is a WebSocket. */
export const mountChannel = (app: FastifyInstance, parts: ChannelParts): void => {
  const { token, closing } = parts;
  const room = new Room({
    ...parts,
    isLan: token !== undefined,
    onFault: (cause) => app.log.error({ err: cause }, 'a command of the control channel failed'),
  });
  closing.addEventListener('abort', () => room.close(), { once: true });
  const roles = new WeakMap<FastifyRequest, ControlRole>();
  app.route({
    method: 'GET',
    url: controlPath,
    exposeHeadRoute: false,
    preValidation: (request, reply, done) => {
      if (request.ws) {
        // RFC 9110 §15.5.2 wants a 401 to say how to prove oneself; the address of the page is where this token goes.
        void reply.header('www-authenticate', 'Bearer');
        roles.set(request, letIn(request, parts));
      }
      done();
    },
    handler: (_request, reply) => {
      // RFC 9110 §15.5.22 [spec] "The server MUST send an Upgrade header field in a 426 response".
      void reply.header('upgrade', 'websocket');
      throw new LabError('LAB_UPGRADE_REQUIRED', 'This address speaks WebSocket: ask for an upgrade.');
    },
    wsHandler: (socket, request) => {
      // The plug-in's own listener logs each client's fault as the server's, with a stack.
      socket.removeAllListeners('error');
      socket.on('error', ({ message }) => app.log.info({ reason: message }, 'control channel'));
      const role = roles.get(request) ?? 'viewer';
      const isFull = room.isFullFor(role, addressOf(request));
      const refusal = closing.aborted ? 'LAB_SERVER_CLOSING' : isFull ? 'LAB_SERVER_BUSY' : undefined;
      if (refusal) refuse(socket, new LabError(refusal, 'The control channel cannot be opened now.'));
      else serve(socket, request, { parts, room, role });
    },
  });
};

const refuse = (socket: WebSocket, { failure, code }: LabError): void => socket.close(failure.webSocketClose, code);

interface Serving {
  readonly parts: ChannelParts;
  readonly room: Room;
  readonly role: ControlRole;
}

const serve = (socket: WebSocket, request: FastifyRequest, { parts, room, role }: Serving): void => {
  const ends = { socket, raw: request.raw.socket, heartbeatMs: parts.heartbeatMs };
  const who = {
    role,
    address: addressOf(request),
    urlOf: (id: TransportId) => urlOf(request, id, parts.taps.portOf(id)),
  };
  const page = new Page({ ...ends, ...who }, () => room.catchUp(page));
  const limit = new RequestLimit();
  socket.on('message', (data: RawData, isBinary: boolean) => {
    if (isBinary) return socket.close(unsupportedData, 'The control channel is asked in text.');
    page.holdBack();
    try {
      // oxlint-disable-next-line typescript/no-base-to-string -- ws hands text frames over as one Buffer
      room.receive(data.toString(), page, limit);
    } catch (cause) {
      refuse(socket, asLabError(cause));
    }
  });
  socket.on('close', () => room.leave(page));
  room.enter(page);
};

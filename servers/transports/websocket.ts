// `websocket`: one upgrade, then JSON text frames in both directions (RFC 6455).
import type { FastifyRequest } from 'fastify';
import type { Duplex } from 'node:stream';
import type { RawData, WebSocket } from 'ws';
import { encodeOnce, entryJson } from '../feed/encode-once.ts';
import type { EntrySink, Position } from '../feed/reader.ts';
import { asLabError, LabError } from '../protocol/errors.ts';
import { readStart, readTopic, type Query } from '../protocol/parameters.ts';
import { textFrameHeader } from '../protocol/websocket-frame.ts';
import { decodeCommand, encodeAnswer, encodeGapMessage, encodePosition } from '../protocol/websocket-messages.ts';
import type { Lab, ServerTransport } from '../transport.ts';

/** RFC 6455 §7.4.1: "going away" and "a type of data it cannot accept". */
const goingAway = 1001;
const unsupportedData = 1003;

/** Both sides may speak. */
export const websocket: ServerTransport = {
  mount(app, lab) {
    app.route({
      method: 'GET',
      url: '/websocket/events',
      exposeHeadRoute: false,
      preValidation: (request, _reply, done) => {
        if (request.ws && request.headers['sec-websocket-protocol'] !== undefined) {
          throw new LabError('LAB_SUBPROTOCOL_INVALID', 'This WebSocket has no subprotocol; /ws/ speaks `xmpp`.');
        }
        done();
      },
      handler: (_request, reply) => {
        // RFC 9110 §15.5.22 [spec] "The server MUST send an Upgrade header field in a 426 response".
        void reply.header('upgrade', 'websocket');
        throw new LabError('LAB_UPGRADE_REQUIRED', 'This address speaks WebSocket: ask for an upgrade.');
      },
      wsHandler: (socket, request) => serve(lab, socket, request),
    });
  },
};

const serve = (lab: Lab, socket: WebSocket, request: FastifyRequest): void => {
  // The plug-in's own listener logs each client's fault as the server's, with a stack.
  socket.removeAllListeners('error');
  socket.on('error', ({ message }) => lab.log.info({ reason: message }, 'websocket client'));
  try {
    const query = request.query as Query;
    const at = { cursor: lab.feed.locate(readStart(query)), topic: readTopic(query) };
    socket.send(encodePosition(at.cursor));
    const ends = { socket, raw: request.raw.socket };
    stream(lab, ends, at);
    socket.on('message', (data, isBinary) => receive(lab, ends, isBinary ? null : data));
  } catch (cause) {
    // A refused upgrade is a bare 1006 in a browser, so the socket is accepted first and then closed with its code.
    const error = asLabError(cause);
    socket.close(error.failure.webSocketClose, error.code);
  }
};

const frameBytes = encodeOnce((entry) => {
  const payload = Buffer.from(entryJson(entry));
  return Buffer.concat([textFrameHeader(payload.byteLength), payload]);
});

interface Ends {
  readonly socket: WebSocket;
  /** The TCP socket below: frames made once are written to it as they are. */
  readonly raw: Duplex & { readonly remoteAddress?: string | undefined; readonly remotePort?: number | undefined };
}

/** Without compression `ws` writes synchronously, so frames written beside it cannot fall into the middle of one of its own. */
const sinkOf = ({ socket, raw }: Ends): EntrySink => ({
  name: `websocket ${raw.remoteAddress}:${raw.remotePort}`,
  write(entries) {
    // RFC 6455 §5.5.1 [spec] "The application MUST NOT send any more data frames after sending a Close frame."
    if (socket.readyState !== socket.OPEN) return false;
    const [first] = entries;
    return entries.length === 1 && first
      ? raw.write(frameBytes(first))
      : raw.write(Buffer.concat(entries.map(frameBytes)));
  },
  gap(missed) {
    socket.send(encodeGapMessage(missed));
  },
});

const stream = (lab: Lab, ends: Ends, at: Position): void => {
  const { socket, raw } = ends;
  const follower = lab.feed.follow(at, sinkOf(ends));
  let isAlive = true;
  const heartbeat = setInterval(() => {
    // Two heartbeats without a pong: the other side is gone (a half-open connection never says so itself).
    if (!isAlive) return socket.terminate();
    isAlive = false;
    if (raw.writableNeedDrain) return undefined;
    socket.ping();
    return socket.send(encodePosition(follower.cursor));
  }, lab.options.heartbeatMs);
  const end = (): void => socket.close(goingAway, 'LAB_SERVER_CLOSING');
  const resume = (): void => {
    // Whoever takes what is sent is there, even when it is so slow that no ping has gone out.
    isAlive = true;
    socket.resume();
    follower.resume();
  };
  socket.on('pong', () => {
    isAlive = true;
  });
  raw.on('drain', resume);
  socket.on('close', () => {
    clearInterval(heartbeat);
    raw.off('drain', resume);
    follower.close();
    lab.closing.removeEventListener('abort', end);
  });
  lab.closing.addEventListener('abort', end);
  if (lab.closing.aborted) end();
};

const receive = (lab: Lab, { socket, raw }: Ends, data: RawData | null): void => {
  if (data === null) {
    socket.close(unsupportedData, 'This WebSocket speaks text.');
    return;
  }
  // Who does not read what is sent is not read from either, or its answers would pile up.
  if (raw.writableNeedDrain) socket.pause();
  let id: string | number | null = null;
  try {
    // oxlint-disable-next-line typescript/no-base-to-string -- ws hands text frames over as one Buffer
    const command = decodeCommand(data.toString());
    id = command.id;
    lab.desk.changeState(command.set.agent, { state: command.set.state });
    socket.send(encodeAnswer(id));
  } catch (cause) {
    const error = asLabError(cause);
    if (id === null && (typeof error.cause === 'string' || typeof error.cause === 'number')) id = error.cause;
    socket.send(encodeAnswer(id, error));
  }
};

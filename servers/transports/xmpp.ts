// `xmpp`: the WebSocket door to the XMPP service; text frames in, text frames out (RFC 7395).
import type { FastifyReply, FastifyRequest } from 'fastify';
import type { Socket } from 'node:net';
import type { RawData, WebSocket } from 'ws';
import { LabError } from '../protocol/errors.ts';
import { textFrameBytes, writeTextFrame } from '../protocol/websocket-frame.ts';
import { closeFrame, movedFrame, openFrame, xmppSubprotocol } from '../protocol/xmpp.ts';
import type { Lab, ServerTransport } from '../transport.ts';
import type { CloseReason, Peer, StreamEnd } from '../xmpp/peer.ts';
import { XmppStream } from '../xmpp/stream/stream.ts';

/** How often every client is pinged (RFC 7395 §3.8: pings, never white space), in milliseconds. */
const pingIntervalMs = 30_000;

/** RFC 6455 §7.4.1: "a normal closure" and "an endpoint is going away". */
const closeCodes: Readonly<Record<CloseReason, number>> = { ended: 1000, shutdown: 1001 };
/** RFC 6455 §7.4.1: "a type of data it cannot accept", and data that is not what its type says. */
const unsupportedData = 1003;
const invalidPayload = 1007;
/** RFC 6455 §7.4.1: "a message that is too big for it to process". */
const messageTooBig = 1009;

/** A client that left this much unread does not read a goodbye either, in bytes. */
const maximumUnreadBytes = 1024 * 1024;

/** One connection: the stream, and whether it has answered the last ping. */
interface Connection {
  readonly socket: WebSocket;
  readonly stream: XmppStream;
  isAlive: boolean;
}

/** Logs in and subscribes to nodes, as a Cisco Finesse desktop does. */
export const xmpp: ServerTransport = {
  mount(app, lab) {
    const connections = new Set<Connection>();
    const pinging = setInterval(() => pingAll(connections), pingIntervalMs);
    pinging.unref();
    lab.closing.addEventListener('abort', () => {
      clearInterval(pinging);
      for (const { stream } of connections) stream.shutdown();
    });
    for (const url of ['/ws/', '/ws']) {
      app.route({
        method: 'GET',
        url,
        exposeHeadRoute: false,
        preValidation: (request, _reply, done) => {
          requireSubprotocol(request);
          done();
        },
        handler: refusePlainRequest,
        wsHandler: (socket, request) => connect({ lab, connections }, socket, request),
      });
    }
  },
};

/** RFC 7395 §3.1: without the subprotocol nothing is upgraded; among several it is chosen (app.ts). */
const requireSubprotocol = (request: FastifyRequest): void => {
  const offered = (request.headers['sec-websocket-protocol'] ?? '').split(',').map((protocol) => protocol.trim());
  if (request.ws && !offered.includes(xmppSubprotocol)) {
    throw new LabError('LAB_SUBPROTOCOL_INVALID', 'The address /ws/ speaks the WebSocket subprotocol `xmpp` only.');
  }
};

const refusePlainRequest = (_request: FastifyRequest, reply: FastifyReply): never => {
  // RFC 9110 §15.5.22 [spec] "The server MUST send an Upgrade header field in a 426 response".
  void reply.header('upgrade', 'websocket');
  throw new LabError('LAB_UPGRADE_REQUIRED', 'This address speaks WebSocket: ask for an upgrade.');
};

/** A half-open connection never says so itself: whoever left the last ping unanswered is gone. */
const pingAll = (connections: ReadonlySet<Connection>): void => {
  for (const connection of connections) {
    if (!connection.isAlive) connection.socket.terminate();
    else if (connection.socket.readyState === connection.socket.OPEN) {
      connection.isAlive = false;
      connection.socket.ping();
    }
  }
};

interface Room {
  readonly lab: Lab;
  readonly connections: Set<Connection>;
}

const connect = ({ lab, connections }: Room, socket: WebSocket, request: FastifyRequest): void => {
  const raw = request.raw.socket;
  const stream = new XmppStream(lab.xmpp, peerOf(socket, raw));
  const connection: Connection = { socket, stream, isAlive: true };
  const resume = (): void => stream.resume();
  connections.add(connection);
  explainTooBig(socket, stream);
  raw.on('drain', resume);
  socket.on('pong', () => {
    connection.isAlive = true;
  });
  socket.on('message', (data, isBinary) => receive(connection, isBinary ? null : data));
  // The plug-in's own listener logs each client's fault as the server's, with a stack.
  socket.removeAllListeners('error');
  socket.on('error', ({ message }) => lab.log.info({ reason: message }, 'xmpp client'));
  socket.on('close', () => {
    connections.delete(connection);
    raw.off('drain', resume);
    stream.dispose();
  });
  if (lab.closing.aborted) stream.shutdown();
};

/**
 * Messages go straight to the TCP socket. Without compression `ws` writes each frame of its own whole and at once,
 * so what is written beside it cannot fall into the middle of one.
 */
const peerOf = (socket: WebSocket, raw: Socket): Peer => {
  /** Events that a slow reader has been sent and has not taken: no fault of its, and bounded by themselves. */
  let eventBytes = 0;
  raw.on('drain', () => (eventBytes = 0));
  const isEncrypted = 'encrypted' in raw;
  return {
    name: `xmpp ${raw.remoteAddress}:${raw.remotePort}`,
    isEncrypted,
    repairsItself: false,
    get unsentBytes() {
      return Math.max(0, socket.bufferedAmount - eventBytes);
    },
    open: ({ from, to, id }) => socket.send(openFrame({ from, to, id, 'xml:lang': 'en' })),
    send: (frame) => socket.send(frame),
    deliver(opening, rests) {
      // RFC 6455 §5.5.1 [spec] "The application MUST NOT send any more data frames after sending a Close frame."
      if (socket.readyState !== socket.OPEN) return false;
      const frames = framed(opening, rests, isEncrypted);
      const hasRoom = raw.write(frames);
      if (!isEncrypted && raw.writableLength > 0) scratch = undefined;
      if (!hasRoom) eventBytes += frames.byteLength;
      return hasRoom;
    },
    close: (end) => sayGoodbye(socket, end),
  };
};

/** RFC 7395 §3.6: `<close/>` is said, or answered with `<close/>`, and then the WebSocket closes. */
const sayGoodbye = (socket: WebSocket, { reason, error, seeOtherUri }: StreamEnd): void => {
  if (socket.bufferedAmount > maximumUnreadBytes) return socket.terminate();
  if (error !== undefined) socket.send(error);
  socket.send(seeOtherUri === undefined ? closeFrame : movedFrame(seeOtherUri));
  return socket.close(closeCodes[reason]);
};

/**
 * `ws` itself closes a socket whose frame is too long, with 1009. RFC 6120 §4.9.3.14 wants a stream error before that, so
 * it is said in the moment in which `ws` closes.
 */
const explainTooBig = (socket: WebSocket, stream: XmppStream): void => {
  const close = socket.close.bind(socket);
  let isTooBig = false;
  socket.close = (code, reason) => {
    if (code === messageTooBig && !isTooBig) {
      isTooBig = true;
      stream.refuse('policy-violation');
    }
    close(isTooBig ? messageTooBig : code, reason);
  };
};

/**
 * Where frames are put together. As long as the system takes each write whole, which is nearly always, every client's
 * frames pass through the same few bytes; a write that has to wait keeps them, and the next one gets others. Over TLS
 * every write waits, until the next turn of the event loop: such frames get bytes of their own.
 */
let scratch: Buffer | undefined;
const scratchBytes = 64 * 1024;

/** All frames in one run of bytes: one write, however many there are. */
const framed = (opening: Uint8Array, rests: readonly Uint8Array[], willWait: boolean): Uint8Array => {
  let totalBytes = 0;
  for (const rest of rests) totalBytes += textFrameBytes(opening.byteLength + rest.byteLength);
  const bytes = willWait ? Buffer.allocUnsafe(totalBytes) : scratchFor(totalBytes);
  let offset = 0;
  for (const rest of rests) offset = writeTextFrame(bytes, offset, opening, rest);
  return bytes.subarray(0, totalBytes);
};

const scratchFor = (totalBytes: number): Buffer => {
  if (totalBytes > scratchBytes) return Buffer.allocUnsafeSlow(totalBytes);
  scratch ??= Buffer.allocUnsafeSlow(scratchBytes);
  return scratch;
};

const receive = ({ socket, stream }: Connection, data: RawData | null): void => {
  // RFC 7395 §3.2: XMPP travels in text frames only.
  if (data === null) return socket.close(unsupportedData, 'XMPP is text.');
  // oxlint-disable-next-line typescript/no-base-to-string -- ws hands text frames over as one Buffer
  const frame = data.toString();
  // RFC 7395 §3.3.3: the first character of a frame is `<`.
  if (!frame.startsWith('<')) return socket.close(invalidPayload, 'A frame starts with <.');
  return stream.receive(frame);
};

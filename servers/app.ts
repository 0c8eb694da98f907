// One Fastify app: the feed, the desk, every registered transport and the control routes.
import type { ServerOptions } from 'node:http';
import type { ServerOptions as HttpsServerOptions } from 'node:https';
import type { Socket } from 'node:net';
import fastifyWebsocket from '@fastify/websocket';
import fastify, { LogController, type FastifyError, type FastifyInstance, type FastifyReply } from 'fastify';
import type { Certificate } from './certificate.ts';
import { mountCatalog } from './control/catalog.ts';
import { mountCertificate } from './control/certificate.ts';
import { mountHealth } from './control/health.ts';
import { mountHostMeta } from './control/host-meta.ts';
import { mountMetrics } from './control/metrics.ts';
import { mountPublish } from './control/publish.ts';
import { Feed, type FeedOptions } from './feed/feed.ts';
import { Desk } from './finesse/desk.ts';
import { demoDirectory, type Directory } from './finesse/directory.ts';
import { mountFinesse } from './finesse/rest.ts';
import { LabError } from './protocol/errors.ts';
import { formatResponseHead } from './protocol/http10.ts';
import { heartbeatMs as defaultHeartbeatMs } from './protocol/server-sent-events.ts';
import { serverTransports } from './registry.ts';
import type { Lab, ServerTransport, TransportOptions } from './transport.ts';
import { XmppService, type ServiceParts } from './xmpp/service.ts';

/** What an app may be told. */
export interface AppOptions {
  /** @default 20 */
  readonly window?: number;
  /** @default 'localhost' */
  readonly xmppDomain?: string;
  /** How the XMPP service behaves. */
  readonly xmpp?: Omit<ServiceParts, 'domain' | 'feed' | 'desk' | 'onFault'>;
  /** @default 15000 */
  readonly heartbeatMs?: number;
  readonly feed?: FeedOptions;
  /** @default twenty agents in two teams and a supervisor */
  readonly directory?: Directory;
  /** @default every registered transport; the conformance suite mounts broken ones instead */
  readonly transports?: Readonly<Record<string, ServerTransport>>;
  /** Folder of the built web pages; without it nothing is served at `GET /`. */
  readonly webDirectory?: string | undefined;
  /** Folder of the results that the pages show. */
  readonly resultsDirectory?: string | undefined;
  /** Told which slow reader fell off the log. */
  readonly onSlowReader?: (reader: string) => void;
  /** Least level that is logged to stderr. @default 'warn' */
  readonly logLevel?: string;
  /** With it everything is served over TLS, and nothing without. @default no TLS */
  readonly tls?: TlsOptions | undefined;
}

/** A server's side of TLS. */
export interface TlsOptions extends Certificate {
  /** How long a client may take from its connection to the end of the handshake, in milliseconds. @default 5000 */
  readonly handshakeTimeoutMs?: number;
}

/** A built app that does not listen yet. */
export interface BuiltApp {
  readonly app: FastifyInstance;
  readonly feed: Feed;
  readonly desk: Desk;
  /** Ends every held answer and stream, then the server; resolves when all is closed. */
  drain(): Promise<void>;
}

/** Longest body, frame or stanza. */
export const maximumBodyBytes = 64 * 1024;
/** How long clients may take to leave before their connections are cut, in milliseconds. */
const drainGraceMs = 1000;

/** Builds the app with all its routes. */
export const buildApp = async (options: AppOptions = {}): Promise<BuiltApp> => {
  const { window = 20, xmppDomain = 'localhost', heartbeatMs = defaultHeartbeatMs } = options;
  const transportOptions: TransportOptions = { window, xmppDomain, heartbeatMs, maximumBodyBytes };
  const app = createServer(options);
  const closing = new AbortController();
  let gaps = 0;
  const onGap = (reader: string, missed: number): void => {
    gaps += 1;
    app.log.warn({ reader, missed }, 'a slow reader fell off the log');
    options.onSlowReader?.(reader);
  };
  const feed = new Feed({ ...options.feed, onGap });
  const desk = new Desk(options.directory ?? demoDirectory(), (event, how) => feed.publish(event, how));
  refuseKindly(app);
  await app.register(fastifyWebsocket, {
    options: {
      perMessageDeflate: false,
      maxPayload: maximumBodyBytes,
      // RFC 7395 §3.1 [spec] "the client MUST include the value 'xmpp' in the list of protocols"
      handleProtocols: (offered, request) =>
        /^\/ws\/?(?:\?|$)/.test(request.url ?? '') && offered.has('xmpp') ? 'xmpp' : false,
    },
  });
  const xmpp = new XmppService({
    domain: xmppDomain,
    feed,
    desk,
    onFault: (cause) => app.log.error({ err: cause }, 'an XMPP stream failed'),
    ...options.xmpp,
  });
  const lab: Lab = { feed, desk, xmpp, options: transportOptions, closing: closing.signal, log: app.log };
  for (const transport of Object.values(options.transports ?? serverTransports)) await transport.mount(app, lab);
  mountFinesse(app, { desk, xmppDomain, publish: (event) => feed.publish(event) });
  mountPublish(app, { feed, desk, closing: closing.signal });
  mountHealth(app, closing.signal);
  mountMetrics(app, { feed, gaps: () => gaps });
  mountCatalog(app, xmppDomain);
  mountHostMeta(app);
  if (options.tls) mountCertificate(app, options.tls.cert);
  if (options.webDirectory !== undefined) {
    const { mountPages } = await import('./control/pages.ts');
    await mountPages(app, options.webDirectory, options.resultsDirectory);
  }
  app.addHook('onClose', (_app, done) => {
    xmpp.close();
    done();
  });
  const connections = options.tls ? connectionsBelowTls(app) : [];
  return { app, feed, desk, drain: () => drain(app, closing, connections) };
};

/** A server without routes, for HTTP or for HTTPS. */
const createServer = ({ logLevel = 'warn', tls }: AppOptions): FastifyInstance => {
  const shared = {
    logger: { level: logLevel, stream: process.stderr },
    // Logging every request would add about three quarters to its CPU.
    logController: new LogController({ disableRequestLogging: true }),
    bodyLimit: maximumBodyBytes,
    forceCloseConnections: true,
    frameworkErrors: (error: FastifyError, _request: unknown, reply: FastifyReply) => void refuse(error, reply),
    clientErrorHandler: refuseConnection,
  };
  // RFC 9110 §7.8 [spec] "A server MAY ignore a received Upgrade header field": `curl --http2` offers h2c everywhere.
  const http: ServerOptions = {
    shouldUpgradeCallback: ({ headers }) => headers.upgrade?.toLowerCase() === 'websocket',
  };
  if (!tls) return fastify({ ...shared, http });
  const { key, cert, handshakeTimeoutMs: handshakeTimeout = 5000 } = tls;
  const https: HttpsServerOptions = {
    ...http,
    key,
    cert,
    handshakeTimeout,
    // RFC 9325 §3.1.1 [spec] "Implementations MUST NOT negotiate TLS version 1.1"; 1.3 is what both sides prefer.
    minVersion: 'TLSv1.2',
    // RFC 7301 §3.2: a client of HTTP/1.0 that names its protocol, as curl does, is refused where it is not named here.
    ALPNProtocols: ['http/1.1', 'http/1.0'],
  };
  return fastify({ ...shared, https });
};

/** Until its handshake is over the HTTPS server does not know a connection, and would not cut it when it closes. */
const connectionsBelowTls = ({ server }: FastifyInstance): Iterable<Socket> => {
  const connections = new Set<Socket>();
  server.on('connection', (socket) => {
    connections.add(socket);
    socket.once('close', () => connections.delete(socket));
  });
  return connections;
};

/**
 * Fastify's own `close()` waits for open streams and so never ends.
 * Hence: tell the transports, let clients leave, cut who is left, then close.
 */
const drain = async (app: FastifyInstance, closing: AbortController, belowTls: Iterable<Socket>): Promise<void> => {
  if (closing.signal.aborted) return;
  closing.abort();
  const { server } = app;
  server.close();
  server.closeIdleConnections();
  const deadline = Date.now() + drainGraceMs;
  while (Date.now() < deadline && (await connectionsOf(app)) > 0) {
    await new Promise((resolve) => setTimeout(resolve, 20));
    server.closeIdleConnections();
  }
  server.closeAllConnections();
  // Upgraded sockets are no longer the HTTP server's to close, and one that does not read never answers a close frame.
  for (const client of app.websocketServer.clients) client.terminate();
  for (const socket of belowTls) socket.destroy();
  await app.close();
};

const connectionsOf = (app: FastifyInstance): Promise<number> =>
  new Promise((resolve) => app.server.getConnections((error, count) => resolve(error ? 0 : count)));

/** Every refusal is one JSON object `{"code","message"}`. */
const refuseKindly = (app: FastifyInstance): void => {
  app.setErrorHandler((thrown: FastifyError | LabError, _request, reply) => refuse(thrown, reply));
  app.setNotFoundHandler((request, reply) =>
    refuse(
      new LabError('LAB_ROUTE_UNKNOWN', `Nothing is served at ${request.method} ${request.url.slice(0, 200)}.`),
      reply,
    ),
  );
};

const refuse = (thrown: FastifyError | LabError, reply: FastifyReply): FastifyReply => {
  const error = thrown instanceof LabError ? thrown : fromFastify(thrown);
  // A connection that wanted to be upgraded is read as HTTP no more.
  if (reply.request.headers.upgrade !== undefined) void reply.header('connection', 'close');
  if (error.failure.httpStatus >= 500) reply.log.error({ err: thrown }, 'a request failed');
  return reply.code(error.failure.httpStatus).type('application/json; charset=utf-8').send(JSON.stringify(error));
};

/**
 * What came is not HTTP, or its header section is too long or too slow: there is no request to reply to. Where it never
 * came to HTTP, because the handshake of TLS failed or the connection broke, nobody could read an answer.
 */
const refuseConnection = (cause: NodeJS.ErrnoException, socket: Socket): void => {
  if (!/^(?:HPE|ERR_HTTP)_/.test(cause.code ?? '')) {
    socket.destroy();
    return;
  }
  if (socket.writable) {
    const body = JSON.stringify(new LabError('LAB_FRAME_INVALID', `This is no HTTP request: ${cause.message}.`));
    socket.write(
      formatResponseHead(400, 'Bad Request', {
        'Content-Type': 'application/json; charset=utf-8',
        'Content-Length': String(Buffer.byteLength(body)),
        Connection: 'close',
      }) + body,
    );
  }
  socket.destroySoon();
};

const fromFastify = (error: FastifyError): LabError => {
  if (error.code === 'FST_ERR_CTP_BODY_TOO_LARGE') {
    return new LabError('LAB_BODY_TOO_LARGE', `The body is longer than ${maximumBodyBytes} bytes.`);
  }
  if (error.code === 'FST_ERR_CTP_INVALID_MEDIA_TYPE') {
    return new LabError(
      'LAB_FRAME_INVALID',
      'The body has to be JSON: send the header Content-Type: application/json.',
    );
  }
  const status = error.statusCode ?? 500;
  if (status === 403 || status === 404) return new LabError('LAB_ROUTE_UNKNOWN', 'Nothing is served at this address.');
  return status < 500
    ? new LabError('LAB_FRAME_INVALID', error.message, { cause: error })
    : new LabError('LAB_SERVER_FAILED', 'The server met a fault of its own.', { cause: error });
};

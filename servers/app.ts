// One Fastify app: the feed, the desk, every registered transport and the control routes.
import type { ServerOptions } from 'node:http';
import type { ServerOptions as HttpsServerOptions } from 'node:https';
import type { AddressInfo } from 'node:net';
import type { TlsOptions as NodeTlsOptions } from 'node:tls';
import fastifyWebsocket from '@fastify/websocket';
import fastify, { LogController, type FastifyError, type FastifyInstance, type FastifyReply } from 'fastify';
import type { Certificate } from './certificate.ts';
import { mountCatalog } from './control/catalog.ts';
import { mountCertificate } from './control/certificate.ts';
import { mountChannel } from './control/channel.ts';
import { mountCrossOrigin } from './control/cross-origin.ts';
import { mountHealth } from './control/health.ts';
import { mountHostMeta } from './control/host-meta.ts';
import { mountMetrics } from './control/metrics.ts';
import { mountPublish } from './control/publish.ts';
import { Publisher } from './control/publisher.ts';
import type { TrainerToken } from './control/trainer-token.ts';
import { connectionsBelowTls, drain } from './drain.ts';
import { Feed, type FeedOptions } from './feed/feed.ts';
import { Desk } from './finesse/desk.ts';
import { demoDirectory, type Directory } from './finesse/directory.ts';
import { mountFinesse } from './finesse/rest.ts';
import { heartbeatMs as defaultHeartbeatMs } from './protocol/server-sent-events.ts';
import { maximumBodyBytes, refuse, refuseConnection, refuseKindly } from './refusals.ts';
import { serverTransports } from './registry.ts';
import { Stage, type StageParts } from './simulation/stage.ts';
import { keepToOwnPath } from './tap/own-path.ts';
import { createTappedPorts, type OpenPorts, type TappedPorts } from './tap/tapped-ports.ts';
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
  /** What tells the trainer from the class. With it other machines may reach the server. @default only this machine may */
  readonly lan?: TrainerToken | undefined;
  /** The recording that the simulation may replay. @default none */
  readonly trace?: StageParts['trace'];
  /** What the control channel shows and changes; tests see what it does. @default the app's own */
  readonly taps?: TappedPorts | undefined;
  /** What a run of the bench starts that a page asks for. @default the bench, `--quick` */
  readonly benchCommand?: readonly string[] | undefined;
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
  /** The simulation; silent until it is told what to play. */
  readonly stage: Stage;
  /** One port a transport; none is open before `listenTapped`. */
  readonly taps: OpenPorts;
  /** Opens them, once the main port listens: the next after `port`, or any when that is 0. */
  listenTapped(at: { readonly host: string; readonly port: number }): Promise<void>;
  /** Ends every held answer and stream, then the server; resolves when all is closed. */
  drain(): Promise<void>;
}

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
  const desk = new Desk(options.directory ?? demoDirectory(), (event, how) => feed.publish(stage.wrap(event), how));
  const stage = new Stage({ desk, publish: (event, how) => feed.publish(event, how), trace: options.trace });
  closing.signal.addEventListener('abort', () => stage.stop());
  const publisher = new Publisher({ feed, desk, closing: closing.signal });
  const taps = createTappedPorts({
    server: app.server,
    tls: options.tls && tlsOptions(options.tls),
    onFlood: (transport, address) => app.log.warn({ transport, address }, 'too many connections from one machine'),
  });
  refuseKindly(app);
  await speakWebSocket(app);
  keepToOwnPath(app, { refuse, mainPort: () => (app.server.address() as AddressInfo | null)?.port });
  mountCrossOrigin(app, options.tls?.cert);
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
  await mountControl(app, options, {
    feed,
    desk,
    stage,
    publisher,
    taps,
    xmppDomain,
    heartbeatMs,
    gaps: () => gaps,
    closing: closing.signal,
  });
  app.addHook('onClose', (_app, done) => {
    xmpp.close();
    done();
  });
  const connections = options.tls ? connectionsBelowTls(app) : [];
  const drainAll = (): Promise<void> => drain({ app, taps, belowTls: connections }, closing);
  return { app, feed, desk, stage, taps, listenTapped: (at) => taps.listen(at), drain: drainAll };
};

/** Before the first transport: the plug-in sees only the routes that come after it. */
const speakWebSocket = async (app: FastifyInstance): Promise<void> => {
  await app.register(fastifyWebsocket, {
    options: {
      perMessageDeflate: false,
      maxPayload: maximumBodyBytes,
      // RFC 7395 §3.1 [spec] "the client MUST include the value 'xmpp' in the list of protocols"
      handleProtocols: (offered, request) =>
        /^\/ws\/?(?:\?|$)/.test(request.url ?? '') && offered.has('xmpp') ? 'xmpp' : false,
    },
  });
};

/** What the control routes have in common. */
interface ControlParts {
  readonly feed: Feed;
  readonly desk: Desk;
  readonly stage: Stage;
  readonly publisher: Publisher;
  readonly taps: OpenPorts;
  readonly xmppDomain: string;
  readonly heartbeatMs: number;
  readonly gaps: () => number;
  readonly closing: AbortSignal;
}

/** All that is no transport. */
const mountControl = async (app: FastifyInstance, options: AppOptions, parts: ControlParts): Promise<void> => {
  const { feed, gaps, taps, ...rest } = parts;
  mountPublish(app, parts.publisher, options.lan);
  mountChannel(app, {
    ...rest,
    taps: options.taps ?? taps,
    token: options.lan,
    certificate: options.tls?.cert,
    resultsDirectory: options.resultsDirectory,
    benchCommand: options.benchCommand,
  });
  mountHealth(app, parts.closing);
  mountMetrics(app, { feed, gaps });
  mountCatalog(app, parts.xmppDomain, (id) => taps.portOf(id));
  mountHostMeta(app);
  if (options.tls) mountCertificate(app, options.tls.cert);
  if (options.webDirectory === undefined) return;
  const { mountPages } = await import('./control/pages.ts');
  await mountPages(app, options.webDirectory, options.resultsDirectory);
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
  const https: HttpsServerOptions = { ...http, ...tlsOptions(tls) };
  return fastify({ ...shared, https });
};

/** The same on every port. */
const tlsOptions = ({ key, cert, handshakeTimeoutMs: handshakeTimeout = 5000 }: TlsOptions): NodeTlsOptions => ({
  key,
  cert,
  handshakeTimeout,
  // RFC 9325 §3.1.1 [spec] "Implementations MUST NOT negotiate TLS version 1.1"; 1.3 is what both sides prefer.
  minVersion: 'TLSv1.2',
  // RFC 7301 §3.2: a client of HTTP/1.0 that names its protocol, as curl does, is refused where it is not named here.
  ALPNProtocols: ['http/1.1', 'http/1.0'],
});

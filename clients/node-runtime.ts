// Node's primitives for the client transports: undici, eventsource, ws, and connections of its own. The only door to npm and node.
import type { Socket } from 'node:net';
import { setTimeout as delay } from 'node:timers/promises';
import { EventSource } from 'eventsource';
import { SaxesParser } from 'saxes';
import { Client, errors, fetch as undiciFetch, Pool, type Dispatcher } from 'undici';
import { WebSocket } from 'ws';
import { LabError } from '../servers/protocol/errors.ts';
import { readXml } from '../servers/protocol/xml.ts';
import { Dialer, type TlsTrust } from './dialer.ts';
import { headerSets, type HeaderSet } from './header-sets.ts';
import { refusalIn } from './refusal.ts';
import { SocketMeter, type SocketTotals } from './socket-meter.ts';
import { tcpTargetOf } from './tcp-target.ts';
import type { ClientRuntime, EventSourceLike, HttpAnswer, PostMessage, WebSocketLike } from './transport.ts';

/** What a runtime may be told. */
export interface NodeRuntimeOptions {
  /** @default 'minimal' */
  readonly headers?: HeaderSet;
  readonly onFrame?: ClientRuntime['onFrame'];
  /** A connection that carries frames now stands; it is told before the first of them. */
  readonly onHandshake?: ((handshake: Handshake) => void) | undefined;
  /** For `https` and `wss`. @default a certificate has to be trusted by the roots that Node brings */
  readonly tls?: TlsTrust | undefined;
}

/** The HTTP exchange that a conversation began with. */
export interface Handshake {
  readonly status: number;
  readonly method: 'GET' | 'POST';
  readonly url: URL;
  /** Bytes of the request, as they were written to the socket; over TLS, before it encrypted them. */
  readonly sentBytes: number;
  /** Bytes of the answer, as they were read from the socket, its head included; over TLS, after it decrypted them. */
  readonly receivedBytes: number;
  /** Bytes of the answer's body. */
  readonly bodyBytes: number;
}

/** A runtime with connections of its own; close it when its client is done. */
export interface NodeRuntime extends ClientRuntime {
  /** What went over its sockets so far. */
  readonly totals: SocketTotals;
  close(): Promise<void>;
}

/** Longest message that a client takes, and longest answer to an HTTP/1.0 request, in bytes. */
const maximumMessageBytes = 4 * 1024 * 1024;
/** Idle connections live longer than any poll interval; the server's own limit still counts. */
const keepAliveMs = 600_000;
/** How long what was posted last may take before the connections are closed. */
const goodbyeMs = 500;

/** Makes a runtime for one client. */
export const createNodeRuntime = ({
  headers = 'minimal',
  onFrame,
  onHandshake,
  tls,
}: NodeRuntimeOptions = {}): NodeRuntime => {
  const meter = new SocketMeter();
  const dialer = new Dialer(meter, tls);
  const requestHeaders = headerSets[headers];
  const http = new HttpDoor(dialer, requestHeaders);
  return {
    requestHeaders,
    onFrame,
    nowNs: () => process.hrtime.bigint(),
    random: Math.random,
    sleep: (delayMs, signal) => delay(Math.max(0, delayMs), undefined, { signal }).catch(() => undefined),
    get: (url, signal) => http.get(url, signal),
    post: (url, message) => http.post(url, message),
    openEventSource: (url) => http.openEventSource(url),
    openWebSocket: (url, protocols = []) =>
      openWebSocket({ url, protocols, dialer, headers: requestHeaders, onHandshake }),
    exchangeTcp: async (target, request, signal) => exchange(await dialer.dial(target, signal), request, signal),
    parseXml: (text) => readXml(text, new SaxesParser({ xmlns: true })),
    get totals() {
      return meter.totals;
    },
    async close() {
      await http.close();
      dialer.close();
    },
  };
};

/** undici's clients, for each origin one with a single connection, and one for posts where they are needed. */
class HttpDoor {
  readonly #dialer: Dialer;
  readonly #headers: Readonly<Record<string, string>>;
  readonly #posted = new Set<Promise<HttpAnswer>>();
  readonly #dispatchers = new Map<string, Client | Pool>();

  constructor(dialer: Dialer, headers: Readonly<Record<string, string>>) {
    this.#dialer = dialer;
    this.#headers = headers;
  }

  get(url: URL, signal: AbortSignal): Promise<HttpAnswer> {
    return request(this.#dispatcher(url, 'get'), url, { method: 'GET', headers: this.#headers, signal });
  }

  /** Requests of BOSH go over two connections, one of which is always held. */
  post(url: URL, { body, contentType, signal }: PostMessage): Promise<HttpAnswer> {
    const headers = { ...this.#headers, 'content-type': contentType };
    const posted = request(this.#dispatcher(url, 'post'), url, { method: 'POST', headers, body, signal });
    this.#posted.add(posted);
    const forget = (): void => void this.#posted.delete(posted);
    posted.then(forget, forget);
    return posted;
  }

  openEventSource(url: URL): EventSourceLike {
    const dispatcher = this.#dispatcher(url, 'get');
    const source = new EventSource(url, {
      fetch: (input, init) =>
        undiciFetch(input, {
          ...init,
          headers: { ...this.#headers, ...init.headers },
          dispatcher,
        }).catch((cause: unknown) => {
          giveUpWhenRefused(source, cause);
          throw cause;
        }),
    });
    return source;
  }

  /** A goodbye that is on its way is waited for, but not for ever. */
  async close(): Promise<void> {
    await Promise.race([Promise.allSettled(this.#posted), delay(goodbyeMs, undefined, { ref: false })]);
    await Promise.all([...this.#dispatchers.values()].map((dispatcher) => dispatcher.destroy()));
  }

  #dispatcher(url: URL, method: 'get' | 'post'): Client | Pool {
    const { origin } = url;
    const name = `${method} ${origin}`;
    const known = this.#dispatchers.get(name);
    if (known && !known.destroyed) return known;
    const options = this.#optionsFor(url);
    const made = method === 'get' ? new Client(origin, options) : new Pool(origin, { ...options, connections: 2 });
    this.#dispatchers.set(name, made);
    return made;
  }

  #optionsFor(url: URL): Client.Options {
    return {
      keepAliveTimeout: keepAliveMs,
      keepAliveMaxTimeout: keepAliveMs,
      // A long poll and a stream are silent for as long as nothing happens.
      headersTimeout: 0,
      bodyTimeout: 0,
      connect: (_options, callback) =>
        this.#dialer.connect(tcpTargetOf(url), (error, socket) =>
          error ? callback(error, null) : callback(null, socket as Socket),
        ),
    };
  }
}

/** An EventSource tries again by itself, for ever: whoever is refused for good is told so, and it stops. */
const giveUpWhenRefused = (source: EventSource, thrown: unknown): void => {
  const error = refusalIn({ type: 'error', error: (thrown as Error).cause });
  if (!error) return;
  source.close();
  source.dispatchEvent(Object.assign(new Event('error'), { error }));
};

/** One request with its whole answer. @throws {LabError} LAB_CONNECTION_LOST, LAB_CERTIFICATE_UNTRUSTED */
const request = async (
  dispatcher: Client | Pool,
  url: URL,
  options: Omit<Dispatcher.RequestOptions, 'path'>,
): Promise<HttpAnswer> => {
  try {
    const { statusCode, headers, body } = await dispatcher.request({ ...options, path: url.pathname + url.search });
    const header = (name: string): string | null => {
      const value = headers[name];
      return value === undefined ? null : String(value);
    };
    return { status: statusCode, header, body: await body.text() };
  } catch (cause) {
    throw lost(cause, url);
  }
};

const lost = (cause: unknown, url: URL): LabError => {
  if (cause instanceof LabError) return cause;
  const why = cause instanceof errors.UndiciError ? cause.message : (cause as Error).message;
  return new LabError('LAB_CONNECTION_LOST', `The connection to ${url.host} failed: ${why}.`, { cause });
};

const openWebSocket = (target: {
  readonly url: URL;
  readonly protocols: readonly string[];
  readonly dialer: Dialer;
  readonly headers: Readonly<Record<string, string>>;
  readonly onHandshake: NodeRuntimeOptions['onHandshake'];
}): WebSocketLike => {
  const { url, protocols, dialer, headers, onHandshake } = target;
  return new WebSocket(url, [...protocols], {
    perMessageDeflate: false,
    maxPayload: maximumMessageBytes,
    headers,
    // https://nodejs.org/api/http.html#httprequesturl-options-callback: a connection that comes later comes by the callback.
    createConnection: ((_options: unknown, callback: Parameters<Dialer['connect']>[1]) =>
      dialer.connect(tcpTargetOf(url), callback)) as never,
    finishRequest: (request) => {
      // Before ws's own listener: that one opens the socket, and what is written then is no handshake any more.
      request.prependOnceListener('upgrade', ({ statusCode: status = 0 }, { bytesRead, bytesWritten }, { length }) => {
        const [sentBytes, receivedBytes] = [bytesWritten, bytesRead - length];
        onHandshake?.({ status, method: 'GET', url, sentBytes, receivedBytes, bodyBytes: 0 });
      });
      request.end();
    },
  });
};

/** Sends and collects until the other side closes. */
const exchange = (socket: Socket, request: string, signal: AbortSignal): Promise<Uint8Array> =>
  new Promise((resolve, reject) => {
    const parts: Buffer[] = [];
    let length = 0;
    const abandon = (): void => {
      socket.destroy(new LabError('LAB_CONNECTION_LOST', 'The request was abandoned.'));
    };
    signal.addEventListener('abort', abandon, { once: true });
    if (signal.aborted) abandon();
    socket.on('data', (part: Buffer) => {
      length += part.byteLength;
      if (length <= maximumMessageBytes) parts.push(part);
      else socket.destroy(new LabError('LAB_ANSWER_INVALID', `The answer is over ${maximumMessageBytes} bytes.`));
    });
    socket.on('end', () => resolve(Buffer.concat(parts)));
    socket.on('error', (cause) =>
      reject(cause instanceof LabError ? cause : new LabError('LAB_CONNECTION_LOST', cause.message, { cause })),
    );
    socket.on('close', () => {
      signal.removeEventListener('abort', abandon);
      // After an error or an end this changes nothing; alone it means that the connection broke.
      reject(new LabError('LAB_CONNECTION_LOST', 'The connection closed.'));
    });
    socket.write(request);
  });

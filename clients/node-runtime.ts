// Node's primitives for the client transports: undici, eventsource, ws, net. The only door to npm and node.
import { connect as connectTcp, type Socket } from 'node:net';
import { setTimeout as delay } from 'node:timers/promises';
import { EventSource } from 'eventsource';
import { SaxesParser } from 'saxes';
import { buildConnector, Client, errors, fetch as undiciFetch } from 'undici';
import { WebSocket } from 'ws';
import { LabError } from '../servers/protocol/errors.ts';
import { readXml } from '../servers/protocol/xml.ts';
import { headerSets, type HeaderSet } from './header-sets.ts';
import { SocketMeter, type SocketTotals } from './socket-meter.ts';
import type { ClientRuntime, EventSourceLike, HttpAnswer, WebSocketLike } from './transport.ts';

/** What a runtime may be told. */
export interface NodeRuntimeOptions {
  /** @default 'minimal' */
  readonly headers?: HeaderSet;
  readonly onFrame?: ClientRuntime['onFrame'];
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

/** Makes a runtime for one client. */
export const createNodeRuntime = ({ headers = 'minimal', onFrame }: NodeRuntimeOptions = {}): NodeRuntime => {
  const meter = new SocketMeter();
  const requestHeaders = headerSets[headers];
  const http = new HttpDoor(meter, requestHeaders);
  return {
    requestHeaders,
    onFrame,
    nowNs: () => process.hrtime.bigint(),
    random: Math.random,
    sleep: (delayMs, signal) => delay(Math.max(0, delayMs), undefined, { signal }).catch(() => undefined),
    get: (url, signal) => http.get(url, signal),
    openEventSource: (url) => http.openEventSource(url),
    openWebSocket: (url, protocols = []) => openWebSocket({ url, protocols, meter, headers: requestHeaders }),
    exchangeTcp: (target, request, signal) => exchange(meter.track(connectTcp(target)), request, signal),
    parseXml: (text) => readXml(text, new SaxesParser({ xmlns: true })),
    get totals() {
      return meter.totals;
    },
    close: () => http.close(),
  };
};

/** undici's clients, one for each origin, each with one connection. */
class HttpDoor {
  readonly #meter: SocketMeter;
  readonly #headers: Readonly<Record<string, string>>;
  readonly #clients = new Map<string, Client>();

  constructor(meter: SocketMeter, headers: Readonly<Record<string, string>>) {
    this.#meter = meter;
    this.#headers = headers;
  }

  async get(url: URL, signal: AbortSignal): Promise<HttpAnswer> {
    try {
      const path = url.pathname + url.search;
      const { statusCode, headers, body } = await this.#client(url).request({
        method: 'GET',
        path,
        headers: this.#headers,
        signal,
      });
      const header = (name: string): string | null => {
        const value = headers[name];
        return value === undefined ? null : String(value);
      };
      return { status: statusCode, header, body: await body.text() };
    } catch (cause) {
      throw lost(cause, url);
    }
  }

  openEventSource(url: URL): EventSourceLike {
    const dispatcher = this.#client(url);
    return new EventSource(url, {
      fetch: (input, init) =>
        undiciFetch(input, {
          ...init,
          headers: { ...this.#headers, ...init.headers },
          dispatcher,
        }),
    });
  }

  async close(): Promise<void> {
    await Promise.all([...this.#clients.values()].map((client) => client.destroy()));
  }

  #client({ origin }: URL): Client {
    const known = this.#clients.get(origin);
    if (known && !known.destroyed) return known;
    const connector = buildConnector({});
    const client = new Client(origin, {
      keepAliveTimeout: keepAliveMs,
      keepAliveMaxTimeout: keepAliveMs,
      // A long poll and a stream are silent for as long as nothing happens.
      headersTimeout: 0,
      bodyTimeout: 0,
      connect: (options, callback) =>
        connector(options, (...[error, socket]) => {
          if (error) callback(error, null);
          else callback(null, this.#meter.track(socket));
        }),
    });
    this.#clients.set(origin, client);
    return client;
  }
}

const lost = (cause: unknown, url: URL): LabError => {
  if (cause instanceof LabError) return cause;
  const why = cause instanceof errors.UndiciError ? cause.message : (cause as Error).message;
  return new LabError('LAB_CONNECTION_LOST', `The connection to ${url.host} failed: ${why}.`, { cause });
};

const openWebSocket = (target: {
  readonly url: URL;
  readonly protocols: readonly string[];
  readonly meter: SocketMeter;
  readonly headers: Readonly<Record<string, string>>;
}): WebSocketLike => {
  const { url, protocols, meter, headers } = target;
  return new WebSocket(url, [...protocols], {
    perMessageDeflate: false,
    maxPayload: maximumMessageBytes,
    headers,
    createConnection: ((options: Parameters<typeof connectTcp>[0]) => meter.track(connectTcp(options))) as never,
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

// The browser's primitives for the client transports: fetch, EventSource, WebSocket, saxes. Mirror of clients/node-runtime.ts.
import { SaxesParser } from 'saxes';
import type {
  ClientRuntime,
  EventSourceLike,
  HttpAnswer,
  PostMessage,
  WebSocketLike,
} from '../../../clients/transport.ts';
import { LabError } from '../../../servers/protocol/errors.ts';
import { readXml } from '../../../servers/protocol/xml.ts';
import { nowNs } from '../session/clock.ts';

/** A runtime that counts what it asks for. */
export interface BrowserRuntime extends ClientRuntime {
  /** Requests so far: fetches, upgrades, and event streams with their reconnects. */
  readonly requests: number;
}

/**
 * Makes a runtime for one client. It has no `exchangeTcp`, for a browser never sends HTTP/1.0, and no headers of its
 * own, for the browser adds them.
 * @param onRequest told of each request when it begins
 */
export const createBrowserRuntime = (onRequest: () => void = () => {}): BrowserRuntime => {
  let requests = 0;
  const count = (): void => {
    requests += 1;
    onRequest();
  };
  return {
    requestHeaders: {},
    nowNs,
    random: Math.random,
    sleep,
    get(url, signal) {
      count();
      return get(url, signal);
    },
    post(url, message) {
      count();
      return post(url, message);
    },
    openEventSource: (url) => openEventSource(url, count),
    openWebSocket(url, protocols = []): WebSocketLike {
      count();
      return new WebSocket(url, [...protocols]);
    },
    parseXml: (text) => readXml(text, new SaxesParser({ xmlns: true })),
    get requests() {
      return requests;
    },
  };
};

const sleep = (delayMs: number, signal: AbortSignal): Promise<void> =>
  new Promise((resolve) => {
    if (signal.aborted) return resolve();
    const end = (): void => {
      clearTimeout(timer);
      signal.removeEventListener('abort', end);
      resolve();
    };
    const timer = setTimeout(end, Math.max(0, delayMs));
    signal.addEventListener('abort', end);
  });

const ask = async (url: URL, options: RequestInit): Promise<HttpAnswer> => {
  try {
    // Without no-store a browser lets two questions for one address wait for each other in its cache.
    const answer = await fetch(url, { ...options, cache: 'no-store' });
    return { status: answer.status, header: (name) => answer.headers.get(name), body: await answer.text() };
  } catch (cause) {
    throw new LabError('LAB_CONNECTION_LOST', `The connection to ${url.host} failed: ${String(cause)}.`, { cause });
  }
};

const get = (url: URL, signal: AbortSignal): Promise<HttpAnswer> => ask(url, { signal });

/** A goodbye outlives the page that says it. */
const post = (url: URL, { body, contentType, signal }: PostMessage): Promise<HttpAnswer> =>
  ask(url, { method: 'POST', headers: { 'content-type': contentType }, body, signal, keepalive: true });

/** A source reconnects by itself: an error that leaves it connecting is the next request. */
const openEventSource = (url: URL, count: () => void): EventSourceLike => {
  const source = new EventSource(url);
  count();
  source.addEventListener('error', () => {
    if (source.readyState === EventSource.CONNECTING) count();
  });
  return source;
};

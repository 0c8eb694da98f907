// The carrier below the client's session: its socket, its pings and how it leaves, on a platform that is a script.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { SaxesParser } from 'saxes';
import { readXml } from '../../servers/protocol/xml.ts';
import { closeFrame, namespaces } from '../../servers/protocol/xmpp.ts';
import type { Arrival, ClientRuntime, ClientTarget, PlatformMessage, WebSocketLike } from '../transport.ts';
import { xmpp } from './xmpp.ts';

/** A WebSocket whose other side is the test. */
class FakeSocket implements WebSocketLike {
  readyState = 1;
  readonly sent: string[] = [];
  readonly #listeners = new Map<string, ((event: never) => void)[]>();

  addEventListener(type: string, listener: (event: never) => void): void {
    this.#listeners.set(type, [...(this.#listeners.get(type) ?? []), listener]);
  }

  emit(event: PlatformMessage | { readonly type: string }): void {
    for (const listener of this.#listeners.get(event.type) ?? []) listener(event as never);
  }

  send(data: string): void {
    this.sent.push(data);
  }

  close(): void {
    this.readyState = 3;
  }
}

/** A platform whose pauses end when the test says so. */
const platform = (): {
  runtime: ClientRuntime;
  sockets: { readonly url: URL; readonly protocols: readonly string[]; readonly socket: FakeSocket }[];
  pauses: { readonly delayMs: number; readonly end: () => void }[];
  frames: [direction: string, text: string][];
} => {
  const sockets: { url: URL; protocols: readonly string[]; socket: FakeSocket }[] = [];
  const pauses: { delayMs: number; end: () => void }[] = [];
  const frames: [string, string][] = [];
  const unused = (): never => assert.fail('this transport has no use for it');
  const runtime: ClientRuntime = {
    nowNs: () => 0n,
    random: () => 0,
    sleep: (delayMs, signal) =>
      new Promise((resolve) => {
        pauses.push({ delayMs, end: resolve });
        signal.addEventListener('abort', () => resolve());
      }),
    get: unused,
    post: unused,
    openEventSource: unused,
    openWebSocket: (url, protocols = []) => {
      const socket = new FakeSocket();
      sockets.push({ url, protocols, socket });
      return socket;
    },
    requestHeaders: {},
    parseXml: (text) => readXml(text, new SaxesParser({ xmlns: true })),
    onFrame: (...frame) => frames.push(frame),
  };
  return { runtime, sockets, pauses, frames };
};

const url = new URL('ws://127.0.0.1:1/ws/');

const follow = (
  runtime: ClientRuntime,
  signal: AbortSignal,
  rest: Partial<ClientTarget> = {},
): AsyncIterator<Arrival> => {
  const arrivals = xmpp.follow({ url, from: 'now', signal, runtime, pollIntervalMs: 1, ...rest });
  return arrivals[Symbol.asyncIterator]();
};

const turn = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));

test('asks for the subprotocol, opens the stream, and shows every frame', async () => {
  const { runtime, sockets, frames } = platform();
  const stop = new AbortController();
  const arrivals = follow(runtime, stop.signal);
  const next = arrivals.next();
  const [opened] = sockets;
  assert.ok(opened);
  assert.deepEqual([opened.url.href, opened.protocols], [url.href, ['xmpp']]);
  opened.socket.emit({ type: 'open' });
  const features = `<stream:features xmlns:stream="${namespaces.stream}"/>`;
  opened.socket.emit({ type: 'message', data: features });
  assert.deepEqual(
    frames.map(([direction]) => direction),
    ['sent', 'received', 'sent'],
  );
  assert.match(opened.socket.sent[1] ?? '', /ADEwMDEwMDEAc2VjcmV0/);
  stop.abort();
  assert.equal((await next).done, true);
  assert.equal(opened.socket.sent.at(-1), closeFrame);
  assert.equal(opened.socket.readyState, 3);
});

test('logs in with the account and at the domain it is given', () => {
  const { runtime, sockets } = platform();
  const account = { id: 'bench-1', password: 'pass' };
  void follow(runtime, new AbortController().signal, { account, xmppDomain: 'example.com' }).next();
  const socket = sockets[0]?.socket;
  socket?.emit({ type: 'open' });
  socket?.emit({ type: 'message', data: `<stream:features xmlns:stream="${namespaces.stream}"/>` });
  assert.match(socket?.sent[0] ?? '', / to="example\.com" /);
  assert.match(socket?.sent[1] ?? '', new RegExp(btoa('\0bench-1\0pass')));
});

test('two silent intervals of ten seconds are a lost connection', async () => {
  const { runtime, sockets, pauses } = platform();
  const stop = new AbortController();
  const arrivals = follow(runtime, stop.signal);
  const next = arrivals.next();
  sockets[0]?.socket.emit({ type: 'message', data: '<a/>' });
  for (const interval of [0, 1, 2]) {
    assert.equal(pauses[interval]?.delayMs, 10_000);
    pauses[interval]?.end();
    await turn();
  }
  const arrival: Arrival = (await next).value as Arrival;
  assert.deepEqual(arrival, { kind: 'reconnect', attempt: 1, why: 'the server answers no ping' });
  assert.equal(sockets[0]?.socket.readyState, 3);
  pauses.at(-1)?.end();
  stop.abort();
  assert.equal((await arrivals.next()).done, true);
});

test('a frame that is no XML is a lost connection', async () => {
  const { runtime, sockets } = platform();
  const stop = new AbortController();
  const arrivals = follow(runtime, stop.signal);
  const next = arrivals.next();
  sockets[0]?.socket.emit({ type: 'message', data: '<a' });
  assert.equal(((await next).value as Arrival).kind, 'reconnect');
  stop.abort();
  await arrivals.next();
});

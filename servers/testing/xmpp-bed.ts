// XMPP on real sockets, for tests: a server with this transport alone, and a client that keeps every frame.
import assert from 'node:assert/strict';
import { once } from 'node:events';
import { connect, type AddressInfo, type Socket } from 'node:net';
import { WebSocket, type ClientOptions } from 'ws';
import { buildApp, type AppOptions, type BuiltApp } from '../app.ts';
import { subscribeRequest } from '../protocol/xmpp-pubsub.ts';
import { bindRequest, openFrame, plainFrame } from '../protocol/xmpp.ts';
import { xmpp } from '../transports/xmpp.ts';

/** A server on a port of its own, with the sockets it accepted. */
export class XmppServer implements AsyncDisposable {
  readonly built: BuiltApp;
  readonly sockets: Socket[] = [];

  private constructor(built: BuiltApp) {
    this.built = built;
    built.app.server.on('connection', (socket) => this.sockets.push(socket));
  }

  static async start(options: AppOptions = {}): Promise<XmppServer> {
    const built = await buildApp({ transports: { xmpp }, logLevel: 'silent', ...options });
    const server = new XmppServer(built);
    await built.app.listen({ host: '127.0.0.1', port: 0 });
    return server;
  }

  get port(): number {
    return (this.built.app.server.address() as AddressInfo).port;
  }

  async open(options: ClientOptions = {}): Promise<XmppSocket> {
    const socket = new WebSocket(`ws://127.0.0.1:${this.port}/ws/`, ['xmpp'], options);
    const client = new XmppSocket(socket);
    await once(socket, 'open');
    return client;
  }

  /** The HTTP answer to a request for an upgrade, when it is refused. */
  async refusal(protocols: string | undefined, isUpgrade = true): Promise<{ head: string; body: string }> {
    const socket = connect(this.port, '127.0.0.1');
    const lines = [
      'GET /ws/ HTTP/1.1',
      'host: lab',
      ...(isUpgrade
        ? [
            'connection: upgrade',
            'upgrade: websocket',
            'sec-websocket-version: 13',
            `sec-websocket-key: ${btoa('0123456789abcdef')}`,
          ]
        : ['connection: close']),
      ...(protocols === undefined ? [] : [`sec-websocket-protocol: ${protocols}`]),
    ];
    socket.write(`${lines.join('\r\n')}\r\n\r\n`);
    const parts: Buffer[] = [];
    for await (const part of socket) {
      parts.push(part as Buffer);
      if (Buffer.concat(parts).includes('101 Switching')) break;
    }
    const [head = '', body = ''] = Buffer.concat(parts).toString().split('\r\n\r\n');
    return { head: head.toLowerCase(), body };
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.built.drain();
  }
}

/** A WebSocket client that keeps every frame. */
export class XmppSocket {
  readonly socket: WebSocket;
  readonly frames: string[] = [];
  readonly closed: Promise<number>;
  #waiting: { count: number; resolve: () => void } | undefined;

  constructor(socket: WebSocket) {
    this.socket = socket;
    this.closed = once(socket, 'close').then(([code]) => code as number);
    socket.on('message', (data: Buffer, isBinary) => {
      assert.equal(isBinary, false);
      this.frames.push(data.toString());
      if (this.#waiting && this.frames.length >= this.#waiting.count) this.#waiting.resolve();
    });
    socket.on('error', () => {});
  }

  /** Resolves when so many frames have come in all. */
  async received(count: number): Promise<void> {
    if (this.frames.length >= count) return;
    const { promise, resolve } = Promise.withResolvers<void>();
    this.#waiting = { count, resolve };
    await promise;
  }

  /** Logs in and subscribes to everything: seven frames come back. */
  async subscribe(resource = 'desk'): Promise<this> {
    const open = openFrame({ to: 'localhost' });
    const jid = `1001001@localhost/${resource}`;
    this.socket.send(open);
    await this.received(2);
    this.socket.send(plainFrame({ authzid: '', authcid: '1001001', password: 'secret' }));
    this.socket.send(open);
    this.socket.send(bindRequest('b', resource));
    this.socket.send(subscribeRequest({ id: 's', to: 'pubsub.localhost', node: '/lab/events' }, jid));
    await this.received(7);
    return this;
  }

  /** Cursors of the events among the frames: the ids of their items. */
  get cursors(): readonly string[] {
    return this.frames.flatMap((frame) => (/^<message .*?<item id="([^"]*)"/.exec(frame) ?? []).slice(1));
  }
}

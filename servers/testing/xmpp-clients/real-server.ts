// The server that a real client meets: both doors of XMPP and the REST of Finesse on one port, and a network that can fail.
import { once } from 'node:events';
import type { AddressInfo, Socket } from 'node:net';
import { buildApp, type BuiltApp } from '../../app.ts';
import type { Cursor } from '../../protocol/cursor.ts';
import type { Topic } from '../../protocol/topic.ts';
import { bosh } from '../../transports/bosh/bosh.ts';
import { xmpp } from '../../transports/xmpp.ts';
import type { XmppProfile } from '../../xmpp/profiles.ts';
import { until } from '../lab.ts';
import type { Door } from './subject.ts';

/** Whom the clients log in as. */
export const account = { id: '1001001', password: 'secret', domain: 'localhost', resource: 'desktop' };

const boshPath = '/http-bind/';

/** Listens on a port of its own. */
export class RealServer implements AsyncDisposable {
  readonly built: BuiltApp;
  readonly #sockets = new Set<Socket>();
  #heldRequests = 0;

  private constructor(built: BuiltApp) {
    this.built = built;
    built.app.server.on('connection', (socket) => {
      this.#sockets.add(socket);
      socket.once('close', () => this.#sockets.delete(socket));
    });
    built.app.server.on('request', (request, response) => {
      if (request.url?.startsWith(boshPath) !== true) return;
      this.#heldRequests += 1;
      response.once('close', () => (this.#heldRequests -= 1));
    });
  }

  static async start(profile: XmppProfile): Promise<RealServer> {
    const built = await buildApp({ transports: { xmpp, bosh }, xmpp: { profile }, logLevel: 'silent' });
    await built.app.listen({ host: '127.0.0.1', port: 0 });
    return new RealServer(built);
  }

  get #host(): string {
    return `127.0.0.1:${(this.built.app.server.address() as AddressInfo).port}`;
  }

  urlOf(door: Door): string {
    return door === 'WebSocket' ? `ws://${this.#host}/ws/` : `http://${this.#host}${boshPath}`;
  }

  /** Asks for a state, as the buttons of a desktop do. @returns the HTTP status */
  async put(state: 'READY' | 'NOT_READY'): Promise<number> {
    const { status } = await fetch(`http://${this.#host}/finesse/api/User/${account.id}`, {
      method: 'PUT',
      headers: {
        authorization: `Basic ${btoa(`${account.id}:${account.password}`)}`,
        'content-type': 'application/xml',
      },
      body: `<User><state>${state}</state></User>`,
    });
    return status;
  }

  /**
   * Every TCP connection breaks, and three events come before any client can be back: one that the server still sends
   * into a connection that is gone, and two when it knows.
   */
  async cut(door: Door): Promise<void> {
    // Between two requests a client of BOSH would not notice.
    await until(() => door === 'WebSocket' || this.#heldRequests > 0, 'the client waits for news');
    const sockets = [...this.#sockets];
    const closed = sockets.map((socket) => once(socket, 'close'));
    for (const socket of sockets) socket.destroy();
    this.#changeState('NOT_READY');
    await Promise.all(closed);
    this.#changeState('READY');
    this.#changeState('NOT_READY');
  }

  /** Items that a node got after a cursor: what a subscriber from there on has to see. */
  itemsAfter(cursor: Cursor, topic: Topic): readonly string[] {
    return this.built.feed.readAfter({ cursor, topic }).entries.map((entry) => entry.cursor);
  }

  /** The newest position of the feed. */
  now(): Cursor {
    return this.built.feed.locate('now');
  }

  /** Nobody follows the feed any more, in no session; and of connections only idle ones are left, which HTTP keeps. */
  async untilForsaken(): Promise<void> {
    await until(() => this.built.feed.figures.readers === 0, 'no session follows the feed');
    this.built.app.server.closeIdleConnections();
    await until(() => this.#sockets.size === 0, 'no connection is in use');
  }

  #changeState(state: 'READY' | 'NOT_READY'): void {
    this.built.desk.changeState(account.id, { state });
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.built.drain();
  }
}

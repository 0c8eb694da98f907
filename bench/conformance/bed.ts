// The test bed: one transport on a real server, on a real port, that can lose connections and be restarted.
import type { AddressInfo } from 'node:net';
import type { Duplex } from 'node:stream';
import { createNodeRuntime } from '../../clients/node-runtime.ts';
import type { ClientTarget, ClientTransport } from '../../clients/transport.ts';
import { buildApp, type BuiltApp } from '../../servers/app.ts';
import type { TransportDescription } from '../../servers/protocol/catalog.ts';
import type { StartPosition } from '../../servers/protocol/cursor.ts';
import type { Entry } from '../../servers/protocol/entry.ts';
import { eventExamples, type AgentEvent } from '../../servers/protocol/event.ts';
import type { ServerTransport } from '../../servers/transport.ts';
import { Collector } from './collector.ts';

/** Both halves of a transport, and what the catalog says of it. */
export interface Subject {
  readonly id: string;
  readonly description: TransportDescription;
  readonly server: ServerTransport;
  readonly client: ClientTransport;
}

/** What a case may be told about the feed. */
export interface BedOptions {
  /** Entries that the log keeps. @default 16384 */
  readonly capacity?: number;
}

/** How often the polls of a bed ask, in milliseconds: often enough for a test, rare enough to see two ticks apart. */
const pollIntervalMs = 25;

/** One server with one transport; `await using` closes it and every client. */
export class Bed implements AsyncDisposable {
  readonly subject: Subject;
  readonly #options: BedOptions;
  readonly #sockets = new Set<Duplex>();
  readonly #collectors: Collector[] = [];
  /** Names of the readers that fell off the log. */
  readonly slowReaders: string[] = [];
  #built: BuiltApp | undefined;
  #port = 0;

  private constructor(subject: Subject, options: BedOptions) {
    this.subject = subject;
    this.#options = options;
  }

  static async open(subject: Subject, options: BedOptions = {}): Promise<Bed> {
    const bed = new Bed(subject, options);
    await bed.#start();
    return bed;
  }

  get built(): BuiltApp {
    if (!this.#built) throw new Error('The server of the test bed is down.');
    return this.#built;
  }

  get url(): URL {
    const { scheme, path } = this.subject.description;
    return new URL(`${scheme}://127.0.0.1:${this.#port}${path}`);
  }

  /** Connections that the server holds open. */
  get connections(): number {
    return this.#sockets.size;
  }

  /** A state of agent 1001001, who is on the node that clients of a topic follow. */
  publish(count = 1, event: AgentEvent = eventExamples['agent-state']): readonly Entry[] {
    return Array.from({ length: count }, () => this.built.feed.publish(event));
  }

  /** A client from `from`; closed with the bed. */
  follow(from: StartPosition, rest: Partial<Omit<ClientTarget, 'runtime' | 'signal'>> = {}): Collector {
    const runtime = createNodeRuntime();
    const collector = new Collector(this.subject.client, {
      url: this.url,
      from,
      runtime,
      pollIntervalMs,
      holdSeconds: 2,
      ...rest,
    });
    this.#collectors.push(collector);
    return collector;
  }

  /** Cuts every connection, as a failing network would. */
  dropConnections(): void {
    for (const socket of this.#sockets) socket.destroy();
  }

  /** Ends the server and starts another on the same port, with an empty log of a new epoch. */
  async restart(): Promise<void> {
    await this.built.drain();
    this.#sockets.clear();
    await this.#start();
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await Promise.all(this.#collectors.map((collector) => collector.stop()));
    await this.#built?.drain();
  }

  async #start(): Promise<void> {
    const { capacity } = this.#options;
    const built = await buildApp({
      transports: { [this.subject.id]: this.subject.server },
      ...(capacity !== undefined && { feed: { capacity } }),
      onSlowReader: (reader) => this.slowReaders.push(reader),
      logLevel: 'silent',
    });
    built.app.server.on('connection', (socket) => {
      this.#sockets.add(socket);
      socket.once('close', () => this.#sockets.delete(socket));
    });
    await built.app.listen({ host: '127.0.0.1', port: this.#port });
    this.#port = (built.app.server.address() as AddressInfo).port;
    this.#built = built;
  }
}

// One port: accepts connections for one transport, puts the tap between, and hands them to the app's server.
import type { Server as HttpServer } from 'node:http';
import { createServer, type AddressInfo, type Server, type Socket } from 'node:net';
import { createServer as createTlsServer, type Server as TlsServer, type TlsOptions } from 'node:tls';
import type { TransportId } from '../protocol/catalog.ts';
import { isLoopback } from './addresses.ts';
import type { Recorder } from './recorder.ts';
import { TappedConnection, type WireState } from './tapped-connection.ts';

/** Connections of one port at once, and of these from one other machine. */
const maximumConnections = 512;
const maximumOfOneMachine = 64;
/** A flood of connections is logged once in this time, in milliseconds. */
const floodLogMs = 10_000;

/** What a port needs. */
export interface PortParts {
  readonly transport: TransportId;
  /** The app's server: HTTP, or HTTPS when `tls` is given. */
  readonly server: HttpServer;
  readonly tls: TlsOptions | undefined;
  /** The wire as it stands. */
  readonly wire: () => WireState;
  /** Begins to write a connection down. */
  readonly record: (client: Socket) => Recorder;
  /** Told which machine was one too many. */
  readonly onFlood: (address: string) => void;
}

/** Closed when it was never opened. */
export class TapPort {
  readonly #parts: PortParts;
  /** As node:http makes its own. */
  readonly #listener: Server = createServer({ allowHalfOpen: true, noDelay: true }, (tcp) => this.#accept(tcp));
  readonly #tls: TlsServer | undefined;
  /** All that were accepted and are open, also those whose TLS handshake is not over. */
  readonly #tcp = new Set<Socket>();
  readonly #connections = new Set<TappedConnection>();
  #floodLoggedMs = -Infinity;

  constructor(parts: PortParts) {
    this.#parts = parts;
    this.#tls = parts.tls && this.#serverOfTls(parts.tls);
  }

  /** `undefined` while it does not listen. */
  get port(): number | undefined {
    return this.#listener.listening ? (this.#listener.address() as AddressInfo).port : undefined;
  }

  /** Connections that are open. */
  get open(): number {
    return this.#tcp.size;
  }

  listen(host: string, port: number): Promise<void> {
    const { promise, resolve, reject } = Promise.withResolvers<void>();
    this.#listener.once('error', reject);
    this.#listener.listen({ host, port }, () => {
      this.#listener.off('error', reject);
      resolve();
    });
    return promise;
  }

  /** The wire has changed. */
  apply(): void {
    const wire = this.#parts.wire();
    for (const connection of this.#connections) connection.apply(wire);
  }

  /** Resets every connection; returns how many there were. */
  cut(): number {
    const connections = [...this.#connections].filter(({ isOpen }) => isOpen);
    for (const connection of connections) connection.cut();
    return connections.length;
  }

  /** Accepts no more. */
  stopListening(): void {
    if (this.#listener.listening) this.#listener.close();
  }

  /** Ends whatever is open, at once. */
  destroy(): void {
    this.stopListening();
    for (const connection of this.#connections) connection.destroy();
    for (const tcp of this.#tcp) tcp.destroy();
  }

  #accept(tcp: Socket): void {
    tcp.on('error', () => {});
    if (this.#isOneTooMany(tcp)) {
      tcp.resetAndDestroy();
      return;
    }
    if (this.#parts.wire().faults.isRefusing) {
      this.#parts.record(tcp).close('fault', true);
      tcp.resetAndDestroy();
      return;
    }
    this.#tcp.add(tcp);
    tcp.once('close', () => this.#tcp.delete(tcp));
    if (this.#tls) this.#tls.emit('connection', tcp);
    else this.#begin(tcp, tcp);
  }

  #begin(client: Socket, tcp: Socket): void {
    const { transport, server, wire, record } = this.#parts;
    const connection = new TappedConnection({ transport, client, tcp, recorder: record(client), wire: wire() });
    this.#connections.add(connection);
    const forget = (): void => {
      if (!connection.isOpen) this.#connections.delete(connection);
    };
    client.once('close', forget);
    connection.socket.once('close', forget);
    server.emit(this.#tls ? 'secureConnection' : 'connection', connection.socket);
  }

  /** The handshake is TLS's own; the tap sees what is inside. */
  #serverOfTls(options: TlsOptions): TlsServer {
    const below = new Map<string, Socket>();
    const server = createTlsServer(options);
    server.on('connection', (tcp) => {
      const name = nameOf(tcp);
      below.set(name, tcp);
      tcp.once('close', () => below.delete(name));
    });
    server.on('secureConnection', (client) => {
      const tcp = below.get(nameOf(client));
      if (tcp) this.#begin(client, tcp);
      else client.destroy();
    });
    server.on('tlsClientError', (_error, client) => client.destroy());
    return server;
  }

  #isOneTooMany({ remoteAddress = '' }: Socket): boolean {
    const isFlood = this.#tcp.size >= maximumConnections || this.#crowdOf(remoteAddress) >= maximumOfOneMachine;
    if (isFlood && performance.now() - this.#floodLoggedMs > floodLogMs) {
      this.#floodLoggedMs = performance.now();
      this.#parts.onFlood(remoteAddress);
    }
    return isFlood;
  }

  #crowdOf(address: string): number {
    if (isLoopback(address)) return 0;
    let crowd = 0;
    for (const { remoteAddress } of this.#tcp) if (remoteAddress === address) crowd += 1;
    return crowd;
  }
}

/** The client's end of a connection, which no other connection of this port has at the same time. */
const nameOf = ({ remoteAddress, remotePort }: Socket): string => `${remoteAddress} ${remotePort}`;

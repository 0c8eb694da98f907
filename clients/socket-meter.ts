// Counts what goes over a client's connections: how many there were, and bytes each way, on the wire and in the clear.
import type { Socket } from 'node:net';

/**
 * Bytes of the connections, without TCP/IP headers.
 *
 * `bytesUp` and `bytesDown` are those of the TCP streams: over TLS the records of the handshake, of the encrypted data and
 * of the alerts (RFC 8446 §5). `plainUp` and `plainDown` are what the application wrote and read; without TLS the same.
 *
 * In Node (26.10, by experiment against a proxy that counts) `bytesRead` and `bytesWritten` of a TLSSocket are the bytes in
 * the clear, and nothing public of it tells the others. A TCP socket over which `tls.connect({ socket })` speaks goes on
 * counting what passes below, to the byte, until it closes and after: so a client opens that one itself, and both are counted.
 */
export interface SocketTotals {
  readonly connections: number;
  readonly bytesUp: number;
  readonly bytesDown: number;
  readonly plainUp: number;
  readonly plainDown: number;
}

/** All connections of one client, the closed ones included. */
export class SocketMeter {
  readonly #wire = new StreamMeter();
  readonly #plain = new StreamMeter();
  #connections = 0;

  /** Counts a connection from now until it closes. @param tcp what a TLS socket stands on; otherwise the socket itself */
  track(socket: Socket, tcp: Socket = socket): void {
    this.#connections += 1;
    this.#wire.add(tcp);
    this.#plain.add(socket);
  }

  get totals(): SocketTotals {
    return {
      connections: this.#connections,
      bytesUp: this.#wire.up,
      bytesDown: this.#wire.down,
      plainUp: this.#plain.up,
      plainDown: this.#plain.down,
    };
  }
}

/** Bytes of one layer, by what its sockets count themselves. */
class StreamMeter {
  readonly #open = new Set<Socket>();
  #closedUp = 0;
  #closedDown = 0;

  add(socket: Socket): void {
    this.#open.add(socket);
    socket.once('close', () => {
      this.#open.delete(socket);
      this.#closedUp += socket.bytesWritten;
      this.#closedDown += socket.bytesRead;
    });
  }

  get up(): number {
    let bytes = this.#closedUp;
    for (const socket of this.#open) bytes += socket.bytesWritten;
    return bytes;
  }

  get down(): number {
    let bytes = this.#closedDown;
    for (const socket of this.#open) bytes += socket.bytesRead;
    return bytes;
  }
}

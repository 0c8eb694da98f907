// Counts what goes over a client's sockets: connections, and application bytes each way.
import type { Socket } from 'node:net';

/** Application bytes on the TCP streams, without TCP/IP headers. */
export interface SocketTotals {
  readonly connections: number;
  readonly bytesUp: number;
  readonly bytesDown: number;
}

/** All sockets of one client, the closed ones included. */
export class SocketMeter {
  readonly #open = new Set<Socket>();
  #connections = 0;
  #closedUp = 0;
  #closedDown = 0;

  /** Counts the socket from now until it closes. */
  track<Tracked extends Socket>(socket: Tracked): Tracked {
    this.#connections += 1;
    this.#open.add(socket);
    socket.setNoDelay(true);
    socket.once('close', () => {
      this.#open.delete(socket);
      this.#closedUp += socket.bytesWritten;
      this.#closedDown += socket.bytesRead;
    });
    return socket;
  }

  get totals(): SocketTotals {
    let bytesUp = this.#closedUp;
    let bytesDown = this.#closedDown;
    for (const socket of this.#open) {
      bytesUp += socket.bytesWritten;
      bytesDown += socket.bytesRead;
    }
    return { connections: this.#connections, bytesUp, bytesDown };
  }
}

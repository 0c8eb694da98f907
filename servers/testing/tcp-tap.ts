// For tests: a TCP proxy that keeps every byte that passes, each way.
import { connect, createServer, type AddressInfo, type Server, type Socket } from 'node:net';
import { once } from 'node:events';
import type { TestContext } from 'node:test';
import { until } from './lab.ts';

/** All connections through one port, one after the other. */
export class TcpTap {
  readonly #server: Server;
  readonly #open = new Set<Socket>();
  readonly #up: Buffer[] = [];
  readonly #down: Buffer[] = [];
  connections = 0;

  private constructor(targetPort: number) {
    this.#server = createServer({ allowHalfOpen: true }, (client) => {
      this.connections += 1;
      const server = connect({ port: targetPort, host: '127.0.0.1', allowHalfOpen: true });
      this.#join(client, server, this.#up);
      this.#join(server, client, this.#down);
    });
  }

  /** It is closed when the test ends. */
  static async open(context: TestContext, targetPort: number): Promise<TcpTap> {
    const tap = new TcpTap(targetPort);
    tap.#server.listen(0, '127.0.0.1');
    await once(tap.#server, 'listening');
    context.after(() => {
      for (const socket of tap.#open) socket.destroy();
      tap.#server.close();
    });
    return tap;
  }

  get port(): number {
    return (this.#server.address() as AddressInfo).port;
  }

  /** What clients sent. */
  get up(): Buffer {
    return Buffer.concat(this.#up);
  }

  /** What the server sent. */
  get down(): Buffer {
    return Buffer.concat(this.#down);
  }

  /** Waits until both sides of every connection have closed: whatever was sent has passed. */
  closed(): Promise<void> {
    return until(() => this.#open.size === 0, 'all connections through the proxy are closed');
  }

  #join(from: Socket, to: Socket, kept: Buffer[]): void {
    this.#open.add(from);
    from.on('data', (part: Buffer) => {
      kept.push(part);
      to.write(part);
    });
    from.on('end', () => to.end());
    // One side that breaks breaks the other, as without a proxy.
    from.on('error', () => to.destroy());
    from.on('close', () => {
      this.#open.delete(from);
      if (!to.writableEnded) to.end();
    });
  }
}

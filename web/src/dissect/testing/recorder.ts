// For tests: a TCP relay in front of a server that records what passes, as a tap would, one list of records a connection.
import { once } from 'node:events';
import { connect, createServer, type AddressInfo, type Server, type Socket } from 'node:net';
import type { TestContext } from 'node:test';
import type { CaptureRecord, CloseCause, WireDirection } from '../../../../servers/protocol/capture.ts';

/** Records every connection through one port. */
export class Recorder {
  readonly #server: Server;
  readonly #open = new Set<Socket>();
  /** By connection, in the order in which they opened. */
  readonly connections: CaptureRecord[][] = [];

  private constructor(targetPort: number, transport: string) {
    this.#server = createServer({ allowHalfOpen: true }, (client) => {
      const records: CaptureRecord[] = [];
      const connection = this.connections.push(records);
      records.push({ kind: 'open', connection, atMs: performance.now(), transport });
      const server = connect({ port: targetPort, host: '127.0.0.1', allowHalfOpen: true });
      this.#join([client, server], 'up', records);
      this.#join([server, client], 'down', records);
    });
  }

  /** It is closed when the test ends. */
  static async open(context: TestContext, targetPort: number, transport: string): Promise<Recorder> {
    const recorder = new Recorder(targetPort, transport);
    recorder.#server.listen(0, '127.0.0.1');
    await once(recorder.#server, 'listening');
    context.after(() => recorder.close());
    return recorder;
  }

  get port(): number {
    return (this.#server.address() as AddressInfo).port;
  }

  close(): void {
    for (const socket of this.#open) socket.destroy();
    this.#server.close();
  }

  #join([from, to]: readonly [Socket, Socket], direction: WireDirection, records: CaptureRecord[]): void {
    const connection = this.connections.length;
    const end = (by: CloseCause): void => {
      if (records.some(({ kind }) => kind === 'close')) return;
      records.push({ kind: 'close', connection, atMs: performance.now(), by, isReset: false });
    };
    this.#open.add(from);
    from.on('data', (part: Buffer) => {
      records.push({ kind: 'data', connection, atMs: performance.now(), direction, bytes: Uint8Array.from(part) });
      to.write(part);
    });
    from.on('end', () => to.end());
    from.on('error', () => to.destroy());
    from.on('close', () => {
      this.#open.delete(from);
      if (to.closed) end(direction === 'up' ? 'client' : 'server');
      if (!to.writableEnded) to.end();
    });
  }
}

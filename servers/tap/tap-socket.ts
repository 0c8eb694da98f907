// The server's end of a tapped connection: what node:http, Fastify and ws use of a socket, over a wire of our own.
import type { Socket } from 'node:net';
import { Duplex } from 'node:stream';
import type { TransportId } from '../protocol/catalog.ts';

/** What carries the bytes between this end and the client's socket. */
export interface Wire {
  /** @param bytes nobody changes any more; `done` is called when there is room for more */
  write(bytes: Buffer, done: () => void): void;
  /** The server has said its last word; `done` as above. */
  end(done: () => void): void;
  /** The server reads again. */
  read(): void;
  /** The server has let go. `wasFinished`: after its last word. */
  leave(how: { readonly wasFinished: boolean; readonly isReset: boolean }): void;
}

/** What is told of the client's socket; it stays true after that socket is gone. */
const addressesOf = (client: Socket) => ({
  remoteAddress: client.remoteAddress,
  remotePort: client.remotePort,
  remoteFamily: client.remoteFamily,
  localAddress: client.localAddress,
  localPort: client.localPort,
  localFamily: client.localFamily,
});

/** Handed to the app's server with `emit('connection', …)`, or over TLS with `emit('secureConnection', …)`. */
export class TapSocket extends Duplex {
  /** Whose port the client came to. */
  readonly transport: TransportId;
  readonly remoteAddress: string | undefined;
  readonly remotePort: number | undefined;
  readonly remoteFamily: string | undefined;
  readonly localAddress: string | undefined;
  readonly localPort: number | undefined;
  readonly localFamily: string | undefined;
  readonly connecting = false;
  readonly pending = false;
  bytesRead = 0;
  bytesWritten = 0;
  timeout = 0;
  readonly #client: Socket;
  readonly #wire: Wire;
  #idle: NodeJS.Timeout | undefined;
  #isReset = false;
  #hasClientEnded = false;

  constructor({ transport, client, wire }: { transport: TransportId; client: Socket; wire: Wire }) {
    super({ allowHalfOpen: true });
    this.transport = transport;
    this.#client = client;
    this.#wire = wire;
    Object.assign(this, addressesOf(client));
    // Whoever asks whether a connection is secure looks for the property, as on a TLSSocket.
    if ('encrypted' in client) Object.assign(this, { encrypted: true });
  }

  address(): object {
    return { address: this.localAddress, port: this.localPort, family: this.localFamily };
  }

  setNoDelay(isOn?: boolean): this {
    this.#client.setNoDelay(isOn);
    return this;
  }

  setKeepAlive(isOn?: boolean, initialDelayMs?: number): this {
    this.#client.setKeepAlive(isOn, initialDelayMs);
    return this;
  }

  /** As a socket's: `timeout` is emitted when nothing was read or written for so long; 0 = never. */
  setTimeout(timeoutMs: number, callback?: () => void): this {
    clearTimeout(this.#idle);
    this.timeout = timeoutMs;
    if (timeoutMs > 0 && !this.destroyed) this.#idle = setTimeout(() => this.emit('timeout'), timeoutMs).unref();
    if (callback && timeoutMs > 0) this.once('timeout', callback);
    else if (callback) this.off('timeout', callback);
    return this;
  }

  ref(): this {
    this.#client.ref();
    return this;
  }

  unref(): this {
    this.#client.unref();
    return this;
  }

  /** Ends, and is destroyed when all is written. */
  destroySoon(): void {
    if (this.writable) this.end();
    if (this.writableFinished) this.destroy();
    else this.once('finish', () => this.destroy());
  }

  resetAndDestroy(): this {
    this.#isReset = true;
    return this.destroy();
  }

  /** From the wire: bytes of the client; false = full until the wire is asked to `read`. */
  arrive(bytes: Buffer): boolean {
    if (this.destroyed || this.#hasClientEnded) return true;
    this.bytesRead += bytes.byteLength;
    this.#idle?.refresh();
    return this.push(bytes);
  }

  /** From the wire: the client has said its last word. */
  arriveEnd(): void {
    this.#hasClientEnded = true;
    if (!this.destroyed) this.push(null);
  }

  override _read(): void {
    this.#wire.read();
  }

  override _write(bytes: Buffer, _encoding: BufferEncoding, done: () => void): void {
    // The writer may use its buffer again as soon as it is told that it was taken.
    this.#send(Buffer.from(bytes), done);
  }

  /** What was corked together goes as one: a WebSocket frame is one write, not two. */
  override _writev(parts: readonly { readonly chunk: Buffer }[], done: () => void): void {
    this.#send(Buffer.concat(parts.map(({ chunk }) => chunk)), done);
  }

  override _final(done: () => void): void {
    this.#wire.end(done);
  }

  override _destroy(error: Error | null, done: (error: Error | null) => void): void {
    clearTimeout(this.#idle);
    this.#wire.leave({ wasFinished: this.writableFinished, isReset: this.#isReset });
    done(error);
  }

  #send(bytes: Buffer, done: () => void): void {
    this.bytesWritten += bytes.byteLength;
    this.#idle?.refresh();
    this.#wire.write(bytes, done);
  }
}

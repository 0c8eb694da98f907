// For tests: a TCP socket, or TLS over it, that sends literal bytes and keeps what comes back.
import { connect, type Socket } from 'node:net';
import { connect as connectTls } from 'node:tls';
import { until } from './lab.ts';

/** What came over one connection, as it came. */
export class RawClient {
  readonly socket: Socket;
  #received = Buffer.alloc(0);
  #isClosed = false;

  /** @param ca the certificate of a server with TLS; without it none is spoken */
  constructor(port: number, text = '', ca?: string) {
    const host = '127.0.0.1';
    this.socket = ca === undefined ? connect(port, host) : connectTls({ port, host, ca });
    this.socket.on('data', (part: Buffer) => {
      this.#received = Buffer.concat([this.#received, part]);
    });
    // A connection that is cut is what some tests want to see: `isClosed` tells it.
    this.socket.on('error', () => {});
    this.socket.on('close', () => {
      this.#isClosed = true;
    });
    if (text !== '') this.socket.write(text, 'latin1');
  }

  get isClosed(): boolean {
    return this.#isClosed;
  }

  get bytes(): Buffer {
    return this.#received;
  }

  /** UTF-8, with the one header that changes masked. */
  get text(): string {
    return this.#received.toString('utf8').replace(/Date: [^\r]+/g, 'Date: <now>');
  }

  send(bytes: string | Uint8Array): void {
    this.socket.write(bytes);
  }

  /** Waits until the text has come. */
  async until(text: string): Promise<string> {
    await until(() => this.text.includes(text), `${JSON.stringify(text)} in ${JSON.stringify(this.text)}`);
    return this.text;
  }

  /** Waits until the other side has closed, and returns all that came. */
  async end(): Promise<string> {
    await until(() => this.#isClosed, `the connection is closed after ${JSON.stringify(this.text)}`);
    return this.text;
  }

  /** Vanishes without a goodbye: RST instead of FIN. */
  reset(): void {
    this.socket.resetAndDestroy();
  }
}

/** Sends a request and returns all that came until the server closed. */
export const exchange = (port: number, request: string, ca?: string): Promise<string> =>
  new RawClient(port, request, ca).end();

/** `GET` with a host, on a connection that is closed after the answer. */
export const get = (path: string, ...fields: readonly string[]): string =>
  [`GET ${path} HTTP/1.1`, 'Host: lab', 'Connection: close', ...fields, '', ''].join('\r\n');

/** The opening handshake of RFC 6455 §1.2, with its own key. */
export const upgrade = (path: string, ...fields: readonly string[]): string =>
  [
    `GET ${path} HTTP/1.1`,
    'Host: lab',
    'Connection: Upgrade',
    'Upgrade: websocket',
    'Sec-WebSocket-Version: 13',
    'Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==',
    ...fields,
    '',
    '',
  ].join('\r\n');

/** A frame of a client: masked with zeros, so that the payload stays legible (RFC 6455 §5.3). */
export const clientFrame = (opcode: number, payload: string | Uint8Array): Buffer => {
  const body = Buffer.from(payload);
  const length =
    body.byteLength < 126 ? [0x80 | body.byteLength] : [0x80 | 127, 0, 0, 0, 0, ...uint32(body.byteLength)];
  return Buffer.concat([Buffer.of(0x80 | opcode, ...length, 0, 0, 0, 0), body]);
};

const uint32 = (value: number): Uint8Array => {
  const bytes = Buffer.alloc(4);
  bytes.writeUInt32BE(value);
  return bytes;
};

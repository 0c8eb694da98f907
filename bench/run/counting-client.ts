// A subscriber that costs next to nothing: it logs in once, and from then on counts items in the raw bytes.
import { connect, type Socket } from 'node:net';
import { subscribeRequest } from '../../servers/protocol/xmpp-pubsub.ts';
import { pubsubServiceOf, xmppSubprotocol } from '../../servers/protocol/xmpp.ts';
import { Dialogue, logIn, type Login } from '../peer/dialogue.ts';

/** Whom to follow, and as whom. */
export interface CountingTarget extends Login {
  readonly host: string;
  readonly port: number;
  readonly path: string;
  readonly node: string;
}

/** What every delivery of one entry holds once: text escapes its `<`, so an entry cannot counterfeit it. */
export const itemMark = '<item id=';

/** Counts a mark in a stream of bytes that is cut anywhere. Pure. */
export class MarkCounter {
  readonly #mark: Buffer;
  #tail = Buffer.alloc(0);
  #count = 0;

  constructor(mark: string) {
    this.#mark = Buffer.from(mark);
  }

  get count(): number {
    return this.#count;
  }

  /** Whether there was one more in it. */
  add(part: Buffer): boolean {
    const before = this.#count;
    const kept = this.#mark.byteLength - 1;
    // Fewer bytes than a mark has: none that was counted is seen again.
    const seam = Buffer.concat([this.#tail, part.subarray(0, kept)]);
    if (seam.includes(this.#mark)) this.#count += 1;
    for (let at = part.indexOf(this.#mark); at !== -1; at = part.indexOf(this.#mark, at + kept + 1)) this.#count += 1;
    // Copied, for the bytes belong to a buffer that the next read overwrites.
    const rest = part.byteLength < kept ? seam : part;
    this.#tail = Buffer.from(rest.subarray(Math.max(0, rest.byteLength - kept)));
    return this.#count > before;
  }
}

/** Takes whole text frames of a server out of a stream of bytes (RFC 6455 §5.2: unmasked, and these servers cut none up). */
export class FrameReader {
  #rest = Buffer.alloc(0);

  *read(part: Buffer): Generator<string> {
    this.#rest = Buffer.concat([this.#rest, part]);
    for (let frame = this.#next(); frame; frame = this.#next()) {
      const text = this.#rest.subarray(frame.from, frame.to).toString();
      this.#rest = this.#rest.subarray(frame.to);
      yield text;
    }
  }

  #next(): { readonly from: number; readonly to: number } | undefined {
    const short = (this.#rest[1] ?? 0) & 0x7f;
    const from = short < 126 ? 2 : short === 126 ? 4 : 10;
    if (this.#rest.byteLength < from) return undefined;
    let length = short;
    if (short === 126) length = this.#rest.readUInt16BE(2);
    if (short === 127) length = Number(this.#rest.readBigUInt64BE(2));
    return this.#rest.byteLength < from + length ? undefined : { from, to: from + length };
  }
}

/** A client's text frame: masked with zeros, which changes nothing (RFC 6455 §5.3; the key protects proxies, and there is none). */
export const clientFrame = (text: string): Buffer => {
  const payload = Buffer.from(text);
  const { byteLength } = payload;
  const length = byteLength < 126 ? [0x80 | byteLength] : [0x80 | 126, byteLength >> 8, byteLength & 0xff];
  return Buffer.concat([Buffer.from([0x81, ...length, 0, 0, 0, 0]), payload]);
};

/** All clients read into one buffer: each part is counted before the next is read. */
const shared = Buffer.allocUnsafe(256 * 1024);

/** One subscriber. */
export class CountingClient {
  readonly #items = new MarkCounter(itemMark);
  readonly #frames = new FrameReader();
  readonly #socket: Socket;
  readonly #dialogue: Dialogue;
  readonly #upgraded = Promise.withResolvers<void>();
  #head = '';
  #state: 'upgrading' | 'logging-in' | 'counting' = 'upgrading';
  /** When the newest item came, on the monotonic clock. */
  lastAtNs = 0n;

  private constructor({ host, port }: CountingTarget) {
    this.#dialogue = new Dialogue((frame) => this.#socket.write(clientFrame(frame)));
    this.#socket = connect({
      host,
      port,
      noDelay: true,
      onread: {
        buffer: shared,
        callback: (length) => {
          this.#hear(shared.subarray(0, length));
          return true;
        },
      },
    });
    const leave = (cause: Error): void => {
      this.#upgraded.reject(cause);
      this.#dialogue.fail(cause);
    };
    this.#socket.on('error', leave);
    this.#socket.on('close', () => leave(new Error('the connection closed')));
    this.#upgraded.promise.catch(() => {});
  }

  /** Resolves when the subscription stands. */
  static async connect(target: CountingTarget): Promise<CountingClient> {
    const client = new CountingClient(target);
    client.#socket.write(upgradeRequest(target));
    await client.#upgraded.promise;
    const jid = await logIn(client.#dialogue, target);
    const address = { id: 'subscribe', to: pubsubServiceOf(target.domain), node: target.node };
    await client.#dialogue.ask(subscribeRequest(address, jid), /subscription=["']subscribed/);
    client.#state = 'counting';
    return client;
  }

  /** Items so far. */
  get count(): number {
    return this.#items.count;
  }

  #hear(part: Buffer): void {
    switch (this.#state) {
      case 'counting':
        if (this.#items.add(part)) this.lastAtNs = process.hrtime.bigint();
        return;
      case 'logging-in':
        for (const frame of this.#frames.read(part)) this.#dialogue.hear(frame);
        return;
      case 'upgrading':
        this.#upgrade(part.toString('latin1'));
    }
  }

  /** A server says nothing after its answer until the client has opened the stream. */
  #upgrade(text: string): void {
    this.#head += text;
    if (!this.#head.includes('\r\n\r\n')) return;
    this.#state = 'logging-in';
    if (this.#head.startsWith('HTTP/1.1 101 ')) this.#upgraded.resolve();
    else this.#upgraded.reject(new Error(`the server said ${this.#head.slice(0, 60)}`));
  }
}

/** RFC 6455 §4.1; the key is that of its example. */
const upgradeRequest = ({ host, port, path }: CountingTarget): string =>
  [
    `GET ${path} HTTP/1.1`,
    `Host: ${host}:${port}`,
    'Upgrade: websocket',
    'Connection: Upgrade',
    'Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==',
    'Sec-WebSocket-Version: 13',
    `Sec-WebSocket-Protocol: ${xmppSubprotocol}`,
    '\r\n',
  ].join('\r\n');

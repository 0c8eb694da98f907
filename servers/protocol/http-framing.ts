// Where the messages of HTTP/1.x end in a stream of bytes (RFC 9112 §6), for whoever looks on from outside.

/** What follows a head: so many bytes, chunks, everything until the connection ends, or another protocol. */
export type HttpBody = number | 'chunked' | 'until-close' | 'tunnel';

type State = 'head' | 'body' | 'chunk-size' | 'chunk-data' | 'trailer' | 'until-close' | 'tunnel';

/** A head or a line that is longer is not looked into; the server itself refuses heads over 16 KiB. */
const maximumHeadBytes = 64 * 1024;
const lf = 0x0a;

const latin1 = new TextDecoder('latin1');

/** Follows one direction of one connection from its first byte on. */
export class HttpFraming {
  readonly #bodyOf: (head: readonly string[]) => HttpBody;
  #state: State = 'head';
  /** Lines of a head that is not whole yet, and their length. */
  #head: string[] = [];
  #headBytes = 0;
  /** A line that is not whole yet. */
  #line = '';
  /** Bytes of the body, or of the chunk, that are still to come. */
  #remaining = 0;

  /** @param bodyOf told the lines of each head, in order */
  constructor(bodyOf: (head: readonly string[]) => HttpBody) {
    this.#bodyOf = bodyOf;
  }

  /** Whether the stream has left HTTP for good. */
  get isTunnel(): boolean {
    return this.#state === 'tunnel';
  }

  /** Reads on; returns how many of these bytes belong to messages that are whole by now. */
  read(bytes: Uint8Array): number {
    let whole = 0;
    for (let at = 0; at < bytes.byteLength;) {
      if (this.#state === 'tunnel') return bytes.byteLength;
      if (this.#state === 'until-close') return whole;
      const isBody = this.#state === 'body' || this.#state === 'chunk-data';
      const wasAt = this.#state;
      at = isBody ? this.#skip(bytes, at) : this.#readLine(bytes, at);
      if (this.#state === 'head' && (wasAt !== 'head' || this.#head.length === 0) && this.#line === '') whole = at;
    }
    return this.#state === 'tunnel' ? bytes.byteLength : whole;
  }

  #skip(bytes: Uint8Array, at: number): number {
    const count = Math.min(this.#remaining, bytes.byteLength - at);
    this.#remaining -= count;
    if (this.#remaining === 0) this.#state = this.#state === 'body' ? 'head' : 'chunk-size';
    return at + count;
  }

  #readLine(bytes: Uint8Array, at: number): number {
    const end = bytes.indexOf(lf, at);
    const part = bytes.subarray(at, end < 0 ? bytes.byteLength : end);
    this.#line += latin1.decode(part);
    this.#headBytes += part.byteLength;
    if (this.#headBytes > maximumHeadBytes) this.#state = 'until-close';
    if (end < 0 || this.#state === 'until-close') return bytes.byteLength;
    const line = this.#line.endsWith('\r') ? this.#line.slice(0, -1) : this.#line;
    this.#line = '';
    this.#take(line);
    return end + 1;
  }

  #take(line: string): void {
    if (this.#state === 'chunk-size') this.#beginChunk(line);
    else if (this.#state === 'trailer') this.#state = line === '' ? 'head' : 'trailer';
    else if (line !== '') this.#head.push(line);
    // RFC 9112 §2.2 [spec] "a server … SHOULD ignore at least one empty line (CRLF) received prior to the request-line".
    else if (this.#head.length > 0) this.#beginBody();
    if (this.#state !== 'head' || this.#head.length === 0) this.#headBytes = 0;
  }

  #beginBody(): void {
    const body = this.#bodyOf(this.#head);
    this.#head = [];
    if (typeof body === 'number') {
      this.#remaining = body;
      this.#state = body === 0 ? 'head' : 'body';
    } else this.#state = body === 'chunked' ? 'chunk-size' : body;
  }

  /** RFC 9112 §7.1: a hexadecimal size, perhaps with extensions; the chunk of size 0 is the last. */
  #beginChunk(line: string): void {
    const size = /^[0-9a-f]{1,8}/i.exec(line)?.[0];
    if (size === undefined) this.#state = 'until-close';
    else if (/^0+$/.test(size)) this.#state = 'trailer';
    else {
      this.#remaining = Number.parseInt(size, 16) + 2;
      this.#state = 'chunk-data';
    }
  }
}

const field = (head: readonly string[], name: string): string | undefined => {
  const prefix = `${name}:`;
  const line = head.find((line) => line.slice(0, prefix.length).toLowerCase() === prefix);
  return line?.slice(prefix.length).trim().toLowerCase();
};

/** RFC 9112 §6.3: chunks before a length, and a length before whatever the message falls back on. */
const bodyOf = (head: readonly string[], otherwise: HttpBody): HttpBody => {
  if (field(head, 'transfer-encoding')?.endsWith('chunked')) return 'chunked';
  const length = field(head, 'content-length');
  if (length === undefined) return otherwise;
  return /^\d{1,15}$/.test(length) ? Number(length) : 'until-close';
};

/** Requests waiting for their answers that are remembered; a client that sends more is not looked into. */
const maximumPipelined = 1000;

/** Both directions of a connection: what an answer looks like depends on what was asked. */
export class HttpExchange {
  /** Whether each request without an answer is a HEAD. */
  readonly #asked: boolean[] = [];
  readonly requests = new HttpFraming((head) => {
    this.#asked.push(head[0]?.startsWith('HEAD ') ?? false);
    return this.#asked.length > maximumPipelined ? 'until-close' : bodyOf(head, 0);
  });
  readonly responses = new HttpFraming((head) => this.#answered(head));

  /** RFC 9112 §6.3: what ends the answers to HEAD, 1xx, 204 and 304 with their heads. */
  #answered(head: readonly string[]): HttpBody {
    const status = Number(/^HTTP\/1\.\d (\d{3})/.exec(head[0] ?? '')?.[1]);
    if (status === 101) return 'tunnel';
    if (status < 200) return 0;
    const isToHead = this.#asked.shift() ?? false;
    return isToHead || status === 204 || status === 304 ? 0 : bodyOf(head, 'until-close');
  }
}

// Messages of one direction of an HTTP/1.x connection (RFC 9112; RFC 1945), taken apart into heads, chunks and contents.
import { addBoshBody, addJsonAnswer, EventStreamLines } from './contents.ts';
import { maximumMessageBytes, type StreamReader, type StreamTally } from './layers.ts';
import { WebSocketReader, type FrameContent } from './websocket-reader.ts';

/** Where the content of a message goes. */
interface Content {
  read(part: Buffer): void;
  end(): void;
}

const headEnd = Buffer.from('\r\n\r\n');
const lineEnd = Buffer.from('\r\n');
/** Longest head that is waited for, in bytes; what goes on beyond it is no HTTP. */
const maximumHeadBytes = 64 * 1024;

const fieldOf = (head: string, name: string): string | undefined =>
  new RegExp(`^${name}:[ \\t]*(.*?)[ \\t]*$`, 'im').exec(head)?.[1];

/** Keeps a whole body, to look at it when it has ended. */
const wholeBody = (tally: StreamTally, add: (tally: StreamTally, body: Buffer) => void): Content => {
  let parts: Buffer[] = [];
  let length = 0;
  return {
    read(part) {
      length += part.byteLength;
      if (length > maximumMessageBytes) {
        for (const kept of parts) tally.payload += kept.byteLength;
        parts = [];
        tally.payload += part.byteLength;
      } else parts.push(Buffer.from(part));
    },
    end() {
      if (parts.length > 0) add(tally, parts.length === 1 ? (parts[0] as Buffer) : Buffer.concat(parts));
    },
  };
};

const contentOf = (tally: StreamTally, type: string): Content => {
  if (type.startsWith('application/json')) return wholeBody(tally, addJsonAnswer);
  if (type.startsWith('text/xml')) return wholeBody(tally, addBoshBody);
  if (type.startsWith('text/event-stream')) {
    const lines = new EventStreamLines(tally);
    return { read: (part) => lines.read(part), end: () => {} };
  }
  return { read: (part) => void (tally.payload += part.byteLength), end: () => {} };
};

/** What is expected next. */
type State =
  | { readonly kind: 'head' }
  | { readonly kind: 'body'; left: number; readonly content: Content }
  | { readonly kind: 'until-close'; readonly content: Content }
  | { readonly kind: 'chunk-size'; readonly content: Content }
  | { readonly kind: 'chunk'; left: number; readonly content: Content }
  /** The line break behind a chunk; `content` = more chunks follow. */
  | { readonly kind: 'chunk-end'; left: number; readonly content: Content | null }
  | { readonly kind: 'frames'; readonly frames: WebSocketReader };

/** Counts heads, chunk sizes and contents of one direction. */
export class HttpReader implements StreamReader {
  readonly #tally: StreamTally;
  readonly #isAnswering: boolean;
  readonly #onUpgrade: ((content: FrameContent) => void) | undefined;
  #state: State = { kind: 'head' };
  #rest = Buffer.alloc(0);
  #heads = 0;

  /**
   * @param isAnswering whether this direction carries responses
   * @param onUpgrade told when a response switches to WebSocket: the other direction switches too
   */
  constructor(tally: StreamTally, isAnswering: boolean, onUpgrade?: (content: FrameContent) => void) {
    this.#tally = tally;
    this.#isAnswering = isAnswering;
    this.#onUpgrade = onUpgrade;
  }

  /** Heads of messages so far. */
  get heads(): number {
    return this.#heads;
  }

  /** Frames of a WebSocket that have ended so far. */
  get frames(): number {
    return this.#state.kind === 'frames' ? this.#state.frames.count : 0;
  }

  /** From here on there are frames (the request of an upgrade ends where its head ends). */
  upgrade(content: FrameContent): void {
    this.#state = { kind: 'frames', frames: new WebSocketReader(this.#tally, content) };
  }

  read(part: Buffer): void {
    let bytes = this.#rest.byteLength === 0 ? part : Buffer.concat([this.#rest, part]);
    while (bytes.byteLength > 0) {
      const taken = this.#take(bytes);
      if (taken === 0) break;
      bytes = bytes.subarray(taken);
    }
    this.#rest = Buffer.from(bytes);
  }

  /** @returns how many bytes were understood; 0 = more are needed */
  #take(bytes: Buffer): number {
    const state = this.#state;
    switch (state.kind) {
      case 'head':
        return this.#head(bytes);
      case 'body':
      case 'chunk':
        return this.#content(bytes, state);
      case 'chunk-size':
        return this.#chunkSize(bytes, state.content);
      case 'chunk-end':
        return this.#chunkEnd(bytes, state);
      case 'until-close':
        state.content.read(bytes);
        return bytes.byteLength;
      case 'frames':
        state.frames.read(bytes);
        return bytes.byteLength;
    }
  }

  #head(bytes: Buffer): number {
    const end = bytes.indexOf(headEnd);
    if (end === -1) {
      if (bytes.byteLength <= maximumHeadBytes) return 0;
      this.#state = { kind: 'until-close', content: contentOf(this.#tally, '') };
      return 0;
    }
    const length = end + headEnd.byteLength;
    const head = bytes.toString('latin1', 0, length);
    this.#tally.httpHeaders += length;
    this.#heads += 1;
    this.#state = this.#isAnswering ? this.#afterResponse(head) : this.#afterRequest(head);
    return length;
  }

  /** RFC 9112 §6.3: a request without Content-Length or chunks has no body. */
  #afterRequest(head: string): State {
    const length = Number(fieldOf(head, 'content-length') ?? 0);
    return this.#bodyOf(head, length);
  }

  #afterResponse(head: string): State {
    const status = Number(head.slice(9, 12));
    if (status === 101) {
      const content = fieldOf(head, 'sec-websocket-protocol') === 'xmpp' ? 'stanzas' : 'json';
      this.#onUpgrade?.(content);
      return { kind: 'frames', frames: new WebSocketReader(this.#tally, content) };
    }
    // RFC 9112 §6.3: these have no content, whatever their fields say.
    if (status < 200 || status === 204 || status === 304) return { kind: 'head' };
    const length = fieldOf(head, 'content-length');
    if (length !== undefined) return this.#bodyOf(head, Number(length));
    const content = contentOf(this.#tally, fieldOf(head, 'content-type') ?? '');
    const isChunked = /chunked/i.test(fieldOf(head, 'transfer-encoding') ?? '');
    return { kind: isChunked ? 'chunk-size' : 'until-close', content };
  }

  #bodyOf(head: string, left: number): State {
    if (!(left > 0)) return { kind: 'head' };
    return { kind: 'body', left, content: contentOf(this.#tally, fieldOf(head, 'content-type') ?? '') };
  }

  #content(bytes: Buffer, state: Extract<State, { kind: 'body' | 'chunk' }>): number {
    const part = bytes.subarray(0, state.left);
    state.content.read(part);
    state.left -= part.byteLength;
    if (state.left > 0) return part.byteLength;
    if (state.kind === 'chunk') this.#state = { kind: 'chunk-end', left: lineEnd.byteLength, content: state.content };
    else {
      state.content.end();
      this.#state = { kind: 'head' };
    }
    return part.byteLength;
  }

  /** RFC 9112 §7.1: the size in hexadecimal digits and a line break; behind the data another line break. Both frame it. */
  #chunkSize(bytes: Buffer, content: Content): number {
    const end = bytes.indexOf(lineEnd);
    if (end === -1) return 0;
    const left = Number.parseInt(bytes.toString('latin1', 0, end), 16);
    const taken = end + lineEnd.byteLength;
    this.#tally.framing += taken;
    if (left > 0) this.#state = { kind: 'chunk', left, content };
    else {
      // The last chunk; servers of this lab send no trailers.
      content.end();
      this.#state = { kind: 'chunk-end', left: lineEnd.byteLength, content: null };
    }
    return taken;
  }

  #chunkEnd(bytes: Buffer, state: Extract<State, { kind: 'chunk-end' }>): number {
    const taken = Math.min(state.left, bytes.byteLength);
    this.#tally.framing += taken;
    state.left -= taken;
    if (state.left === 0) {
      this.#state = state.content === null ? { kind: 'head' } : { kind: 'chunk-size', content: state.content };
    }
    return taken;
  }
}

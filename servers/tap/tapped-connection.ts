// One connection through a tap: the client's socket, the server's end, and between them two delayed lines and the faults.
import type { Socket } from 'node:net';
import type { CloseCause } from '../protocol/capture.ts';
import type { TransportId } from '../protocol/catalog.ts';
import type { TapFaults } from '../protocol/control.ts';
import { HttpExchange } from '../protocol/http-framing.ts';
import { DelayLine } from './delay-line.ts';
import type { Recorder } from './recorder.ts';
import { ResponseHold } from './response-hold.ts';
import { TapSocket, type Wire } from './tap-socket.ts';

/** The state of the emulated wire. */
export interface WireState {
  readonly rttMs: number;
  readonly faults: TapFaults;
}

/** What a connection is made of. */
export interface ConnectionParts {
  readonly transport: TransportId;
  /** What the client speaks into: TLS, or the TCP socket itself. */
  readonly client: Socket;
  /** The TCP socket, also below TLS. */
  readonly tcp: Socket;
  readonly recorder: Recorder;
  readonly wire: WireState;
}

/** Round trips before the first byte of a request: TCP's handshake, and TLS 1.3's own (RFC 8446 §2). */
const handshakesOf = (client: Socket): number => ('encrypted' in client ? 2 : 1);

/** Of a connection whose other side is gone. */
const connectionReset = (): Error =>
  Object.assign(new Error('read ECONNRESET'), { code: 'ECONNRESET', syscall: 'read' });

const isReset = ({ code }: NodeJS.ErrnoException): boolean => code === 'ECONNRESET' || code === 'EPIPE';

/** Lives until the client's socket is closed. */
export class TappedConnection implements Wire {
  /** The server's end. */
  readonly socket: TapSocket;
  readonly #parts: ConnectionParts;
  readonly #up = new DelayLine(() => void this.#parts.client.resume());
  readonly #down = new DelayLine(() => this.#hasRoom());
  readonly #http = new HttpExchange();
  readonly #hold = new ResponseHold();
  #faults: TapFaults;
  /** The server's write that waits for room. */
  #waiting: (() => void) | undefined;
  #lastPassedMs = performance.now();
  #idle: NodeJS.Timeout | undefined;
  #ending: { readonly by: CloseCause; readonly isReset: boolean } | undefined;
  #hasLeft = false;

  constructor(parts: ConnectionParts) {
    this.#parts = parts;
    this.#faults = parts.wire.faults;
    const { client, transport, wire } = parts;
    this.socket = new TapSocket({ transport, client, wire: this });
    this.#up.openAtMs = performance.now() + handshakesOf(client) * (wire.rttMs + wire.faults.extraRttMs);
    this.apply(wire);
    client.on('data', (bytes: Buffer) => this.#fromClient(bytes));
    client.on('end', () => this.#clientEnded());
    client.on('drain', () => this.#down.resume());
    client.on('error', (error: NodeJS.ErrnoException) => this.#endsWith('client', isReset(error)));
    client.on('close', () => this.#clientClosed());
  }

  /** Whether either side still holds it. */
  get isOpen(): boolean {
    return !this.socket.closed || !this.#parts.client.closed;
  }

  /** What changed counts from now on; what is under way keeps its time and its order. */
  apply({ rttMs, faults }: WireState): void {
    this.#faults = faults;
    const delayMs = (rttMs + faults.extraRttMs) / 2;
    for (const line of [this.#up, this.#down]) {
      line.delayMs = delayMs;
      line.setDark(faults.isDark);
    }
    this.#hold.isOn = faults.isBuffering;
    if (!faults.isBuffering) this.#forward(this.#hold.flush());
    this.#watchIdle();
  }

  /** RST to the client, and to the server as if one had come from it; also through the dark. */
  cut(): void {
    this.#endsWith('fault', true);
    this.#up.clear();
    this.#down.clear();
    resetOrDestroy(this.#parts);
    this.socket.destroy(connectionReset());
  }

  /** Ends at once, without a word. */
  destroy(): void {
    this.#endsWith('server', false);
    this.socket.destroy();
    this.#parts.client.destroy();
  }

  write(bytes: Buffer, done: () => void): void {
    const passed = this.#hold.pass(bytes, this.#http.responses.read(bytes));
    this.#afterwards(this.#forward(passed), done);
  }

  end(done: () => void): void {
    this.#forward(this.#hold.flush());
    const hasRoom = this.#down.send(0, () => {
      this.#endsWith('server', false);
      this.#parts.client.end();
      return true;
    });
    this.#afterwards(hasRoom, done);
  }

  read(): void {
    this.#up.resume();
  }

  /** As with a real socket: after the last word all of it still arrives, and otherwise what was under way. */
  leave({ wasFinished, isReset }: { readonly wasFinished: boolean; readonly isReset: boolean }): void {
    this.#hasLeft = true;
    this.#up.clear();
    const { client } = this.#parts;
    // Nobody reads any more, but the client's goodbye is still to be seen.
    client.resume();
    this.#partInTheDark();
    if (wasFinished) {
      this.#down.send(0, () => {
        client.destroySoon();
        return true;
      });
      return;
    }
    this.#forward(this.#hold.flush());
    this.#down.close(() => {
      this.#endsWith('server', isReset);
      if (isReset) resetOrDestroy(this.#parts);
      else client.destroy();
    });
  }

  #fromClient(bytes: Buffer): void {
    this.#passed();
    // ws removes the mask of a frame in place: what is kept is a copy.
    this.#parts.recorder.data('up', Buffer.from(bytes));
    if (this.#hasLeft) return;
    if (!this.#http.responses.isTunnel) this.#http.requests.read(bytes);
    if (!this.#up.send(bytes.byteLength, () => this.socket.arrive(bytes))) this.#parts.client.pause();
  }

  #clientEnded(): void {
    this.#endsWith('client', false);
    this.#up.send(0, () => {
      this.socket.arriveEnd();
      return true;
    });
    this.#partInTheDark();
  }

  /** Where both have gone, nobody waits for what the dark still holds. */
  #partInTheDark(): void {
    const { client } = this.#parts;
    if (this.#hasLeft && this.#faults.isDark && client.readableEnded) client.destroy();
  }

  #clientClosed(): void {
    clearTimeout(this.#idle);
    this.#down.clear();
    const { by, isReset } = this.#ending ?? { by: 'client', isReset: false };
    this.#parts.recorder.close(by, isReset);
    this.#up.close(() => this.socket.destroy(isReset && by === 'client' ? connectionReset() : undefined));
  }

  #toClient(bytes: Buffer): boolean {
    const { client, recorder } = this.#parts;
    if (!client.writable) return true;
    this.#passed();
    recorder.data('down', bytes);
    return client.write(bytes);
  }

  #forward(bytes: Buffer): boolean {
    if (bytes.byteLength === 0) return this.#down.hasRoom;
    return this.#down.send(bytes.byteLength, () => this.#toClient(bytes));
  }

  #afterwards(hasRoom: boolean, done: () => void): void {
    if (hasRoom) done();
    else this.#waiting = done;
  }

  #hasRoom(): void {
    const done = this.#waiting;
    this.#waiting = undefined;
    done?.();
  }

  #endsWith(by: CloseCause, isReset: boolean): void {
    this.#ending ??= { by, isReset };
  }

  #passed(): void {
    this.#lastPassedMs = performance.now();
  }

  #watchIdle(): void {
    clearTimeout(this.#idle);
    const { idleTimeoutMs, isDark } = this.#faults;
    if (idleTimeoutMs === null || isDark || this.#parts.client.destroyed) return;
    const leftMs = this.#lastPassedMs + idleTimeoutMs - performance.now();
    if (leftMs <= 0) this.#idledOut();
    else this.#idle = setTimeout(() => this.#watchIdle(), Math.ceil(leftMs));
  }

  /** The middlebox says goodbye to both sides (FIN), each in the name of the other. */
  #idledOut(): void {
    this.#endsWith('fault', false);
    this.#up.clear();
    this.#parts.client.destroySoon();
    this.socket.arriveEnd();
  }
}

/** A TLS socket cannot be reset, what is below it can. */
const resetOrDestroy = ({ client, tcp }: ConnectionParts): void => {
  tcp.resetAndDestroy();
  if (client !== tcp) client.destroy();
};

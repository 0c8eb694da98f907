// One open control channel: what a page is sent, how much may wait for it, and whether it is still there.
import type { Duplex } from 'node:stream';
import type { WebSocket } from 'ws';
import { encodeCapture } from '../../protocol/capture.ts';
import { transportIds, type TransportId } from '../../protocol/catalog.ts';
import type { ControlMessage, ControlRole, WireTally } from '../../protocol/control.ts';
import type { TappedPorts, Watch } from '../../tap/tapped-ports.ts';

/** Who a page is, and how it is reached. */
export interface PageParts {
  readonly socket: WebSocket;
  /** The TCP socket below. */
  readonly raw: Duplex;
  readonly role: ControlRole;
  /** IP address of its machine. */
  readonly address: string;
  /** Absolute URL of each transport, as this page reaches it. */
  readonly urlOf: (id: TransportId) => string;
  readonly heartbeatMs: number;
}

/** Bytes that may wait for a page that does not read. */
const mostWaiting = 4 * 1024 * 1024;
/** RFC 6455 §7.4.1: "going away". */
const goingAway = 1001;

type Tally = Readonly<Partial<Record<TransportId, WireTally>>>;

/** One a channel. */
export class Page {
  readonly role: ControlRole;
  readonly address: string;
  readonly urlOf: (id: TransportId) => string;
  readonly #socket: WebSocket;
  #watch: Watch | undefined;
  #tally: Tally = {};
  #isOwed = false;
  #isAlive = true;

  /** @param onCaughtUp called when a page has read what waited for it, and has missed something meanwhile */
  constructor({ socket, raw, role, address, urlOf, heartbeatMs }: PageParts, onCaughtUp: (page: Page) => void) {
    this.role = role;
    this.address = address;
    this.urlOf = urlOf;
    this.#socket = socket;
    const heartbeat = setInterval(() => this.#beat(raw), heartbeatMs);
    const drained = (): void => {
      // Whoever takes what is sent is there, even when it is so slow that no ping has gone out.
      this.#isAlive = true;
      socket.resume();
      this.#watch?.resume();
      if (this.#isOwed) onCaughtUp(this);
    };
    raw.on('drain', drained);
    socket.on('pong', () => (this.#isAlive = true));
    socket.on('close', () => {
      clearInterval(heartbeat);
      raw.off('drain', drained);
      this.#watch?.close();
    });
  }

  /** Whether more waits for this page than it may: then it is told nothing but answers, and is asked for no more. */
  get isBehind(): boolean {
    return this.#socket.bufferedAmount > mostWaiting;
  }

  /** Sends a message whose turn is now. */
  send(message: ControlMessage): void {
    if (this.#socket.readyState === this.#socket.OPEN) this.#socket.send(JSON.stringify(message));
  }

  /** Sends what is true now; a page that is behind is owed it, for by then something else may be. */
  tell(...messages: readonly ControlMessage[]): void {
    this.#isOwed = this.isBehind;
    if (!this.#isOwed) for (const message of messages) this.send(message);
  }

  /** Sends what has changed of the tally since it was last sent. */
  tellTally(tally: Readonly<Record<TransportId, WireTally>>): void {
    const changed = transportIds.filter((id) => isChanged(tally[id], this.#tally[id] ?? nothing));
    if (changed.length === 0 || this.isBehind) return;
    this.#tally = tally;
    this.send({ tally: Object.fromEntries(changed.map((id) => [id, tally[id]])) });
  }

  /** Captures of these transports from now on; the ones before end. */
  watch(taps: TappedPorts, transports: readonly TransportId[]): void {
    this.#watch?.close();
    this.#watch = undefined;
    if (transports.length === 0) return;
    // The trainer sees the whole class, everybody else their own machine.
    const address = this.role === 'trainer' ? null : this.address;
    this.#watch = taps.watch(address, transports, (records) => {
      if (this.#socket.readyState !== this.#socket.OPEN) return false;
      this.#socket.send(encodeCapture(records));
      return !this.isBehind;
    });
  }

  /** A page that does not read is not read from either, or its answers would pile up. */
  holdBack(): void {
    if (this.isBehind) this.#socket.pause();
  }

  /** The server goes; the page may come again. */
  leave(): void {
    this.#socket.close(goingAway, 'LAB_SERVER_CLOSING');
  }

  /** Two heartbeats without a sign of life: the other side is gone, for a half-open connection never says so itself. */
  #beat(raw: Duplex): void {
    if (!this.#isAlive) return this.#socket.terminate();
    this.#isAlive = false;
    if (!raw.writableNeedDrain) this.#socket.ping();
  }
}

const nothing: WireTally = { bytesUp: 0, bytesDown: 0, opened: 0, open: 0 };

const isChanged = (one: WireTally, other: WireTally): boolean =>
  one.bytesUp !== other.bytesUp ||
  one.bytesDown !== other.bytesDown ||
  one.opened !== other.opened ||
  one.open !== other.open;

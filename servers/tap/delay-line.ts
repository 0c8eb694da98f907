// One way of an emulated link: what is sent arrives after a delay, in order, with one timer however much is under way.

interface Parcel {
  readonly byteCount: number;
  readonly dueMs: number;
  /** Hands it over; false = the receiver is full until {@link DelayLine.resume}. */
  readonly arrive: () => boolean;
}

/** Bytes under way before the sender has to wait, and parcels: many small ones cost more than their bytes. */
const maximumBytes = 4 * 1024 * 1024;
const maximumParcels = 16_384;
/** The same for a link that is dark: as much as a system would go on sending into the void. */
const maximumDarkBytes = 64 * 1024;
/** Timers are whole milliseconds: what is due so soon goes along. */
const slackMs = 0.5;

/** One direction of a connection. */
export class DelayLine {
  readonly #onRoom: () => void;
  #queue: Parcel[] = [];
  #bytes = 0;
  #lastDueMs = 0;
  #timer: NodeJS.Timeout | undefined;
  #isBlocked = false;
  #isDark = false;
  #isAwaited = false;
  #close: { readonly dueMs: number; readonly act: () => void } | undefined;
  /** What is sent from now on is under way for so long. */
  delayMs = 0;
  /** Nothing sets out before this moment of `performance.now()`: the handshake is not over. */
  openAtMs = 0;

  /** @param onRoom told when a sender that was full may send again */
  constructor(onRoom: () => void) {
    this.#onRoom = onRoom;
  }

  /** Whether the sender may go on. A receiver that takes nothing stops the sender at once, as a closed window would. */
  get hasRoom(): boolean {
    if (this.#isDark) return this.#bytes < maximumDarkBytes;
    return !this.#isBlocked && this.#bytes < maximumBytes && this.#queue.length < maximumParcels;
  }

  /** Without a delay it arrives at once. Returns whether there is room for more. */
  send(byteCount: number, arrive: () => boolean): boolean {
    const dueMs = this.#dueMs();
    if (this.#canPass(dueMs)) this.#isBlocked = !arrive();
    else {
      this.#queue.push({ byteCount, dueMs, arrive });
      this.#bytes += byteCount;
      // Nothing is due before what was sent before it.
      if (!this.#timer) this.#arm();
    }
    this.#isAwaited = !this.hasRoom;
    return !this.#isAwaited;
  }

  /** The sender is gone: after the delay `act` is called, when what the receiver took has arrived; the rest is lost. */
  close(act: () => void): void {
    this.#close = { dueMs: this.#dueMs(), act };
    this.#release();
  }

  /** Forgets all that is under way. */
  clear(): void {
    clearTimeout(this.#timer);
    this.#timer = undefined;
    this.#queue = [];
    this.#bytes = 0;
    this.#close = undefined;
  }

  /** The receiver takes more. */
  resume(): void {
    if (!this.#isBlocked) return;
    this.#isBlocked = false;
    this.#release();
  }

  /** A link that is dark lets nothing out; once it is light again, all of it comes in order, what is overdue at once. */
  setDark(isDark: boolean): void {
    if (isDark === this.#isDark) return;
    this.#isDark = isDark;
    this.#release();
  }

  #dueMs(): number {
    const now = performance.now();
    this.#lastDueMs = Math.max(this.#lastDueMs, Math.max(now, this.openAtMs) + this.delayMs);
    return this.#lastDueMs;
  }

  #canPass(dueMs: number): boolean {
    return this.#queue.length === 0 && !this.#isBlocked && !this.#isDark && dueMs <= performance.now();
  }

  #release(): void {
    while (!this.#isDark && !this.#isBlocked) {
      const [next] = this.#queue;
      if (!next || next.dueMs > performance.now() + slackMs) break;
      this.#queue.shift();
      this.#bytes -= next.byteCount;
      this.#isBlocked = !next.arrive();
    }
    this.#closeWhenDue();
    this.#arm();
    if (!this.#isAwaited || !this.hasRoom) return;
    this.#isAwaited = false;
    this.#onRoom();
  }

  #closeWhenDue(): void {
    const close = this.#close;
    if (!close || this.#isDark || close.dueMs > performance.now() + slackMs) return;
    this.clear();
    close.act();
  }

  #arm(): void {
    clearTimeout(this.#timer);
    this.#timer = undefined;
    if (this.#isDark) return;
    const next = this.#isBlocked ? undefined : this.#queue[0];
    const dueMs = Math.min(next?.dueMs ?? Infinity, this.#close?.dueMs ?? Infinity);
    if (dueMs === Infinity) return;
    this.#timer = setTimeout(() => this.#release(), Math.max(1, Math.ceil(dueMs - performance.now())));
  }
}

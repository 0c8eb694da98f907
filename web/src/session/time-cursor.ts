// The time that all views show: now, or a moment before it that can be moved, played and slowed down.
import { batch, computed, signal } from '@preact/signals';

/** `live` follows now, `playing` runs at a speed behind it, `paused` stands. */
export type CursorMode = 'live' | 'playing' | 'paused';

/** The moves that happen. A recording is never live. */
export const cursorMoves: Readonly<Record<CursorMode, readonly CursorMode[]>> = {
  live: ['paused', 'playing'],
  playing: ['paused', 'live'],
  paused: ['playing', 'live'],
};

export const speeds = [0.1, 0.25, 0.5, 1, 2, 4] as const;

/** What a cursor moves over; times are on the server's clock, in milliseconds. */
export interface TimeSpan {
  readonly oldestMs: number;
  /** Now, or the end of a recording. */
  readonly newestMs: number;
  readonly isLive: boolean;
}

/** One a page. */
export class TimeCursor {
  readonly mode = signal<CursorMode>('live');
  readonly speed = signal<number>(1);
  /** The moment of the last tick: what the framework draws. Changes four times a second, and at once with every move. */
  readonly shownMs = signal(0);
  /** Whether anything that moves by itself has to stand. */
  readonly isPaused = computed(() => this.mode.value === 'paused');
  readonly #span: () => TimeSpan;
  readonly #clock: () => number;
  /** Where the cursor stood at `#sinceMs`, when it is not live. */
  #anchorMs = 0;
  #sinceMs = 0;

  /**
   * @param span what can be reached at this moment
   * @param clock a monotonic clock in milliseconds
   */
  constructor(span: () => TimeSpan, clock: () => number) {
    this.#span = span;
    this.#clock = clock;
  }

  /** The moment to show in this frame. A cursor that has caught up with now is live; at the end of a recording it stops. */
  nowMs(): number {
    const { newestMs, oldestMs, isLive } = this.#span();
    if (this.mode.peek() === 'live') return newestMs;
    const elapsedMs = this.mode.peek() === 'playing' ? (this.#clock() - this.#sinceMs) * this.speed.peek() : 0;
    const atMs = Math.max(oldestMs, this.#anchorMs + elapsedMs);
    if (atMs < newestMs) return atMs;
    if (this.mode.peek() === 'playing') this.#move(isLive ? 'live' : 'paused', newestMs);
    return newestMs;
  }

  /** Called four times a second by the page. */
  tick(): void {
    this.shownMs.value = this.nowMs();
  }

  pause(): void {
    this.#move('paused', this.nowMs());
  }

  /** Goes on from where it stands, behind now; at the end of a recording it begins again. */
  play(): void {
    const { newestMs, oldestMs, isLive } = this.#span();
    const atMs = this.nowMs();
    this.#move('playing', !isLive && atMs >= newestMs ? oldestMs : atMs);
  }

  toggle(): void {
    if (this.mode.peek() === 'paused') this.play();
    else this.pause();
  }

  goLive(): void {
    const { newestMs, isLive } = this.#span();
    if (isLive) this.speed.value = 1;
    this.#move(isLive ? 'live' : 'paused', newestMs);
  }

  /** Moves to a moment; what played goes on playing from there, what was live stands. */
  seek(atMs: number): void {
    const mode = this.mode.peek() === 'playing' ? 'playing' : 'paused';
    this.#move(mode, Math.min(this.#span().newestMs, atMs));
  }

  /** Slower than now falls behind it; faster than now is no more than now. */
  setSpeed(speed: number): void {
    const mode = this.mode.peek();
    const atMs = this.nowMs();
    this.speed.value = speed;
    this.#move(mode === 'live' && speed < 1 ? 'playing' : mode, atMs);
  }

  #move(mode: CursorMode, atMs: number): void {
    if (mode !== this.mode.peek() && !cursorMoves[this.mode.peek()].includes(mode)) return;
    batch(() => {
      this.#anchorMs = atMs;
      this.#sinceMs = this.#clock();
      this.mode.value = mode;
      this.shownMs.value = atMs;
    });
  }
}

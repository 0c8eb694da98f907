// When one side of a TCP connection on Linux acknowledges what it got: at once, late, or on the back of its own data. Pure.
import { delayedAckMs } from './golden.ts';

/**
 * Half of a connection: what came, and the acknowledgements of its own that this side sends for it.
 *
 * Linux knows two moods (net/ipv4/tcp_input.c, tcp_output.c, tcp.c). A side that only listens acknowledges whatever it reads
 * at once (`tcp_cleanup_rbuf`: not in pingpong mode, and the last segment was pushed). One that has answered within 40 ms of
 * a question is in *pingpong mode*: it holds the acknowledgement back for up to 40 ms, so that the next answer can carry it
 * (RFC 1122 §4.2.3.2). A second segment meanwhile is acknowledged with the first. When the 40 ms pass in vain the mood is
 * over (`tcp_delack_timer_handler`, "Delayed ACK missed: leave pingpong mode").
 */
export class AcknowledgingSide {
  readonly #threshold: number;
  /** Answers in time so far; from the threshold on the side is in pingpong mode. */
  #answers = 0;
  #lastReceivedMs = -Infinity;
  #pendingSinceMs: number | undefined;
  #acknowledgements = 0;

  /** @param threshold answers in time that bring about pingpong mode: `tcp_pingpong_thresh` since Linux 6.7, 3 before that */
  constructor(threshold = 1) {
    this.#threshold = threshold;
  }

  /** A segment with data came. */
  received(atMs: number): void {
    this.#settle(atMs);
    this.#lastReceivedMs = atMs;
    if (this.#answers < this.#threshold) {
      this.#acknowledgements += 1;
      return;
    }
    if (this.#pendingSinceMs === undefined) this.#pendingSinceMs = atMs;
    else {
      // Two pushed segments are not left waiting (ICSK_ACK_PUSHED2).
      this.#acknowledgements += 1;
      this.#pendingSinceMs = undefined;
    }
  }

  /** A segment with data left: it acknowledges all that came before it. */
  sent(atMs: number): void {
    this.#settle(atMs);
    this.#pendingSinceMs = undefined;
    if (atMs - this.#lastReceivedMs < delayedAckMs) this.#answers += 1;
  }

  /** Acknowledgements without data until `atMs`. */
  count(atMs: number): number {
    this.#settle(atMs);
    return this.#acknowledgements;
  }

  /** What was due before `atMs` has been sent by then. */
  #settle(atMs: number): void {
    if (this.#pendingSinceMs === undefined || atMs - this.#pendingSinceMs < delayedAckMs) return;
    this.#acknowledgements += 1;
    this.#pendingSinceMs = undefined;
    this.#answers = 0;
  }
}

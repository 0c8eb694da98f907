// The time that the tracks show. It is a moment behind the cursor while that is live: a flight is known only when it has ended. Pure.

/** Reports of a lane come ten times a second. */
const reportMs = 160;
/** Nobody should wait longer for the picture of what a figure already counts. */
const maximumLagMs = 700;

/** How far behind now a live picture is, when messages fly for so long. */
export const lagMsFor = (flightMs: number): number => Math.min(maximumLagMs, reportMs + flightMs);

/** One a view. */
export class PictureClock {
  #lagMs = 0;

  /** The moment to paint. Behind a cursor that is not live any more, the picture catches up in as much time as it was behind. */
  read(
    cursorMs: number,
    isLive: boolean,
    { lagMs, elapsedMs }: { readonly lagMs: number; readonly elapsedMs: number },
  ): number {
    this.#lagMs = isLive ? lagMs : Math.max(0, this.#lagMs - elapsedMs);
    return cursorMs - this.#lagMs;
  }
}

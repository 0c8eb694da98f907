// How many requests a page may make: so many in each second of its own.

/** Requests a second of one page; forty samples of the clock fit in. */
const maximumPerSecond = 50;

/** One a page. */
export class RequestLimit {
  readonly #nowMs: () => number;
  #sinceMs = -Infinity;
  #count = 0;

  constructor(nowMs = () => performance.now()) {
    this.#nowMs = nowMs;
  }

  /** Counts a request; `false` = it is one too many. */
  admit(): boolean {
    const nowMs = this.#nowMs();
    if (nowMs - this.#sinceMs >= 1000) {
      this.#sinceMs = nowMs;
      this.#count = 0;
    }
    this.#count += 1;
    return this.#count <= maximumPerSecond;
  }
}

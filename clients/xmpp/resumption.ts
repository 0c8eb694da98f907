// What a client remembers of a managed stream from one connection to the next (XEP-0198 §5).

/** One a follower; it outlives its connections. */
export class Resumption {
  #previousId: string | undefined;
  #handled = 0;
  #isCounting = false;

  /** The stream to go on with; `undefined` = there is none. */
  get previousId(): string | undefined {
    return this.#previousId;
  }

  /** Stanzas of the server that were handled: the `h` of acknowledgements. */
  get handled(): number {
    return this.#handled;
  }

  get isCounting(): boolean {
    return this.#isCounting;
  }

  /** The server manages the stream: what comes is counted from here. @param id none = it cannot be resumed */
  enabled(id: string | undefined): void {
    this.#previousId = id;
    this.#handled = 0;
    this.#isCounting = true;
  }

  /** A stanza was handled. Counters have 32 bits and go round (XEP-0198 §4). */
  handle(): void {
    if (this.#isCounting) this.#handled = (this.#handled + 1) >>> 0;
  }

  /** The stream is over, or cannot be gone on with. */
  forget(): void {
    this.#previousId = undefined;
    this.#isCounting = false;
  }
}

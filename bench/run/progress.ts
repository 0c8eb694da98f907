// Progress on stderr: a bar that is redrawn on a terminal, plain lines where it is piped.

/** What is going on. */
export interface Step {
  readonly title: string;
  readonly done: number;
  readonly of: number;
}

const barWidth = 24;

/** Time left is the time that the steps so far took, carried forward. */
export class Progress {
  readonly #stream: NodeJS.WriteStream;
  readonly #startedAt = performance.now();
  readonly #estimateMs: number;
  #step: Step = { title: '', done: 0, of: 1 };
  #events = 0;
  #current = 0;

  /** @param estimateMs how long the whole is expected to take, until better is known */
  constructor(stream: NodeJS.WriteStream, estimateMs: number) {
    this.#stream = stream;
    this.#estimateMs = estimateMs;
  }

  begin(step: Step): void {
    this.#events += this.#current;
    this.#current = 0;
    this.#step = step;
    if (this.#stream.isTTY) this.#draw();
    else this.#stream.write(`${step.done + 1}/${step.of} ${step.title}, ${this.#left()}\n`);
  }

  /** Entries received in this step. */
  received(count: number): void {
    this.#current = count;
    if (this.#stream.isTTY) this.#draw();
  }

  end(): void {
    if (this.#stream.isTTY) this.#stream.write('\r\u001b[2K');
  }

  #left(): string {
    const { done, of } = this.#step;
    const elapsedMs = performance.now() - this.#startedAt;
    const totalMs = done < 2 ? this.#estimateMs : (elapsedMs / done) * of;
    return `about ${Math.max(0, Math.round((totalMs - elapsedMs) / 1000))} s left`;
  }

  #draw(): void {
    const { title, done, of } = this.#step;
    const filled = Math.round((done / of) * barWidth);
    const bar = '█'.repeat(filled) + '░'.repeat(barWidth - filled);
    const events = `${this.#events + this.#current} events`;
    const line = `${bar} ${done}/${of}  ${title}  ${events}  ${this.#left()}`;
    this.#stream.write(`\r\u001b[2K${line.slice(0, (this.#stream.columns || 80) - 1)}`);
  }
}

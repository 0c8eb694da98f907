// A client that keeps all it was told, and a way to wait for it without sleeping.
import type { Arrival, ClientTarget, ClientTransport } from '../../clients/transport.ts';
import type { NodeRuntime } from '../../clients/node-runtime.ts';
import type { Entry } from '../../servers/protocol/entry.ts';

/** How long a promise may take before it counts as broken, in milliseconds. An EventSource alone waits 3 s to reconnect. */
export const patienceMs = 8000;

type Target = Omit<ClientTarget, 'signal' | 'runtime'> & { readonly runtime: NodeRuntime };

/** Runs one client until it is stopped. */
export class Collector {
  readonly arrivals: Arrival[] = [];
  readonly #stopped = new AbortController();
  readonly #running: Promise<void>;
  readonly #runtime: NodeRuntime;
  readonly #waiting = new Set<() => void>();
  #fault: unknown;

  constructor(client: ClientTransport, target: Target) {
    this.#runtime = target.runtime;
    this.#running = this.#run(client, { ...target, signal: this.#stopped.signal });
  }

  get entries(): readonly Entry[] {
    return this.arrivals.flatMap((arrival) => (arrival.kind === 'entry' ? [arrival.entry] : []));
  }

  /** The cursors of the entries, in the order in which they came. */
  get cursors(): readonly string[] {
    return this.entries.map(({ cursor }) => cursor);
  }

  count(kind: Arrival['kind']): number {
    return this.arrivals.filter((arrival) => arrival.kind === kind).length;
  }

  /** @throws when it does not become true in time, or the client failed */
  async until(what: string, isTrue: (collector: this) => boolean): Promise<void> {
    const deadline = Date.now() + patienceMs;
    while (!isTrue(this)) {
      if (this.#fault !== undefined) throw new Error(`The client failed before ${what}.`, { cause: this.#fault });
      if (Date.now() > deadline) throw new Error(`Waited ${patienceMs} ms in vain for ${what}; ${this.#summary()}.`);
      await this.#change(deadline - Date.now());
    }
  }

  async stop(): Promise<void> {
    this.#stopped.abort();
    await this.#running;
    await this.#runtime.close();
  }

  async #run(client: ClientTransport, target: ClientTarget): Promise<void> {
    try {
      for await (const arrival of client.follow(target)) {
        this.arrivals.push(arrival);
        this.#wake();
      }
    } catch (cause) {
      this.#fault = cause;
      this.#wake();
    }
  }

  #wake(): void {
    for (const wake of this.#waiting) wake();
  }

  /** Resolves at the next arrival, or when the time is over. */
  async #change(remainingMs: number): Promise<void> {
    const { promise, resolve } = Promise.withResolvers<void>();
    const timer = setTimeout(resolve, Math.max(1, remainingMs));
    this.#waiting.add(resolve);
    await promise;
    this.#waiting.delete(resolve);
    clearTimeout(timer);
  }

  #summary(): string {
    const kinds = this.arrivals.filter(({ kind }) => kind !== 'empty').map(({ kind }) => kind);
    return `it saw ${kinds.length === 0 ? 'nothing' : kinds.slice(-12).join(', ')}`;
  }
}

/** Waits for a condition of the server; @throws when it does not become true in time */
export const eventually = async (what: string, isTrue: () => boolean): Promise<void> => {
  const deadline = Date.now() + patienceMs;
  while (!isTrue()) {
    if (Date.now() > deadline) throw new Error(`Waited ${patienceMs} ms in vain for ${what}.`);
    await new Promise((resolve) => setTimeout(resolve, 5));
  }
};

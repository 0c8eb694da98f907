// The system as a whole: in service, or out of it, as in a drill or a failover.
import { LabError } from '../protocol/errors.ts';
import type { AgentEvent, SystemStatus } from '../protocol/event.ts';

type Listener = (status: SystemStatus) => void;

/** One a server. A change of its status is published, and told to those who have to act on it. */
export class FinesseSystem {
  readonly #publish: (event: AgentEvent) => void;
  readonly #nowIso: () => string;
  readonly #listeners = new Set<Listener>();
  #status: SystemStatus = 'IN_SERVICE';

  constructor(publish: (event: AgentEvent) => void, nowIso: () => string) {
    this.#publish = publish;
    this.#nowIso = nowIso;
  }

  get status(): SystemStatus {
    return this.#status;
  }

  /** Publishes a `system-info` event, unless the status is this one already. */
  set(status: SystemStatus): void {
    if (status === this.#status) return;
    this.#publish({ type: 'system-info', status, at: this.#nowIso() });
    this.adopt(status);
  }

  /** Follows a status that has been published by somebody else. */
  adopt(status: SystemStatus): void {
    if (status === this.#status) return;
    this.#status = status;
    for (const listener of this.#listeners) listener(status);
  }

  /** Calls the listener after each change. Returns what ends that. */
  onChange(listener: Listener): () => void {
    this.#listeners.add(listener);
    return () => void this.#listeners.delete(listener);
  }

  /** @throws {LabError} LAB_SERVER_BUSY while the system is out of service */
  demandService(): void {
    if (this.#status === 'IN_SERVICE') return;
    throw new LabError('LAB_SERVER_BUSY', `The system is ${this.#status}: nothing can be changed now.`);
  }
}

// Requests that wait for their answers, by id (RFC 6120 §8.2.3).
import { childOf, type XmlElement } from '../../servers/protocol/xml.ts';
import { conditionOf } from '../../servers/protocol/xmpp.ts';

/** What becomes of a request. */
export interface Handling {
  readonly onResult: (iq: XmlElement) => void;
  /** Told the condition of the error. */
  readonly onError: (condition: string) => void;
}

/** One a connection; ids count up. */
export class Requests {
  readonly #send: (frame: string) => void;
  readonly #pending = new Map<string, Handling>();
  #count = 0;

  constructor(send: (frame: string) => void) {
    this.#send = send;
  }

  /** @param write makes the request with the id given */
  ask(write: (id: string) => string, handling: Handling): void {
    this.#count += 1;
    const id = `lab-${this.#count}`;
    this.#pending.set(id, handling);
    this.#send(write(id));
  }

  /** Takes an answer; one that nothing here asked for is left aside. */
  settle(iq: XmlElement): void {
    const id = iq.attributes['id'] ?? '';
    const waiting = this.#pending.get(id);
    this.#pending.delete(id);
    if (iq.attributes['type'] === 'error') waiting?.onError(conditionOf(childOf(iq, 'error')));
    else waiting?.onResult(iq);
  }
}

// Sessions that a later stream may take over (XEP-0198 §5), and how far those came that it can take over no more.
import type { Session } from './session.ts';

/** Ended sessions whose count is remembered. */
const maximumEnded = 1000;

/** One a service. */
export class ResumableSessions {
  readonly #sessions = new Map<string, Session>();
  /** By id: whose session it was, and how many of its stanzas were handled. */
  readonly #ended = new Map<string, { readonly bare: string; readonly handled: number }>();

  add(id: string, session: Session): void {
    this.#sessions.set(id, session);
  }

  /** It ended for good. The client may still learn what of its own was handled (XEP-0198 §5, `h` of `<failed/>`). */
  end(id: string, bare: string, handled: number): void {
    this.#sessions.delete(id);
    this.#ended.set(id, { bare, handled });
    const oldest = this.#ended.keys().next().value;
    if (this.#ended.size > maximumEnded && oldest !== undefined) this.#ended.delete(oldest);
  }

  /** The session, if it is this account's. */
  find(id: string, bare: string): Session | undefined {
    const session = this.#sessions.get(id);
    return session?.bare === bare ? session : undefined;
  }

  handledBy(id: string, bare: string): number | undefined {
    const ended = this.#ended.get(id);
    return ended?.bare === bare ? ended.handled : undefined;
  }
}

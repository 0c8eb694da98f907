// The requests of one BOSH session: in the order of their ids, each processed once, its answer kept for a repetition (XEP-0124 §14).
import { emptyBody, type BoshBody } from '../../protocol/bosh.ts';

/** A request that waits for its answer. */
export interface BoshRequest {
  readonly rid: number;
  /** Gone once it was processed. */
  body: BoshBody | undefined;
  /** On the process's own monotonic clock. */
  readonly receivedAtMs: number;
  respond(body: Uint8Array): void;
}

/** What a request is answered with whose place another one takes: whoever still listens there reads a body (XEP-0124 §14.3). */
const superseded = new TextEncoder().encode(emptyBody);

/** At most `size` requests are under way at once. */
export class RequestWindow {
  readonly #size: number;
  /** The id that is due next. */
  #next: number;
  /** Requests that came before their turn. */
  readonly #early = new Map<number, BoshRequest>();
  /** Processed and not answered, oldest first. */
  #held: BoshRequest[] = [];
  readonly #answers = new Map<number, Uint8Array>();

  /** @param first id of the request that created the session */
  constructor(first: number, size: number) {
    this.#next = first;
    this.#size = size;
  }

  get heldCount(): number {
    return this.#held.length;
  }

  held(): readonly BoshRequest[] {
    return [...this.#held];
  }

  /** All that wait, those before their turn included. */
  open(): readonly BoshRequest[] {
    return [...this.#held, ...this.#early.values()];
  }

  /**
   * Places a request: a new one waits for {@link due}, a repeated one gets its old answer, or is held again where it had
   * none (XEP-0124 §14.3).
   * @returns `outside` when its id is neither due nor a recent one
   */
  take(request: BoshRequest): 'placed' | 'outside' {
    const { rid } = request;
    if (rid >= this.#next + this.#size || rid < this.#next - this.#size) return 'outside';
    if (rid >= this.#next) {
      this.#early.get(rid)?.respond(superseded);
      this.#early.set(rid, request);
      return 'placed';
    }
    const answer = this.#answers.get(rid);
    if (answer) request.respond(answer);
    else this.#holdAgain(request);
    return 'placed';
  }

  /** Those whose turn has come; from now on they are held. */
  *due(): Generator<BoshRequest> {
    for (let request = this.#early.get(this.#next); request; request = this.#early.get(this.#next)) {
      this.#early.delete(this.#next);
      this.#next += 1;
      this.#held.push(request);
      yield request;
    }
  }

  answer(request: BoshRequest, body: Uint8Array): void {
    this.forget(request);
    this.#answers.set(request.rid, body);
    for (const rid of this.#answers.keys()) if (rid < this.#next - this.#size) this.#answers.delete(rid);
    request.respond(body);
  }

  /** Its connection is gone, or it was answered for good. */
  forget(request: BoshRequest): void {
    this.#held = this.#held.filter((held) => held !== request);
    if (this.#early.get(request.rid) === request) this.#early.delete(request.rid);
  }

  /** The same question over another connection: the older one is not waited for any more. */
  #holdAgain(request: BoshRequest): void {
    const older = this.#held.find(({ rid }) => rid === request.rid);
    if (older) {
      this.forget(older);
      older.respond(superseded);
    }
    this.#held = [...this.#held, request].sort((left, right) => left.rid - right.rid);
  }
}

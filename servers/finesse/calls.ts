// The calls that are going on, as the dialog events tell of them: what a GET of a Dialog shows.
import type { DialogEvent } from '../protocol/event.ts';

/** A call, and what each of its agents last heard of it. */
export interface Call {
  readonly newest: DialogEvent;
  readonly legs: readonly DialogEvent[];
}

/** Longer addresses are no calls but an attempt on the server's memory. */
const maximumTextLength = 1000;

/** A register, bounded: when it is full, the leg that has not been heard of for longest goes. */
export class Calls {
  readonly #capacity: number;
  /** One leg an agent and call, the one that changed last at the end. */
  readonly #legs = new Map<string, DialogEvent>();

  constructor(capacity = 10_000) {
    this.#capacity = capacity;
  }

  /** Believes the event: a leg that is DROPPED leaves the register. */
  follow(event: DialogEvent): void {
    // An id has no slash, so that the key is of one agent and call.
    const key = `${event.dialog}/${event.agent}`;
    this.#legs.delete(key);
    if (event.state === 'DROPPED' || textLengthOf(event) > maximumTextLength) return;
    this.#legs.set(key, withoutFiller(event));
    if (this.#legs.size <= this.#capacity) return;
    for (const oldest of this.#legs.keys()) {
      this.#legs.delete(oldest);
      return;
    }
  }

  /** The call of this id, if it is going on. */
  find(dialog: string): Call | undefined {
    return callOf([...this.#legs.values()].filter((leg) => leg.dialog === dialog));
  }

  /** What each agent last heard of each call that is going on. */
  get legs(): readonly DialogEvent[] {
    return [...this.#legs.values()];
  }

  /** The calls this agent takes part in. */
  of(agent: string): readonly Call[] {
    return [...Map.groupBy(this.#legs.values(), ({ dialog }) => dialog).values()].flatMap((legs) => {
      const call = legs.some((leg) => leg.agent === agent) ? callOf(legs) : undefined;
      return call ? [call] : [];
    });
  }
}

const callOf = (legs: readonly DialogEvent[]): Call | undefined => {
  const newest = legs.at(-1);
  return newest && { newest, legs };
};

const textLengthOf = ({ from, to, at }: DialogEvent): number => from.length + to.length + at.length;

/** Only what the object shows is kept: neither `pad` nor fields of the publisher's own. */
const withoutFiller = ({ type, agent, dialog, state, from, to, queue, at }: DialogEvent): DialogEvent => ({
  type,
  agent,
  dialog,
  state,
  from,
  to,
  ...(queue !== undefined && { queue }),
  at,
});

// Pacing: does things at their intended times, open-loop; what is late is done at once and keeps its intended time.

/** Something to do at a time. */
export interface Due<Item> {
  /** Milliseconds after the start. */
  readonly atMs: number;
  readonly item: Item;
}

/** A running pace. */
export interface Pace {
  stop(): void;
  /** Resolves when the last item was done or the pace was stopped. */
  readonly done: Promise<void>;
}

/** What a pace may be told. */
export interface PaceOptions {
  /** Monotonic clock. @default process.hrtime.bigint */
  readonly nowNs?: () => bigint;
  /** The moment of `atMs` 0. @default now */
  readonly startNs?: bigint;
}

/**
 * Calls `act` for each item with the time it was meant for.
 * A timer that fires late does not move the following items: each has its own place on the timetable.
 */
export const pace = <Item>(
  items: Iterable<Due<Item>>,
  act: (item: Item, intendedAtNs: bigint) => void,
  { nowNs = () => process.hrtime.bigint(), startNs = nowNs() }: PaceOptions = {},
): Pace => {
  const rest = items[Symbol.iterator]();
  const { promise: done, resolve } = Promise.withResolvers<void>();
  let next = rest.next();
  let timer: NodeJS.Timeout | undefined;
  const dueNs = (due: Due<Item>): bigint => startNs + BigInt(Math.round(due.atMs * 1e6));
  const step = (): void => {
    while (!next.done && dueNs(next.value) <= nowNs()) {
      act(next.value.item, dueNs(next.value));
      next = rest.next();
    }
    if (next.done) resolve();
    else timer = setTimeout(step, Math.ceil(Number(dueNs(next.value) - nowNs()) / 1e6));
  };
  timer = setTimeout(step, 0);
  return {
    done,
    stop() {
      clearTimeout(timer);
      rest.return?.();
      resolve();
    },
  };
};

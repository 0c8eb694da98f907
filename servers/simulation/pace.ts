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

/** Most items in one turn of the event loop: a pace that is late must not keep the readers from their turn. */
const maximumPerTurn = 256;
/** Timers hold 31 bits; Node fires a longer one at once. */
const longestTimerMs = 2 ** 31 - 1;

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
  let isStopped = false;
  const step = (): void => {
    for (let count = 0; count < maximumPerTurn && !next.done && dueNs(next.value) <= nowNs(); count += 1) {
      act(next.value.item, dueNs(next.value));
      if (isStopped) return;
      next = rest.next();
    }
    if (next.done) resolve();
    else timer = setTimeout(step, waitMs(dueNs(next.value) - nowNs()));
  };
  timer = setTimeout(step, 0);
  return {
    done,
    stop() {
      isStopped = true;
      clearTimeout(timer);
      rest.return?.();
      resolve();
    },
  };
};

const waitMs = (remainingNs: bigint): number =>
  Math.min(Math.max(0, Math.ceil(Number(remainingNs) / 1e6)), longestTimerMs);

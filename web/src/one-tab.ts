// One tab at a time: a lock that all tabs of this origin share. https://w3c.github.io/web-locks/
import { signal, type ReadonlySignal } from '@preact/signals';

/** `waiting` = another tab follows. */
export type TabTurn = 'asking' | 'following' | 'waiting';

/** This tab's turn, and how to take it from the other. */
export interface TabLock {
  readonly turn: ReadonlySignal<TabTurn>;
  /** Takes the turn; the other tab begins to wait. */
  takeOver(): void;
}

const lockName = 'transport-lab-live';

/** Asks for the turn at once. Where a browser has no locks (a page that is not a secure context) every tab has it. */
export const createTabLock = (locks: LockManager | null = navigator.locks ?? null): TabLock => {
  const turn = signal<TabTurn>(locks ? 'asking' : 'following');
  let queued = new AbortController();

  const hold = (lock: Lock | null): Promise<void> | void => {
    if (lock === null) return queue();
    turn.value = 'following';
    // Held until the tab is closed, or until another tab steals it: then the request is rejected.
    return new Promise(() => {});
  };
  const request = (options: LockOptions): void => {
    locks?.request(lockName, options, hold).catch(() => {
      // Stolen, or the wait was called off by `takeOver`; the latter has its turn.
      if (turn.value === 'following' && !options.signal?.aborted) queue();
    });
  };
  const queue = (): void => {
    turn.value = 'waiting';
    queued = new AbortController();
    request({ signal: queued.signal });
  };

  request({ ifAvailable: true });
  return {
    turn,
    takeOver() {
      queued.abort();
      request({ steal: true });
    },
  };
};

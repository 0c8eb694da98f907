// Two tabs and one lock. The locks are Node's own, which follow the same specification.
import assert from 'node:assert/strict';
import { locks } from 'node:worker_threads';
import { test } from 'node:test';
import { createTabLock, type TabLock, type TabTurn } from './one-tab.ts';

/** Resolves when the tab has this turn. */
const reaches = (tab: TabLock, wanted: TabTurn): Promise<void> =>
  new Promise((resolve) => {
    const stop = tab.turn.subscribe((turn) => {
      if (turn === wanted) queueMicrotask(() => (stop(), resolve()));
    });
  });

test('lets every tab follow where a browser has no locks', () => {
  assert.equal(createTabLock(null).turn.value, 'following');
});

test('lets one tab follow, the other wait, and the other take over', async () => {
  const manager = locks as unknown as LockManager;
  const first = createTabLock(manager);
  await reaches(first, 'following');
  const second = createTabLock(manager);
  await reaches(second, 'waiting');
  assert.equal(first.turn.value, 'following');
  second.takeOver();
  await reaches(second, 'following');
  await reaches(first, 'waiting');
  first.takeOver();
  await reaches(first, 'following');
  await reaches(second, 'waiting');
});

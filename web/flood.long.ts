// Seven transports at a thousand events a second for half a minute: the page stays smooth and loses nothing.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import type { CDPSession, Page } from 'playwright';
import { describeTransport, ladderIds } from '../servers/protocol/catalog.ts';
import { eventExamples } from '../servers/protocol/event.ts';
import { en } from './src/text/en.ts';
import { allLive, startBrowserLab, type BrowserLab } from './testing/lab.ts';

const ratePerSecond = 1000;
const seconds = 30;
let lab: BrowserLab;

before(async () => {
  lab = await startBrowserLab();
});
after(() => lab?.close());

interface LongTask {
  readonly startTime: number;
  readonly duration: number;
}
declare global {
  // oxlint-disable-next-line no-var -- what one call in the page leaves for the next one
  var longTasks: LongTask[];
}

/** What a lane says of itself. */
interface Counted {
  readonly events: number;
  readonly missed: number;
}

const flood = async (count: number): Promise<void> => {
  for (let sent = 0, start = performance.now(); sent < count;) {
    const due = Math.min(count, Math.floor(((performance.now() - start) * ratePerSecond) / 1000));
    for (; sent < due; sent += 1) lab.built.feed.publish({ ...eventExamples['queue-statistics'], callsInQueue: sent });
    await new Promise((resolve) => setTimeout(resolve, 2));
  }
};

/** Bytes that the page holds on to. */
const heapOf = async (cdp: CDPSession): Promise<number> => {
  await cdp.send('HeapProfiler.collectGarbage');
  return (await cdp.send('Runtime.getHeapUsage')).usedSize;
};

/** What a transport with a cursor delivers is everything; what a board cannot show any more it tells. */
const checkCounts = async (page: Page, count: number): Promise<void> => {
  await page.waitForFunction(
    ([ids, wanted]) => {
      const lanes = ids.map(
        (id) => document.querySelector<HTMLElement>(`.lane[data-transport="${id}"]`)?.dataset ?? {},
      );
      return lanes.every(({ events = '0', missed = '0' }) => Number(events) + Number(missed) >= wanted);
    },
    [ladderIds, count] as const,
    { timeout: 30_000 },
  );
  for (const id of ladderIds) {
    const counted = await page.evaluate((name): Counted => {
      const lane = document.querySelector<HTMLElement>(`.lane[data-transport="${name}"]`);
      const { events = 'none', missed = 'none' } = lane?.dataset ?? {};
      return { events: Number(events), missed: Number(missed) };
    }, id);
    assert.equal(counted.events + counted.missed, count, `${id}: ${JSON.stringify(counted)}`);
    if (describeTransport(id).resume) assert.equal(counted.missed, 0, id);
  }
};

test(`races ${ladderIds.length} x ${ratePerSecond} events/s for ${seconds} s without a long task and without a loss`, async () => {
  const { page, faults, close } = await lab.open('/?view=race&rtt=0&lang=en&finish=own');
  await allLive(page);
  await page.evaluate(() => {
    globalThis.longTasks = [];
    // https://www.w3.org/TR/longtasks-1/: a task of 50 ms or more.
    new PerformanceObserver((list) => {
      for (const { startTime, duration } of list.getEntries()) globalThis.longTasks.push({ startTime, duration });
    }).observe({ type: 'longtask' });
  });
  // A login is an event, too. When all have this one, nothing of before is on its way, and counting anew begins at nothing.
  await page.keyboard.press('Enter');
  await page
    .locator('[data-finish]')
    .nth(ladderIds.length - 1)
    .waitFor();
  await page.getByRole('button', { name: en['race.reset'] }).click();
  await page.waitForFunction(
    (ids) =>
      ids.every(
        (id) => document.querySelector<HTMLElement>(`.lane[data-transport="${id}"]`)?.dataset['events'] === '0',
      ),
    ladderIds,
  );
  const from = await page.evaluate(() => performance.now());
  const count = ratePerSecond * seconds;
  const first = lab.built.feed.figures.published;
  for (let sent = 0, start = performance.now(); sent < count;) {
    const due = Math.min(count, Math.floor(((performance.now() - start) * ratePerSecond) / 1000));
    for (; sent < due; sent += 1) lab.built.feed.publish({ ...eventExamples['queue-statistics'], callsInQueue: sent });
    await new Promise((resolve) => setTimeout(resolve, 2));
  }
  assert.equal(lab.built.feed.figures.published - first, count);
  await checkCounts(page, count);
  const tasks = await page.evaluate(() => globalThis.longTasks);
  const late = tasks.filter(({ startTime }) => startTime > from + 1000);
  assert.deepEqual(late, [], 'no task over 50 ms after the first second');
  // As many events as an hour of two a second has: what is kept is bounded, so more of them add nothing.
  const cdp = await page.context().newCDPSession(page);
  const heap = await heapOf(cdp);
  await flood(ratePerSecond * 8);
  await page.waitForTimeout(1500);
  const grown = (await heapOf(cdp)) / heap;
  assert.ok(grown < 1.25, `the heap has grown ${grown.toFixed(2)}-fold from ${heap} bytes`);
  assert.deepEqual(faults, []);
  await close();
});

// The dashboard without a pointer: every view is walked with Tab, and what it is for is done with keys alone.
import assert from 'node:assert/strict';
import { cp } from 'node:fs/promises';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import type { Page } from 'playwright';
import { ladderIds } from '../servers/protocol/catalog.ts';
import { en } from './src/text/en.ts';
import { viewIds, views } from './src/views.ts';
import { allLive, startBrowserLab, type BrowserLab } from './testing/lab.ts';

/** More stops than any view has. */
const maximumStops = 250;
let lab: BrowserLab;

before(async () => {
  lab = await startBrowserLab();
  const reference = join(import.meta.dirname, '..', 'results', 'reference');
  await cp(reference, join(lab.resultsDirectory, 'reference'), { recursive: true });
});
after(() => lab?.close());

/** Where the focus is. */
interface Stop {
  readonly name: string;
  readonly isSeen: boolean;
  readonly hasRing: boolean;
}

const stopOf = (page: Page): Promise<Stop | null> =>
  page.evaluate(() => {
    const { activeElement: element } = document;
    if (!(element instanceof HTMLElement) || element === document.body) return null;
    const { width, height, top, left } = element.getBoundingClientRect();
    // WCAG 2.4.11: not hidden by anything else. A tall one is seen by its first line.
    const hit = document.elementFromPoint(left + Math.min(width / 2, 200), top + Math.min(height / 2, 12));
    const { outlineStyle, outlineWidth } = getComputedStyle(element);
    const label = element.getAttribute('aria-label') ?? (element as HTMLInputElement).labels?.[0]?.textContent;
    return {
      name: `${element.localName} ${label ?? element.textContent.trim().slice(0, 60)}`,
      isSeen: element.contains(hit) || hit?.contains(element) === true,
      hasRing: outlineStyle !== 'none' && outlineWidth !== '0px',
    };
  });

/** Tab from the top of the page until the focus leaves it. */
const walk = async (page: Page): Promise<readonly Stop[]> => {
  const stops: Stop[] = [];
  for (let count = 0; count < maximumStops; count += 1) {
    await page.keyboard.press('Tab');
    const stop = await stopOf(page);
    if (!stop) return stops;
    stops.push(stop);
  }
  return assert.fail(`the focus does not leave the page within ${maximumStops} stops`);
};

/** Tab until the focus is on what is wanted. */
const tabTo = async (page: Page, wanted: RegExp): Promise<void> => {
  for (let count = 0; count < maximumStops; count += 1) {
    await page.keyboard.press('Tab');
    if (wanted.test((await stopOf(page))?.name ?? '')) return;
  }
  assert.fail(`no stop is named ${wanted}`);
};

const ready: Readonly<Record<string, (page: Page) => Promise<unknown>>> = {
  race: allLive,
  wire: (page) => page.locator('main table input[type=radio]').first().waitFor(),
  bench: (page) => page.locator('figure canvas').first().waitFor(),
  about: (page) => page.locator('main table').first().waitFor(),
};

for (const view of viewIds) {
  test(`${view}: every stop is seen and has a ring, and the focus leaves the page again`, async () => {
    const { page, faults, close } = await lab.open(`/?view=${view}&lang=en`);
    await ready[view]?.(page);
    await page.keyboard.press('Space');
    const stops = await walk(page);
    assert.equal(stops[0]?.name, `a ${en['shell.skip']}`);
    for (const { name, isSeen, hasRing } of stops)
      assert.ok(isSeen && hasRing, `${name}: seen ${isSeen}, ring ${hasRing}`);
    const names = stops.map(({ name }) => name).join('\n');
    for (const label of [en['shell.rtt'], en['shell.language'], en['shell.timeCursor'], en[views[view].title]]) {
      assert.ok(names.includes(label), `${label} in\n${names}`);
    }
    assert.deepEqual(faults, []);
    await close();
  });
}

test('digits open the views, ? lists the keys and Escape closes the list', async () => {
  const { page, close } = await lab.open('/?lang=en');
  for (const id of viewIds) {
    await page.keyboard.press(views[id].key);
    await page.locator(`nav a[aria-current=page]`, { hasText: en[views[id].title] }).waitFor();
  }
  await page.keyboard.press('?');
  await page.getByRole('dialog', { name: en['shell.keysTitle'] }).waitFor();
  await page.keyboard.press('Escape');
  await page.getByRole('dialog').waitFor({ state: 'hidden' });
  await close();
});

test('race: publishes, changes the round trip, pauses, steps back and opens the table, by keys alone', async () => {
  const { page, close } = await lab.open('/?lang=en&finish=own');
  await allLive(page);
  await page.keyboard.press('Enter');
  await page
    .locator('[data-finish]')
    .nth(ladderIds.length - 1)
    .waitFor();
  await tabTo(page, new RegExp(`input ${en['shell.rtt']}`));
  await page.keyboard.press('ControlOrMeta+a');
  await page.keyboard.type('30');
  await page.keyboard.press('Enter');
  await page.waitForFunction(() => /rtt=30/.test(location.href));
  assert.equal(lab.built.taps.rttMs, 30);
  await tabTo(page, new RegExp(`button ${en['race.table']}`));
  await page.keyboard.press('Space');
  await page.locator('main table').first().waitFor();
  await page.evaluate(() => (document.activeElement as HTMLElement | null)?.blur());
  await page.keyboard.press('Space');
  await page.waitForFunction(() => /at=\d+/.test(location.href));
  const at = new URL(page.url()).searchParams.get('at');
  await page.keyboard.press(',');
  await page.waitForFunction((before) => Number(new URL(location.href).searchParams.get('at')) < Number(before), at);
  await page.keyboard.press('l');
  await page.waitForFunction(() => !/at=/.test(location.href));
  await close();
});

test('wire: chooses a row, the bytes, a span in the tree and a byte in the dump, by keys alone', async () => {
  const { page, close } = await lab.open('/?view=wire&lang=en&only=websocket');
  await page.locator('main table input[type=radio]').first().waitFor();
  await tabTo(page, /input .*(websocket|WebSocket|GET)/i);
  await page.keyboard.press('Space');
  await tabTo(page, new RegExp(`button ${en['wire.pane.stream']}`));
  await page.keyboard.press('ArrowRight');
  await page.keyboard.press('ArrowRight');
  const tree = page.getByRole('tree');
  await tree.waitFor();
  const chosen = page.locator('.wire-explanation');
  const first = await chosen.innerText();
  await tabTo(page, /^li /);
  await page.keyboard.press('ArrowDown');
  await page.waitForFunction(
    (before) => document.querySelector<HTMLElement>('.wire-explanation')?.innerText !== before,
    first,
  );
  const second = await chosen.innerText();
  await page.keyboard.press('End');
  await page.waitForFunction(
    (before) => document.querySelector<HTMLElement>('.wire-explanation')?.innerText !== before,
    second,
  );
  await page.waitForFunction(() => /b=\d+/.test(location.href));
  await close();
});

test('wire: the faults of a connection open in sight, and Escape closes them', async () => {
  const { page, close } = await lab.open('/?view=wire&lang=en&only=websocket');
  await page.locator('main table input[type=radio]').first().check();
  await tabTo(page, /^summary Faults/);
  await page.keyboard.press('Enter');
  const body = page.locator('.wire-title .faults-body');
  await body.waitFor();
  const box = await body.boundingBox();
  const size = page.viewportSize();
  assert.ok(
    box && size && box.x >= 0 && box.y >= 0 && box.x + box.width <= size.width && box.y + box.height <= size.height,
  );
  await page.keyboard.press('Escape');
  await body.waitFor({ state: 'hidden' });
  await close();
});

test('bench: ticks runs and opens the figures of a chart, by keys alone', async () => {
  const { page, close } = await lab.open('/?view=bench&lang=en');
  await page.locator('figure canvas').first().waitFor();
  await tabTo(page, /^summary /);
  await page.keyboard.press('Enter');
  await page.locator('details[open] table').first().waitFor();
  await close();
});

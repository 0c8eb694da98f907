// A session in a real Chromium: seen on all lanes, paused and scrubbed, copied as a URL, recorded, and replayed without a server.
import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { after, before, test } from 'node:test';
import type { Page } from 'playwright';
import { ladderIds } from '../servers/protocol/catalog.ts';
import { eventExamples } from '../servers/protocol/event.ts';
import { en } from './src/text/en.ts';
import { zhHant } from './src/text/zh-Hant.ts';
import { findChromium } from './testing/chromium.ts';
import { allLive, startBrowserLab, type BrowserLab } from './testing/lab.ts';

let lab: BrowserLab;
const start = async (): Promise<BrowserLab> => {
  const started = await startBrowserLab();
  started.built.taps.setRtt(40);
  return started;
};

before(async () => {
  lab = await start();
});
after(() => lab?.close());

/** What a lane says of itself at the moment that is shown. */
const countOf = (page: Page, id: string): Promise<number> =>
  page
    .locator(`.lane[data-transport="${id}"]`)
    .getAttribute('data-events')
    .then((text) => Number(text));

const publishAndWait = async (page: Page): Promise<void> => {
  await page.keyboard.press('Enter');
  await page
    .locator('[data-finish]')
    .nth(ladderIds.length - 1)
    .waitFor();
};

test('names the way to install Chromium when there is none', () => {
  assert.throws(() => findChromium('/nowhere/chromium'), /install it .*CHROMIUM_PATH/);
});

test('shows an event that is published by Enter on all seven lanes, and says that http10 is answered in HTTP/1.0', async () => {
  const { page, faults, close } = await lab.open('/?lang=en');
  await allLive(page);
  await publishAndWait(page);
  for (const id of ladderIds) assert.ok((await countOf(page, id)) >= 1, id);
  await page.locator('.lane[data-transport="http10"]').getByText('http/1.0', { exact: true }).waitFor();
  assert.deepEqual(faults, []);
  await close();
});

test('stands still while it is paused, though events go on arriving, and comes back to now', async () => {
  const { page, close } = await lab.open('/?lang=en');
  await allLive(page);
  await publishAndWait(page);
  await page.keyboard.press('Space');
  const seen = await countOf(page, 'sse');
  for (let count = 0; count < 5; count += 1) {
    lab.built.feed.publish({ type: 'agent-state', agent: '1001001', state: 'READY', at: new Date().toISOString() });
  }
  await page.waitForTimeout(1000);
  assert.equal(await countOf(page, 'sse'), seen);
  await page.keyboard.press('l');
  await page.waitForFunction(
    (wanted) =>
      Number(document.querySelector<HTMLElement>('.lane[data-transport="sse"]')?.dataset['events']) === wanted,
    seen + 5,
  );
  await close();
});

test('a copied URL shows the same: view, language, colours, room and moment', async () => {
  const first = await lab.open('/?lang=en');
  await allLive(first.page);
  await first.page.getByLabel(en['shell.rtt']).fill('120');
  await first.page.getByLabel(en['shell.rtt']).press('Enter');
  await first.page.getByLabel(en['shell.language']).selectOption('zh-Hant');
  await first.page.getByLabel(zhHant['shell.theme']).selectOption('dark');
  await first.page.getByRole('link', { name: zhHant['shell.wire'] }).click();
  await first.page.getByRole('button', { name: zhHant['shell.pause'] }).click();
  await first.page.waitForFunction(
    () => /rtt=120/.test(location.href) && /at=\d+/.test(location.href) && /dark/.test(location.href),
  );
  const url = new URL(first.page.url());
  await first.close();
  lab.built.taps.setRtt(40);

  const second = await lab.open(url.pathname + url.search);
  await second.page.getByRole('button', { name: zhHant['shell.play'] }).waitFor();
  assert.equal(await second.page.locator('html').getAttribute('lang'), 'zh-Hant');
  await second.page.locator('nav a[aria-current=page]', { hasText: zhHant['shell.wire'] }).waitFor();
  assert.equal(await second.page.getByLabel(zhHant['shell.theme']).inputValue(), 'dark');
  const paper = await second.page.evaluate(() => getComputedStyle(document.documentElement).backgroundColor);
  assert.equal(paper, 'rgb(18, 18, 18)', 'the colours follow the choice, whatever the system asks for');
  assert.equal(
    await second.page.getByRole('button', { name: zhHant['shell.play'] }).getAttribute('aria-pressed'),
    'true',
  );
  await second.page.waitForFunction((label) => {
    const field = [...document.querySelectorAll('label')].find(({ textContent }) => textContent === label);
    return field?.control instanceof HTMLInputElement && field.control.value === '120';
  }, zhHant['shell.rtt']);
  assert.equal(lab.built.taps.rttMs, 120);
  await second.close();
  lab.built.taps.setRtt(40);
});

test('shows hostile text from the wire as text, in every view', async () => {
  const { page, faults, close } = await lab.open('/?lang=en');
  await allLive(page);
  const hostile = `<img src=x onerror="globalThis.hacked=1"><script>globalThis.hacked=1</script>\u202Eevil\u0000]]></message>`;
  lab.built.feed.publish({ ...eventExamples['team-message'], from: hostile, content: hostile });
  for (const view of ['race', 'wire'] as const) {
    await page.getByRole('navigation').getByText(en[`shell.${view}`], { exact: true }).click();
    await page
      .getByText('onerror=', { exact: false })
      .first()
      .waitFor({ timeout: 5000 })
      .catch(() => {});
    assert.equal(await page.locator('main img, main script').count(), 0);
  }
  assert.equal(await page.evaluate(() => 'hacked' in globalThis), false);
  assert.deepEqual(faults, []);
  await close();
});

test('records a session, and replays it without a server: lanes, moments, bytes', async () => {
  const own = await start();
  const { page, faults, close } = await own.open('/?lang=en');
  await allLive(page);
  await page.getByRole('button', { name: en['shell.record'], exact: true }).click();
  for (let count = 0; count < 3; count += 1) {
    await publishAndWait(page);
    await page.waitForTimeout(1200);
  }
  const seen = await countOf(page, 'sse');
  const [download] = await Promise.all([
    page.waitForEvent('download'),
    page.getByRole('button', { name: en['shell.recordStop'] }).click(),
  ]);
  const path = await download.path();
  assert.ok((await readFile(path)).byteLength > 1000);
  assert.match(download.suggestedFilename(), /^session-.*\.lab$/);
  // Replaying needs no server: what is not loaded yet cannot be loaded any more.
  await page.waitForFunction(() =>
    performance.getEntriesByType('resource').some(({ name }) => /about-view/.test(name)),
  );
  await own.built.drain();
  await page.locator('input[type=file]').setInputFiles(path);
  await page.getByRole('button', { name: en['shell.close'] }).waitFor();
  const slider = page.getByRole('slider', { name: en['shell.timeCursor'] });
  await slider.press('End');
  await page.waitForFunction(
    (wanted) =>
      Number(document.querySelector<HTMLElement>('.lane[data-transport="sse"]')?.dataset['events']) === wanted,
    seen,
  );
  await slider.press('Home');
  await page.waitForFunction(
    (wanted) => Number(document.querySelector<HTMLElement>('.lane[data-transport="sse"]')?.dataset['events']) < wanted,
    seen,
  );
  await slider.press('End');
  await page.keyboard.press('2');
  await page.locator('main table tbody tr').first().waitFor();
  assert.ok((await page.locator('main table tbody tr').count()) >= ladderIds.length);
  assert.deepEqual(
    faults.filter((fault) => !/ERR_|WebSocket connection/.test(fault)),
    [],
  );
  await close();
  await own.close();
});

test('refuses a file that is no recording with a sentence', async () => {
  const { page, close } = await lab.open('/?lang=en');
  await page
    .locator('input[type=file]')
    .setInputFiles({ name: 'x.lab', mimeType: 'text/plain', buffer: Buffer.from('hello') });
  await page.getByText(/The file x\.lab cannot be replayed/).waitFor();
  await close();
});

// The page in a real Chromium: seven lanes show one published event, nothing leaves the origin, nothing fails.
import assert from 'node:assert/strict';
import { EventEmitter, once } from 'node:events';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import type { Browser, BrowserContext, Page } from 'playwright';
import { build } from 'vite';
import { exampleRun } from '../bench/report/fixture.ts';
import { buildApp, type BuiltApp } from '../servers/app.ts';
import { ladderIds } from '../servers/protocol/catalog.ts';
import { findChromium, launchChromium } from './chromium.ts';
import { say } from './src/text.ts';

let directory = '';
let built: BuiltApp;
let origin = '';
let browser: Browser;
const refusals: string[] = [];
const answers = new EventEmitter();
/** Resolves at the next answer of this address. */
const answered = (url: string): Promise<unknown> => once(answers, url);

before(async () => {
  directory = await mkdtemp(join(tmpdir(), 'transport-lab-page-'));
  const webDirectory = join(directory, 'dist');
  const resultsDirectory = join(directory, 'results');
  await build({ root: import.meta.dirname, logLevel: 'warn', build: { outDir: webDirectory, emptyOutDir: true } });
  await mkdir(resultsDirectory);
  built = await buildApp({ webDirectory, resultsDirectory });
  built.app.addHook('onResponse', async ({ url }, { statusCode }) => {
    answers.emit(url);
    if (statusCode >= 400) refusals.push(`${statusCode} ${url}`);
  });
  origin = await built.app.listen({ host: '127.0.0.1', port: 0 });
  browser = await launchChromium();
});
after(async () => {
  await browser?.close();
  await built?.drain();
  await rm(directory, { recursive: true });
});

/** Opens the page in a context of its own, and collects what it should not do. */
const open = async (context: BrowserContext): Promise<{ page: Page; faults: readonly string[] }> => {
  const faults: string[] = [];
  const page = await context.newPage();
  page.on('console', (message) => {
    if (['error', 'warning'].includes(message.type())) faults.push(message.text());
  });
  page.on('pageerror', (error) => faults.push(error.message));
  page.on('request', (request) => {
    if (!/^(data:|blob:)/.test(request.url()) && new URL(request.url()).origin !== origin) faults.push(request.url());
  });
  page.on('response', (response) => {
    if (response.status() >= 400) faults.push(`${response.status()} ${response.url()}`);
  });
  await page.goto(origin);
  return { page, faults };
};

const allLive = (page: Page): Promise<unknown> =>
  page.waitForFunction((count) => document.querySelectorAll('.status-live').length === count, ladderIds.length);

test('names the way to install Chromium when there is none', () => {
  assert.throws(() => findChromium('/nowhere/chromium'), /install it .*CHROMIUM_PATH/);
});

test('shows a published event on all seven lanes, within one origin and without a fault', async () => {
  const context = await browser.newContext();
  const { page, faults } = await open(context);
  await allLive(page);
  await page.getByText(say('runNone')).waitFor();
  await page.getByRole('button', { name: say('publish') }).click();
  const row = page.locator('tr.own');
  await row.waitFor();
  for (const id of ladderIds) {
    await row.locator(`td[data-transport="${id}"]`).waitFor();
    await page.locator(`[data-finish="${id}"]`).waitFor();
    const events = page.locator(`.lane[data-transport="${id}"] .figure-events dd`);
    assert.ok(Number(await events.textContent()) >= 1, id);
  }
  await page.getByText(/^All seven have your event/).waitFor();
  assert.deepEqual([...faults, ...refusals], []);
  await context.close();
});

test('stands still while it is paused, and goes on with Space and Enter', async () => {
  const context = await browser.newContext();
  const { page } = await open(context);
  await allLive(page);
  await page.keyboard.press('Enter');
  await page
    .locator('.places [data-finish]')
    .nth(ladderIds.length - 1)
    .waitFor();
  await page.keyboard.press('Space');
  await page.getByText(say('paused')).waitFor();
  const rows = page.locator('.recent tbody tr');
  const seen = await rows.count();
  const { status } = await fetch(`${origin}/events`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ type: 'agent-state', agent: '1001001', state: 'READY' }),
  });
  assert.equal(status, 201);
  // A page that did not stand still would have shown it before the second poll from here.
  await answered('/keep-alive/events');
  await answered('/keep-alive/events');
  assert.equal(await rows.count(), seen);
  await page.keyboard.press('Space');
  await page.waitForFunction((count) => document.querySelectorAll('.recent tbody tr').length > count, seen);
  await context.close();
});

test('lets one tab follow at a time, and a second one take over', async () => {
  const context = await browser.newContext();
  const first = await open(context);
  await allLive(first.page);
  const second = await open(context);
  await second.page.getByRole('button', { name: say('tabTakeOver') }).click();
  await allLive(second.page);
  await first.page.getByText(say('tabWaiting')).waitFor();
  assert.equal(await first.page.locator('.status-idle').count(), ladderIds.length);
  await second.page.close();
  await allLive(first.page);
  assert.deepEqual([...first.faults, ...second.faults, ...refusals], []);
  await context.close();
});

test('shows text from the wire as text', async () => {
  const context = await browser.newContext();
  const { page } = await open(context);
  await allLive(page);
  const content = '<img src=x onerror="document.title=1">';
  await fetch(`${origin}/events`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ type: 'team-message', team: '5000', from: 'a', content, durationSeconds: 1 }),
  });
  await page.locator('.recent').getByText(content).waitFor();
  assert.equal(await page.locator('main img').count(), 0);
  await context.close();
});

test('draws the newest run with all its charts and a headline table', async () => {
  const run = exampleRun();
  await mkdir(join(directory, 'results', 'a-desktops'));
  await writeFile(join(directory, 'results', 'a-desktops', 'run.json'), JSON.stringify(run));
  await writeFile(join(directory, 'results', 'latest.json'), JSON.stringify({ directory: 'a-desktops' }));
  const context = await browser.newContext({ viewport: { width: 320, height: 700 }, colorScheme: 'dark' });
  const { page, faults } = await open(context);
  await page.getByRole('table', { name: say('runTable') }).waitFor();
  assert.ok((await page.locator('figure canvas').count()) >= 5);
  const overflow = await page.evaluate(() => document.documentElement.scrollWidth - innerWidth);
  assert.equal(overflow, 0, 'no sideways scrolling at 320 px');
  assert.deepEqual([...faults, ...refusals], []);
  await context.close();
});

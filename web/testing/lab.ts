// For browser tests: the pages built into a folder of their own, the whole server with its tapped ports, and a Chromium.
import { mkdir, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import type { Browser, BrowserContextOptions, Page } from 'playwright';
import { build } from 'vite';
import { buildApp, type AppOptions, type BuiltApp } from '../../servers/app.ts';
import { ladderIds } from '../../servers/protocol/catalog.ts';
import { launchChromium } from './chromium.ts';

/** A lab that listens, and a browser. */
export interface BrowserLab {
  readonly built: BuiltApp;
  readonly origin: string;
  readonly browser: Browser;
  readonly resultsDirectory: string;
  /** Opens the page in a context of its own, and collects what it should not do. */
  open(path?: string, options?: BrowserContextOptions): Promise<OpenPage>;
  close(): Promise<void>;
}

export interface OpenPage {
  readonly page: Page;
  /** Errors and warnings of the console, failed requests, requests to any other host. */
  readonly faults: readonly string[];
  readonly close: () => Promise<void>;
}

/**
 * @param options of the app, beside folders and ports
 * @param hasPages whether the pages are built and served
 */
export const startBrowserLab = async (options: AppOptions = {}, hasPages = true): Promise<BrowserLab> => {
  const directory = await mkdtemp(join(tmpdir(), 'transport-lab-page-'));
  const [webDirectory, resultsDirectory] = [join(directory, 'dist'), join(directory, 'results')];
  const root = dirname(import.meta.dirname);
  if (hasPages) await build({ root, logLevel: 'warn', build: { outDir: webDirectory, emptyOutDir: true } });
  await mkdir(resultsDirectory);
  const built = await buildApp({ ...(hasPages && { webDirectory }), resultsDirectory, ...options });
  const origin = await built.app.listen({ host: '127.0.0.1', port: 0 });
  await built.listenTapped({ host: '127.0.0.1', port: 0 });
  const browser = await launchChromium();
  return {
    built,
    origin,
    browser,
    resultsDirectory,
    open: (path = '/', contextOptions = {}) => openPage(browser, new URL(path, origin), contextOptions),
    async close() {
      await browser.close();
      await built.drain();
      await rm(directory, { recursive: true });
    },
  };
};

const openPage = async (browser: Browser, url: URL, options: BrowserContextOptions): Promise<OpenPage> => {
  const context = await browser.newContext(options);
  const page = await context.newPage();
  const faults: string[] = [];
  page.on('console', (message) => {
    if (['error', 'warning'].includes(message.type())) faults.push(message.text());
  });
  page.on('pageerror', (error) => faults.push(error.message));
  page.on('request', (request) => {
    if (!/^(data:|blob:)/.test(request.url()) && new URL(request.url()).hostname !== url.hostname)
      faults.push(request.url());
  });
  page.on('response', (response) => {
    if (response.status() >= 400) faults.push(`${response.status()} ${response.url()}`);
  });
  await page.goto(url.href);
  return { page, faults, close: () => context.close() };
};

/** Resolves when every raced lane is live. */
export const allLive = (page: Page): Promise<unknown> =>
  page.waitForFunction((count) => document.querySelectorAll('.status-live').length >= count, ladderIds.length);

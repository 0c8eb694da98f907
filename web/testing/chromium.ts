// For tests only: a real Chromium, found where machines have it.
import { existsSync } from 'node:fs';
import { chromium, type Browser } from 'playwright';

const usualPaths = [
  '/usr/bin/chromium',
  '/usr/bin/chromium-browser',
  '/usr/bin/google-chrome',
  '/usr/bin/google-chrome-stable',
  '/snap/bin/chromium',
  '/Applications/Chromium.app/Contents/MacOS/Chromium',
  '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
  'C:\\Program Files\\Google\\Chrome\\Application\\chrome.exe',
];

/** @throws {Error} with the sentence that says how to get one */
export const findChromium = (named = process.env['CHROMIUM_PATH']): string => {
  const candidates = named === undefined ? [...usualPaths, chromium.executablePath()] : [named];
  const found = candidates.find((path) => existsSync(path));
  if (found !== undefined) return found;
  throw new Error(
    `No Chromium at ${named ?? 'any of the usual places'}: install it (Debian and Ubuntu: "apt install chromium"; ` +
      'anywhere: "npx playwright install chromium"), or name it in CHROMIUM_PATH.',
  );
};

/** Headless, with an empty profile, and unable to reach any other machine. */
export const launchChromium = (): Promise<Browser> =>
  chromium.launch({
    executablePath: findChromium(),
    args: [
      '--headless',
      '--no-sandbox',
      '--disable-gpu',
      '--disable-quic',
      '--no-first-run',
      '--disable-background-networking',
      '--disable-component-update',
      '--disable-sync',
      '--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1',
    ],
  });

// Every view in every language and both themes: axe finds nothing, and no width scrolls sideways.
import assert from 'node:assert/strict';
import { cp } from 'node:fs/promises';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { AxeBuilder } from '@axe-core/playwright';
import type { Page } from 'playwright';
import { viewIds } from './src/views.ts';
import { languages, type Language } from './src/text/say.ts';
import { allLive, startBrowserLab, type BrowserLab } from './testing/lab.ts';

const widths = [320, 768, 1280, 1920];
const themes = ['light', 'dark'] as const;
let lab: BrowserLab;

before(async () => {
  lab = await startBrowserLab();
  await cp(join(import.meta.dirname, '..', 'results', 'reference'), join(lab.resultsDirectory, 'reference'), {
    recursive: true,
  });
});
after(() => lab?.close());

/** WCAG 2.2 AA and axe's best practices. */
const violationsOf = async (page: Page): Promise<readonly string[]> => {
  const { violations } = await new AxeBuilder({ page }).analyze();
  return violations.flatMap(({ id, nodes }) =>
    nodes.map(({ target, failureSummary }) => `${id}: ${target.join(' ')}: ${failureSummary}`),
  );
};

const isReady = async (page: Page, view: string): Promise<void> => {
  await page.locator('h1').first().waitFor();
  if (view === 'race') await allLive(page);
  if (view === 'bench') await page.locator('figure canvas').first().waitFor();
};

for (const view of viewIds) {
  for (const theme of themes) {
    for (const language of Object.keys(languages) as Language[]) {
      test(`axe finds nothing in ${view}, ${theme}, ${language}`, async () => {
        const { page, faults, close } = await lab.open(`/?view=${view}&theme=${theme}&lang=${language}`);
        await isReady(page, view);
        assert.deepEqual(await violationsOf(page), []);
        assert.equal(await page.locator('html').getAttribute('lang'), language);
        assert.deepEqual(faults, []);
        await close();
      });
    }
  }
  test(`${view} does not scroll sideways at ${widths.join(', ')} px`, async () => {
    const { page, close } = await lab.open(`/?view=${view}&lang=pt-BR`);
    await isReady(page, view);
    for (const width of widths) {
      await page.setViewportSize({ width, height: 800 });
      await page.waitForFunction((wanted) => innerWidth === wanted, width);
      const overflow = await page.evaluate(() => document.documentElement.scrollWidth - innerWidth);
      assert.ok(overflow <= 0, `${overflow} px over at ${width}`);
    }
    await close();
  });
}

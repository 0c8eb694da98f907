// Every view in every language and both themes: axe finds nothing, and no width scrolls sideways.
import assert from 'node:assert/strict';
import { cp } from 'node:fs/promises';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { AxeBuilder } from '@axe-core/playwright';
import type { Page } from 'playwright';
import { languages, type Language } from './src/text/say.ts';
import { allLive, startBrowserLab, type BrowserLab } from './testing/lab.ts';

const widths = [320, 768, 1280, 1920];
const themes = ['light', 'dark'] as const;
let lab: BrowserLab;

before(async () => {
  lab = await startBrowserLab();
  const reference = join(import.meta.dirname, '..', 'results', 'reference');
  for (const name of ['reference', 'another'])
    await cp(reference, join(lab.resultsDirectory, name), { recursive: true });
});
after(() => lab?.close());

/** WCAG 2.2 AA and axe's best practices. Of a long table the first rows: all are made alike, and axe takes a minute for them. */
const violationsOf = async (page: Page): Promise<readonly string[]> => {
  const { violations } = await new AxeBuilder({ page }).exclude('tbody tr:nth-child(n+4)').analyze();
  return violations.flatMap(({ id, nodes }) =>
    nodes.map(({ target, failureSummary }) => `${id}: ${target.join(' ')}: ${failureSummary}`),
  );
};

/** What is looked at, by the state in its URL, and when it is there. */
const sights: Readonly<Record<string, (page: Page) => Promise<unknown>>> = {
  'view=race': allLive,
  'view=race&table=1': (page) => page.locator('main table').first().waitFor(),
  'view=wire': (page) => page.locator('main table input[type=radio]').nth(2).check(),
  'view=bench': (page) => page.locator('figure canvas').first().waitFor(),
  'view=bench&compare=reference,another': (page) => page.locator('main figure canvas').nth(2).waitFor(),
  'view=about': (page) => page.locator('main table').first().waitFor(),
};

for (const [address, isThere] of Object.entries(sights)) {
  test(`axe finds nothing at ?${address} in ${themes.length} themes and ${Object.keys(languages).length} languages`, async () => {
    const { page, faults, close } = await lab.open(`/?${address}`);
    await isThere(page);
    await page.locator('.pause').click();
    const [language, theme] = [page.locator('.top-actions select').first(), page.locator('.top-actions select').last()];
    for (const tag of Object.keys(languages) as Language[]) {
      await language.selectOption(tag);
      await page.locator(`html[lang="${tag}"]`).waitFor();
      for (const colours of themes) {
        await theme.selectOption(colours);
        assert.deepEqual(await violationsOf(page), [], `${tag}, ${colours}`);
      }
    }
    assert.deepEqual(faults, []);
    await close();
  });
  test(`?${address} does not scroll sideways at ${widths.join(', ')} px`, async () => {
    const { page, close } = await lab.open(`/?${address}&lang=pt-BR`);
    await isThere(page);
    for (const width of widths) {
      await page.setViewportSize({ width, height: 800 });
      await page.waitForFunction((wanted) => innerWidth === wanted, width);
      const overflow = await page.evaluate(() => document.documentElement.scrollWidth - innerWidth);
      assert.ok(overflow <= 0, `${overflow} px over at ${width}`);
    }
    await close();
  });
}

test('with reduced motion nothing moves: figures and texts in the place of tracks', async () => {
  const { page, close } = await lab.open('/?view=race', { reducedMotion: 'reduce' });
  await allLive(page);
  assert.equal(await page.locator('.lane canvas').count(), 0);
  assert.equal(await page.evaluate(() => document.getAnimations().length), 0);
  await close();
});

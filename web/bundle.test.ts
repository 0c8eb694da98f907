// The built front end: small, and nothing in it that a strict CSP or a machine without a network would refuse.
import assert from 'node:assert/strict';
import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { gzipSync } from 'node:zlib';
import { build } from 'vite';
import { languages, type Language } from './src/text/say.ts';
import { viewIds, type ViewId } from './src/views.ts';

/** What a reader may have to load to see a view, in one language, the shell and the workers included. */
const maximumViewBytes = 150_000;
/** The same for the view that opens first: it is what thirty trainees load at once. */
const maximumFirstBytes = 85_000;
let directory = '';

/** https://vite.dev/guide/backend-integration */
interface Chunk {
  readonly file: string;
  readonly imports?: readonly string[];
  readonly dynamicImports?: readonly string[];
  readonly css?: readonly string[];
}
let manifest: Readonly<Record<string, Chunk>> = {};

before(async () => {
  directory = await mkdtemp(join(tmpdir(), 'transport-lab-web-'));
  await build({
    root: import.meta.dirname,
    logLevel: 'warn',
    build: { outDir: directory, emptyOutDir: true, manifest: 'manifest.json' },
  });
  manifest = JSON.parse(await readFile(join(directory, 'manifest.json'), 'utf8')) as typeof manifest;
});
after(() => rm(directory, { recursive: true }));

const files = async (): Promise<readonly string[]> => {
  const found = await readdir(directory, { recursive: true, withFileTypes: true });
  return found.filter((file) => file.isFile()).map((file) => join(file.parentPath, file.name));
};

const gzipped = async (path: string): Promise<number> => gzipSync(await readFile(path), { level: 9 }).byteLength;

const others = (language: Language): readonly string[] =>
  Object.keys(languages)
    .filter((tag) => tag !== language)
    .map((tag) => `src/text/${tag}`);

/** A chunk with all that it brings along: other views, and other languages, are loaded when they are asked for. */
const filesFor = (name: string, skipped: (name: string) => boolean, seen = new Set<string>()): ReadonlySet<string> => {
  const chunk = manifest[name];
  if (!chunk || seen.has(chunk.file)) return seen;
  seen.add(chunk.file);
  for (const css of chunk.css ?? []) seen.add(css);
  for (const next of [...(chunk.imports ?? []), ...(chunk.dynamicImports ?? [])]) {
    if (!skipped(next)) filesFor(next, skipped, seen);
  }
  return seen;
};

const bytesFor = async (view: ViewId, language: Language): Promise<number> => {
  const otherViews = viewIds.filter((id) => id !== view).map((id) => `src/${id}/${id}-view.tsx`);
  // Explanations of bytes are loaded behind what is shown, except where they are shown.
  const skipped = [...otherViews, ...others(language), ...(view === 'wire' ? [] : ['src/text/span-texts.ts'])];
  const needed = filesFor('index.html', (name) => skipped.some((start) => name.replace(/^_/, '').startsWith(start)));
  const workers = (await files()).filter((path) => /worker-[^/]+\.js$/.test(path));
  const paths = [...[...needed].map((file) => join(directory, file)), ...workers, join(directory, 'index.html')];
  return (await Promise.all(paths.map(gzipped))).reduce((sum, bytes) => sum + bytes, 0);
};

for (const view of viewIds) {
  test(`${view} takes at most ${maximumViewBytes / 1000} kB gzipped in any language, workers included`, async (context) => {
    for (const language of Object.keys(languages) as Language[]) {
      const bytes = await bytesFor(view, language);
      context.diagnostic(`${view} ${language}: ${bytes} bytes`);
      assert.ok(bytes > 40_000 && bytes <= maximumViewBytes, `${language}: ${bytes} bytes`);
      if (view === viewIds[0]) assert.ok(bytes <= maximumFirstBytes, `${language}: ${bytes} bytes`);
    }
  });
}

test('has no inline script, and takes every script and style from its own server', async () => {
  const html = await readFile(join(directory, 'index.html'), 'utf8');
  for (const [, attributes = '', content = ''] of html.matchAll(/<script([^>]*)>([^<]*)<\/script>/g)) {
    assert.equal(content, '');
    assert.match(attributes, / src="\/assets\//);
  }
  assert.doesNotMatch(html, /(src|href)="https?:/);
  assert.doesNotMatch(html, / style="/);
  for (const file of (await files()).filter((name) => name.endsWith('.css'))) {
    assert.doesNotMatch(await readFile(file, 'utf8'), /@import|@font-face|url\(/);
  }
});

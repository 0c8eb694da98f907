// The built front end: small, and nothing in it that a strict CSP or a machine without a network would refuse.
import assert from 'node:assert/strict';
import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { gzipSync } from 'node:zlib';
import { build } from 'vite';

const maximumGzippedBytes = 150_000;
let directory = '';

before(async () => {
  directory = await mkdtemp(join(tmpdir(), 'transport-lab-web-'));
  await build({ root: import.meta.dirname, logLevel: 'warn', build: { outDir: directory, emptyOutDir: true } });
});
after(() => rm(directory, { recursive: true }));

const files = async (): Promise<readonly string[]> => {
  const found = await readdir(directory, { recursive: true, withFileTypes: true });
  return found.filter((file) => file.isFile()).map((file) => join(file.parentPath, file.name));
};

test('is at most 150 kB gzipped, everything together', async () => {
  const sizes = await Promise.all((await files()).map(async (file) => gzipSync(await readFile(file)).byteLength));
  const total = sizes.reduce((sum, size) => sum + size, 0);
  assert.ok(total > 10_000 && total <= maximumGzippedBytes, `${total} bytes`);
});

test('has no inline script, and takes every script and style from its own server', async () => {
  const html = await readFile(join(directory, 'index.html'), 'utf8');
  for (const [, attributes = '', content = ''] of html.matchAll(/<script([^>]*)>([^<]*)<\/script>/g)) {
    assert.equal(content, '');
    assert.match(attributes, / src="\/assets\//);
  }
  assert.doesNotMatch(html, /(src|href)="https?:/);
  for (const file of (await files()).filter((name) => name.endsWith('.css'))) {
    assert.doesNotMatch(await readFile(file, 'utf8'), /@import|@font-face|url\(/);
  }
});

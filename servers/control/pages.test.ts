// What the pages are served with.
import assert from 'node:assert/strict';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { buildApp, type BuiltApp } from '../app.ts';

let directory = '';
let built: BuiltApp;

before(async () => {
  directory = await mkdtemp(join(tmpdir(), 'transport-lab-pages-'));
  const webDirectory = join(directory, 'dist');
  const resultsDirectory = join(directory, 'results');
  await mkdir(webDirectory);
  await mkdir(join(resultsDirectory, 'a'), { recursive: true });
  await writeFile(join(webDirectory, 'index.html'), '<!doctype html>');
  await writeFile(join(resultsDirectory, 'a', 'report.html'), '<!doctype html>');
  built = await buildApp({ webDirectory, resultsDirectory });
});
after(async () => {
  await built.drain();
  await rm(directory, { recursive: true });
});

test('lets the page load only from its own server', async () => {
  const { headers, statusCode } = await built.app.inject('/');
  assert.equal(statusCode, 200);
  assert.equal(
    headers['content-security-policy'],
    "default-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' data:; connect-src 'self' ws:",
  );
});

test('leaves a report, which has its scripts in itself, without that policy', async () => {
  const { headers, statusCode } = await built.app.inject('/results/a/report.html');
  assert.equal(statusCode, 200);
  assert.equal(headers['content-security-policy'], undefined);
});

test('answers that there is no run yet, then names the newest', async () => {
  const before = await built.app.inject('/results/latest.json');
  assert.deepEqual([before.statusCode, before.json()], [200, { directory: null }]);
  await writeFile(join(directory, 'results', 'latest.json'), '{"directory":"a"}');
  assert.deepEqual((await built.app.inject('/results/latest.json')).json(), { directory: 'a' });
});

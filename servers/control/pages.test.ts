// What the pages are served with.
import assert from 'node:assert/strict';
import { mkdir, mkdtemp, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { gunzipSync } from 'node:zlib';
import { buildApp, type BuiltApp } from '../app.ts';
import { compressPages } from './compress-pages.ts';

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
  await compressPages(webDirectory);
  built = await buildApp({ webDirectory, resultsDirectory });
});
after(async () => {
  await built.drain();
  await rm(directory, { recursive: true });
});

const never = "base-uri 'none'; form-action 'none'; frame-ancestors 'none'; object-src 'none'";

test('lets the page load only from its own server, and connect to other ports of it', async () => {
  const { headers, statusCode } = await built.app.inject({ url: '/', headers: { host: 'Lab.localhost:8080' } });
  assert.equal(statusCode, 200);
  const ports = ['http', 'https', 'ws', 'wss'].map((scheme) => `${scheme}://lab.localhost:*`).join(' ');
  assert.equal(
    headers['content-security-policy'],
    `default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data: blob:; font-src 'self'; ` +
      `connect-src 'self' ${ports}; worker-src 'self'; ${never}`,
  );
});

test('is compressed for a browser that takes it, and is as it was for one that does not', async () => {
  const packed = await built.app.inject({ url: '/', headers: { 'accept-encoding': 'gzip' } });
  assert.equal(packed.headers['content-encoding'], 'gzip');
  assert.match(String(packed.headers['content-type']), /^text\/html/);
  assert.equal(gunzipSync(packed.rawPayload).toString(), '<!doctype html>');
  const plain = await built.app.inject({ url: '/', headers: { 'accept-encoding': 'identity' } });
  assert.equal(plain.headers['content-encoding'], undefined);
  assert.equal(plain.body, '<!doctype html>');
});

test('a host that cannot stand in a policy is left out of it', async () => {
  for (const host of ["x;script-src 'unsafe-inline'", '[::1]:8080', 'a b', '*']) {
    const { headers } = await built.app.inject({ url: '/', headers: { host } });
    assert.match(String(headers['content-security-policy']), /; connect-src 'self'; worker-src 'self'; /, host);
  }
});

test('a report, which has its script and style in itself, is in a sandbox', async () => {
  const { headers, statusCode } = await built.app.inject('/results/a/report.html');
  assert.equal(statusCode, 200);
  assert.equal(
    headers['content-security-policy'],
    `default-src 'none'; script-src 'unsafe-inline'; style-src 'unsafe-inline'; img-src data:; ${never}; ` +
      'sandbox allow-scripts allow-downloads',
  );
});

test('no file is guessed to be another, named to others, or lent to them', async () => {
  for (const url of ['/', '/results/a/report.html']) {
    const { headers } = await built.app.inject(url);
    assert.equal(headers['x-content-type-options'], 'nosniff');
    assert.equal(headers['referrer-policy'], 'no-referrer');
    assert.equal(headers['cross-origin-opener-policy'], 'same-origin');
    assert.equal(headers['cross-origin-resource-policy'], 'same-origin');
    assert.match(String(headers['permissions-policy']), /camera=\(\)/);
  }
});

test('the policy for openers is left out where a browser would only complain of it', async () => {
  for (const [host, policy] of [
    ['127.0.0.1:8080', 'same-origin'],
    ['192.168.0.7:8080', undefined],
  ] as const) {
    const { headers } = await built.app.inject({ url: '/', headers: { host } });
    assert.equal(headers['cross-origin-opener-policy'], policy);
  }
});

test('lists the runs', async () => {
  const { statusCode, headers, body } = await built.app.inject('/results/index.json');
  assert.deepEqual([statusCode, headers['content-type']], [200, 'application/json; charset=utf-8']);
  assert.equal(body, '{"runs":[{"directory":"a","why":"There is no run.json."}]}');
});

test('answers that there is no run yet, then names the newest', async () => {
  const before = await built.app.inject('/results/latest.json');
  assert.deepEqual([before.statusCode, before.json()], [200, { directory: null }]);
  await writeFile(join(directory, 'results', 'latest.json'), '{"directory":"a"}');
  assert.deepEqual((await built.app.inject('/results/latest.json')).json(), { directory: 'a' });
});

test('serves only files that lie among the results: a link leads nowhere', async () => {
  await symlink(directory, join(directory, 'results', 'linked'));
  await writeFile(join(directory, 'outside.json'), '{}');
  await symlink(join(directory, 'outside.json'), join(directory, 'results', 'a', 'run.json'));
  for (const url of ['/results/linked/outside.json', '/results/a/run.json', '/results/a']) {
    assert.equal((await built.app.inject(url)).statusCode, 404, url);
  }
  assert.equal((await built.app.inject('/results/a/report.html')).statusCode, 200);
});

test('takes a latest.json that breaks off for none', async () => {
  await writeFile(join(directory, 'results', 'latest.json'), '{"dir');
  const { statusCode, body } = await built.app.inject('/results/latest.json');
  assert.deepEqual([statusCode, body], [200, '{"directory":null}']);
});

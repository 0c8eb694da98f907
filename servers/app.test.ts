// The app as a whole: what is not a transport, and what nobody should ask for.
import assert from 'node:assert/strict';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import { describeTransport, transportIds } from './protocol/catalog.ts';
import { eventExamples } from './protocol/event.ts';
import { openLab, until } from './testing/lab.ts';
import { exchange, get, RawClient } from './testing/raw-client.ts';

test('an address where nothing is served is 404, on every method', async (context) => {
  const { port, url } = await openLab(context);
  assert.equal(
    await exchange(port, get('/nothing?x=1')),
    'HTTP/1.1 404 Not Found\r\ncontent-type: application/json; charset=utf-8\r\ncontent-length: 79\r\n' +
      'Date: <now>\r\nConnection: close\r\n\r\n' +
      '{"code":"LAB_ROUTE_UNKNOWN","message":"Nothing is served at GET /nothing?x=1."}',
  );
  for (const [method, path] of [
    ['POST', '/'],
    ['DELETE', '/events'],
    ['GET', '/events'],
    ['OPTIONS', '/x'],
    ['PUT', '/short-poll/events'],
  ] as const) {
    const answer = await fetch(url + path, { method });
    assert.equal(answer.status, 404, path);
    assert.equal(((await answer.json()) as { code: string }).code, 'LAB_ROUTE_UNKNOWN');
  }
});

test('a refusal does not repeat an endless address', async (context) => {
  const { url } = await openLab(context);
  const answer = await fetch(`${url}/${'a'.repeat(10_000)}`);
  assert.ok((await answer.text()).length < 400);
});

const malformed: readonly (readonly [what: string, request: string])[] = [
  ['an address that cannot be decoded', get('/%zz')],
  ['no HTTP at all', 'hello\r\n\r\n'],
  ['a header section over 16 KiB', get('/', `X: ${'a'.repeat(17_000)}`)],
  ['two lengths', 'POST /events HTTP/1.1\r\nHost: lab\r\nContent-Length: 1\r\nContent-Length: 2\r\n\r\nxx'],
  ['a request of HTTP/1.1 without a host', 'GET / HTTP/1.1\r\n\r\n'],
];
for (const [what, request] of malformed) {
  test(`${what} is 400 in JSON, and the server goes on`, async (context) => {
    const { port, url } = await openLab(context);
    const answer = await exchange(port, request);
    assert.match(answer, /^HTTP\/1\.[01] 400 Bad Request\r\n/);
    if (!what.includes('without a host'))
      assert.match(answer, /\r\n\r\n\{"code":"LAB_FRAME_INVALID","message":"[^"]+"\}$/);
    assert.equal((await fetch(`${url}/healthz`)).status, 200);
  });
}

test('the catalog lists the seven with their capabilities and an address each', async (context) => {
  const { url, port } = await openLab(context);
  const { transports } = (await (await fetch(`${url}/catalog`)).json()) as { transports: Record<string, unknown>[] };
  assert.deepEqual(
    transports.map(({ id }) => id),
    transportIds,
  );
  for (const [index, id] of transportIds.entries()) {
    const { scheme, path, ...rest } = describeTransport(id);
    assert.deepEqual(transports[index], { id, scheme, path, ...rest, url: `${scheme}://127.0.0.1:${port}${path}` });
  }
});

test('a client that names no host gets the addresses it reached', async (context) => {
  const { port } = await openLab(context);
  const answer = await exchange(port, 'GET /catalog HTTP/1.0\r\n\r\n');
  assert.match(answer, new RegExp(`"url":"http://127\\.0\\.0\\.1:${port}/sse/events"`));
});

test('every address of the catalog is served', async (context) => {
  const { url } = await openLab(context);
  for (const id of transportIds) {
    const { path, scheme } = describeTransport(id);
    const gone = new AbortController();
    const query = id === 'long-poll' ? '?hold=0' : '';
    const answer = await fetch(url + path + query, { signal: gone.signal }).catch((cause: unknown) => cause);
    // fetch refuses the status line of HTTP/1.0 in no way, and a plain request to a WebSocket is 426.
    assert.ok(answer instanceof Response, id);
    assert.equal(answer.status, scheme === 'ws' ? 426 : id.endsWith('-poll') ? 204 : 200, id);
    gone.abort();
  }
});

test('health is ready while the server takes requests, and 503 once it drains', async (context) => {
  const lab = await openLab(context);
  const answer = await fetch(`${lab.url}/healthz`);
  assert.deepEqual([answer.status, await answer.json()], [200, { live: true, ready: true }]);
  await lab.drain();
  const draining = await lab.app.inject('/healthz').catch(() => undefined);
  assert.ok(draining === undefined || draining.statusCode === 503);
});

test('the metrics are Prometheus text with the figures of the feed', async (context) => {
  const { url, port, feed } = await openLab(context);
  feed.publish(eventExamples['queue-statistics']);
  const client = new RawClient(port, get('/long-poll/events'));
  await until(() => feed.figures.readers === 1, 'a poll is held');
  const answer = await fetch(`${url}/metrics`);
  assert.equal(answer.headers.get('content-type'), 'text/plain; version=0.0.4; charset=utf-8');
  const text = await answer.text();
  for (const line of [
    '# TYPE lab_feed_published_total counter',
    'lab_feed_published_total 1',
    'lab_feed_gaps_total 0',
    'lab_feed_kept_entries 1',
    `lab_feed_kept_bytes ${feed.figures.keptBytes}`,
    'lab_feed_readers 1',
  ]) {
    assert.ok(text.split('\n').includes(line), line);
  }
  assert.match(text, /^process_cpu_seconds_total /m);
  assert.equal(
    await (await fetch(`${url}/metrics`)).text().then((again) => /^lab_feed_published_total 1$/m.test(again)),
    true,
  );
  client.reset();
});

test('two labs in one process do not know of each other', async (context) => {
  const [one, other] = [await openLab(context), await openLab(context)];
  one.feed.publish(eventExamples['queue-statistics']);
  assert.equal(other.feed.figures.published, 0);
  assert.match(await (await fetch(`${other.url}/metrics`)).text(), /^lab_feed_published_total 0$/m);
});

test('the built pages and the results are served, and nothing beside them', async (context) => {
  const folder = await mkdtemp(join(tmpdir(), 'pages-'));
  context.after(() => rm(folder, { recursive: true }));
  await writeFile(join(folder, 'index.html'), '<h1>Lab</h1>');
  const { url, port } = await openLab(context, { webDirectory: folder, resultsDirectory: folder });
  assert.equal(await (await fetch(`${url}/`)).text(), '<h1>Lab</h1>');
  assert.equal(await (await fetch(`${url}/results/index.html`)).text(), '<h1>Lab</h1>');
  assert.equal((await fetch(`${url}/results/`)).status, 404);
  assert.match(await exchange(port, get('/results/../../etc/passwd')), /^HTTP\/1\.1 40[34] /);
  assert.match(await exchange(port, get('/results/%2e%2e/%2e%2e/etc/passwd')), /^HTTP\/1\.1 40[34] /);
});

// What a page of another port, and a page of elsewhere, may read of each transport.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { describeTransport, transportIds } from '../protocol/catalog.ts';
import { openLab } from '../testing/lab.ts';
import { exchange, get, RawClient, upgrade } from '../testing/raw-client.ts';

const page = 'http://localhost:8080';
const elsewhere = 'http://elsewhere.example';

/** The header fields of an answer, in lower case. */
const fieldsOf = (answer: string): ReadonlyMap<string, string> =>
  new Map(
    answer
      .slice(0, answer.indexOf('\r\n\r\n'))
      .split('\r\n')
      .slice(1)
      .map((line) => line.toLowerCase().split(': ') as [string, string]),
  );

const leave = {
  'access-control-allow-origin': page,
  'access-control-expose-headers': 'lab-cursor',
  'timing-allow-origin': page,
  vary: 'origin',
} as const;

const headOf = async (port: number, request: string): Promise<string> => {
  const client = new RawClient(port, request);
  await client.until('\r\n\r\n');
  client.socket.destroy();
  return client.text;
};

for (const id of transportIds) {
  const { path, scheme } = describeTransport(id);
  const queries = scheme === 'ws' ? [''] : ['', '?topic=x'];
  for (const query of id === 'long-poll' ? ['?hold=0', '?topic=x'] : queries) {
    test(`a page of the lab may read ${path}${query}, and one of elsewhere may not`, async (context) => {
      const { port } = await openLab(context);
      const allowed = fieldsOf(await headOf(port, get(path + query, `Origin: ${page}`)));
      for (const [name, value] of Object.entries(leave)) assert.equal(allowed.get(name), value, name);
      for (const origin of [elsewhere, 'null']) {
        const refused = fieldsOf(await headOf(port, get(path + query, `Origin: ${origin}`)));
        for (const name of Object.keys(leave)) assert.ok(!refused.has(name), name);
      }
    });
  }
}

test('what is no transport gives no leave', async (context) => {
  const { port } = await openLab(context);
  for (const path of ['/catalog', '/healthz', '/nothing']) {
    assert.ok(!fieldsOf(await exchange(port, get(path, `Origin: ${page}`))).has('access-control-allow-origin'));
  }
});

const preflight = (path: string, origin: string): string =>
  [
    `OPTIONS ${path} HTTP/1.1`,
    'Host: lab',
    'Connection: close',
    `Origin: ${origin}`,
    'Access-Control-Request-Method: POST',
    'Access-Control-Request-Headers: content-type',
    '',
    '',
  ].join('\r\n');

test('BOSH answers a preflight of the pages of the lab, and of no other', async (context) => {
  const { port } = await openLab(context);
  for (const path of ['/http-bind/', '/http-bind']) {
    const answer = await exchange(port, preflight(path, page));
    assert.match(answer, /^HTTP\/1\.1 204 No Content\r\n/);
    const fields = fieldsOf(answer);
    assert.equal(fields.get('access-control-allow-origin'), page);
    assert.equal(fields.get('access-control-allow-methods'), 'get, post');
    assert.equal(fields.get('access-control-allow-headers'), 'content-type');
    assert.equal(fields.get('access-control-max-age'), '600');
    const refused = await exchange(port, preflight(path, elsewhere));
    assert.doesNotMatch(refused, /access-control/i);
  }
  assert.match(await exchange(port, preflight('/sse/events', page)), /^HTTP\/1\.1 404 /);
});

for (const path of ['/websocket/events', '/ws/']) {
  test(`a WebSocket at ${path} is for the pages of the lab, and for clients that are no page`, async (context) => {
    const { port } = await openLab(context);
    const subprotocol = path === '/ws/' ? ['Sec-WebSocket-Protocol: xmpp'] : [];
    for (const origin of [elsewhere, 'null']) {
      const answer = await exchange(port, upgrade(path, ...subprotocol, `Origin: ${origin}`));
      assert.match(answer, /^HTTP\/1\.1 403 Forbidden\r\n/);
      assert.match(answer, /\{"code":"LAB_ORIGIN_FORBIDDEN","message":"A page of /);
    }
    // The host that was asked is `lab`: a name that anybody could point here.
    const rebound = await exchange(port, upgrade(path, ...subprotocol, 'Origin: http://lab:1'));
    assert.match(rebound, /^HTTP\/1\.1 403 Forbidden\r\n[^]*LAB_ORIGIN_FORBIDDEN/);
    for (const fields of [[`Origin: ${page}`], ['Origin: http://lab.localhost:1'], []]) {
      const client = new RawClient(port, upgrade(path, ...subprotocol, ...fields));
      await client.until('HTTP/1.1 101 Switching Protocols');
      client.socket.destroy();
    }
  });
}

test('a page that calls this server by a name of its own is no page of it, whatever it asks for', async (context) => {
  const lab = await openLab(context);
  const headers = { host: 'rebound.example', origin: 'http://rebound.example' };
  const event = { type: 'system-info', status: 'IN_SERVICE' };
  const published = await lab.app.inject({ method: 'POST', url: '/events', headers, payload: event });
  assert.deepEqual([published.statusCode, published.json<{ code: string }>().code], [403, 'LAB_ORIGIN_FORBIDDEN']);
  const own = { host: '127.0.0.1:8080', origin: 'http://127.0.0.1:8080' };
  assert.equal(
    (await lab.app.inject({ method: 'POST', url: '/events', headers: own, payload: event })).statusCode,
    201,
  );
  assert.equal((await lab.app.inject({ url: '/catalog', headers: { host: 'named.example' } })).statusCode, 200);
});

// The bytes of `http10`: a true HTTP/1.0 answer, whatever the request, and the end of the connection.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { eventExamples } from '../protocol/event.ts';
import { openLab } from '../testing/lab.ts';
import { exchange, get, RawClient } from '../testing/raw-client.ts';

const board =
  '{"cursor":"e1-2","agents":[{"type":"agent-state","agent":"1001001","state":"READY","team":"5000","at":"2026-11-22T10:00:00.000Z"}],' +
  '"events":[{"cursor":"e1-2","publishedAtNs":"5",' +
  '"topics":["/lab/events","/finesse/api/User/1001001","/finesse/api/Team/5000/Users"],' +
  '"event":{"type":"agent-state","agent":"1001001","state":"READY","team":"5000","at":"2026-11-22T10:00:00.000Z"}}]}';

const head =
  'HTTP/1.0 200 OK\r\n' +
  'Content-Type: application/json; charset=utf-8\r\n' +
  'Content-Length: 375\r\n' +
  'lab-cursor: e1-2\r\n' +
  'Connection: close\r\n' +
  '\r\n';

const requests: readonly (readonly [what: string, request: string])[] = [
  ['a request of HTTP/1.0 with a line alone', 'GET /http10/events HTTP/1.0\r\n\r\n'],
  [
    'a request as curl --http1.0 sends it',
    'GET /http10/events HTTP/1.0\r\nHost: 127.0.0.1:8080\r\nUser-Agent: curl/8.14.1\r\nAccept: */*\r\n\r\n',
  ],
  ['a request of HTTP/1.1', 'GET /http10/events HTTP/1.1\r\nHost: lab\r\n\r\n'],
  ['a request that asks to keep the connection', 'GET /http10/events HTTP/1.0\r\nConnection: keep-alive\r\n\r\n'],
  ['two requests at once, of which the second comes too late', get('/http10/events') + get('/http10/events')],
];
for (const [what, request] of requests) {
  test(`${what} is answered with the board in HTTP/1.0, and the connection closes`, async (context) => {
    const { port, feed } = await openLab(context, { window: 1 });
    feed.publish(eventExamples['queue-statistics']);
    feed.publish(eventExamples['agent-state'], { intendedAtNs: 5n });
    assert.equal(await exchange(port, request), head + board);
  });
}

test('HEAD is answered with the same head and no body', async (context) => {
  const { port, feed } = await openLab(context, { window: 1 });
  feed.publish(eventExamples['queue-statistics']);
  feed.publish(eventExamples['agent-state'], { intendedAtNs: 5n });
  assert.equal(await exchange(port, 'HEAD /http10/events HTTP/1.0\r\n\r\n'), head);
});

test('a board of one topic has its entries only, and the position of the whole feed', async (context) => {
  const { port, feed } = await openLab(context);
  feed.publish(eventExamples['queue-statistics']);
  feed.publish(eventExamples['agent-state']);
  const answer = await exchange(port, 'GET /http10/events?topic=/finesse/api/Queue/10 HTTP/1.0\r\n\r\n');
  assert.match(answer, /lab-cursor: e1-2\r\n/);
  const { cursor, agents, events } = JSON.parse(answer.split('\r\n\r\n')[1] ?? '') as Record<
    string,
    { cursor: string }[]
  >;
  assert.equal(cursor, 'e1-2');
  assert.deepEqual(agents, []);
  assert.deepEqual(
    events?.map((event) => event.cursor),
    ['e1-1'],
  );
});

for (const method of ['GET', 'HEAD']) {
  test(`a refusal to ${method} is of HTTP/1.0 too`, async (context) => {
    const { port } = await openLab(context);
    const body =
      '{"code":"LAB_TOPIC_INVALID","message":"The topic \\"x\\" is not a node name such as /finesse/api/User/1001001."}';
    assert.equal(
      await exchange(port, `${method} /http10/events?topic=x HTTP/1.1\r\nHost: lab\r\n\r\n`),
      'HTTP/1.0 400 Refused\r\nContent-Type: application/json; charset=utf-8\r\nContent-Length: 110\r\n' +
        `Connection: close\r\n\r\n${method === 'GET' ? body : ''}`,
    );
  });
}

test('a repeated topic is refused', async (context) => {
  const { port } = await openLab(context);
  const answer = await exchange(port, 'GET /http10/events?topic=/a&topic=/b HTTP/1.0\r\n\r\n');
  assert.match(answer, /^HTTP\/1\.0 400 Refused\r\n.*LAB_PARAMETER_INVALID/s);
});

test('a client that vanishes before its answer harms nobody', async (context) => {
  const { port } = await openLab(context);
  for (let count = 0; count < 20; count += 1) {
    const client = new RawClient(port, get('/http10/events'));
    client.socket.once('connect', () => client.reset());
    await client.end();
  }
  assert.match(await exchange(port, get('/http10/events')), /^HTTP\/1\.0 200 OK\r\n/);
});

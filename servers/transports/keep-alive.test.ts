// The bytes of `keep-alive`: the board in HTTP/1.1, again and again over one connection.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { eventExamples } from '../protocol/event.ts';
import { openLab } from '../testing/lab.ts';
import { exchange, get, RawClient } from '../testing/raw-client.ts';

const request = 'GET /keep-alive/events HTTP/1.1\r\nHost: lab\r\n\r\n';
const head =
  'HTTP/1.1 200 OK\r\n' +
  'lab-cursor: e1-1\r\n' +
  'content-type: application/json; charset=utf-8\r\n' +
  'content-length: 274\r\n' +
  'Date: <now>\r\n' +
  'Connection: keep-alive\r\n' +
  'Keep-Alive: timeout=72\r\n' +
  '\r\n';
const board =
  '{"cursor":"e1-1","agents":[],"events":[{"cursor":"e1-1","publishedAtNs":"1000000000",' +
  '"topics":["/lab/events","/finesse/api/Queue/10"],' +
  '"event":{"type":"queue-statistics","queue":"10","callsInQueue":3,"longestWaitSeconds":41,"agentsReady":5,' +
  '"at":"2026-11-22T10:00:00.000Z"}}]}';

test('two requests, one after the other, are answered over one connection', async (context) => {
  const { port, feed } = await openLab(context);
  feed.publish(eventExamples['queue-statistics']);
  const client = new RawClient(port, request);
  assert.equal(await client.until(board), head + board);
  client.send(request);
  assert.equal(await client.until((head + board).repeat(2)), (head + board).repeat(2));
  assert.equal(client.isClosed, false);
  client.socket.end();
});

test('requests sent in one piece are answered in their order', async (context) => {
  const { port, feed } = await openLab(context);
  feed.publish(eventExamples['queue-statistics']);
  const answer = await exchange(port, request.repeat(3) + get('/keep-alive/events'));
  assert.equal(answer.split(board).length - 1, 4);
});

test('HEAD has the head without the board', async (context) => {
  const { port, feed } = await openLab(context);
  feed.publish(eventExamples['queue-statistics']);
  const client = new RawClient(port, request.replace('GET', 'HEAD'));
  assert.equal(await client.until('\r\n\r\n'), head);
  client.socket.end();
});

test('a request of HTTP/1.0 is answered, and the connection closes', async (context) => {
  const { port } = await openLab(context);
  assert.match(
    await exchange(port, 'GET /keep-alive/events HTTP/1.0\r\n\r\n'),
    /^HTTP\/1\.1 200 OK\r\n.*Connection: close\r\n\r\n\{"cursor":"e1-0","agents":\[\],"events":\[\]\}$/s,
  );
});

test('a bad topic is refused in JSON', async (context) => {
  const { port } = await openLab(context);
  assert.equal(
    await exchange(port, get('/keep-alive/events?topic=%F0%9F%98%80')),
    'HTTP/1.1 400 Bad Request\r\ncontent-type: application/json; charset=utf-8\r\ncontent-length: 113\r\n' +
      'Date: <now>\r\nConnection: close\r\n\r\n' +
      '{"code":"LAB_TOPIC_INVALID","message":"The topic \\"😀\\" is not a node name such as /finesse/api/User/1001001."}',
  );
});

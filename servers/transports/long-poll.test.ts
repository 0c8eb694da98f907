// The bytes of `long-poll`, how long it holds, and that a client that is gone leaves nothing behind.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { eventExamples } from '../protocol/event.ts';
import { openLab, until } from '../testing/lab.ts';
import { exchange, get, RawClient } from '../testing/raw-client.ts';

const batch =
  '{"cursor":"e1-1","events":[{"cursor":"e1-1","publishedAtNs":"1000000000",' +
  '"topics":["/lab/events","/finesse/api/Queue/10"],' +
  '"event":{"type":"queue-statistics","queue":"10","callsInQueue":3,"longestWaitSeconds":41,"agentsReady":5,' +
  '"at":"2026-11-22T10:00:00.000Z"}}],"more":false}';
const answer =
  'HTTP/1.1 200 OK\r\nlab-cursor: e1-1\r\ncontent-type: application/json; charset=utf-8\r\n' +
  `content-length: 275\r\nDate: <now>\r\nConnection: close\r\n\r\n${batch}`;

test('answers at once with what is there already', async (context) => {
  const { port, feed } = await openLab(context);
  feed.publish(eventExamples['queue-statistics']);
  assert.equal(await exchange(port, get('/long-poll/events?after=earliest')), answer);
});

test('holds its answer until there is news', async (context) => {
  const { port, feed } = await openLab(context);
  const client = new RawClient(port, get('/long-poll/events'));
  await until(() => feed.figures.readers === 1, 'the poll is held');
  assert.equal(client.text, '');
  feed.publish(eventExamples['queue-statistics']);
  assert.equal(await client.end(), answer);
  assert.equal(feed.figures.readers, 0);
});

test('answers 204 when the hold ends without news', async (context) => {
  const { port } = await openLab(context);
  for (const hold of ['0', '0.05']) {
    assert.equal(
      await exchange(port, get(`/long-poll/events?hold=${hold}`)),
      'HTTP/1.1 204 No Content\r\nlab-cursor: e1-0\r\nDate: <now>\r\nConnection: close\r\n\r\n',
    );
  }
});

test('holds for 25 s unless it is told otherwise', async (context) => {
  const { port, feed } = await openLab(context);
  const timers = context.mock.method(globalThis, 'setTimeout');
  const held = (): readonly unknown[] =>
    timers.mock.calls.map(({ arguments: [, ms] }) => ms).filter((ms) => ms === 25_000 || ms === 60_000);
  const clients = [new RawClient(port, get('/long-poll/events'))];
  await until(() => feed.figures.readers === 1, 'the first is held');
  clients.push(new RawClient(port, get('/long-poll/events?hold=60')));
  await until(() => feed.figures.readers === 2, 'the second is held');
  assert.deepEqual(held(), [25_000, 60_000]);
  for (const client of clients) client.reset();
});

test('a hold that is no number from 0 to 60 is refused', async (context) => {
  const { url } = await openLab(context);
  for (const hold of ['', '-1', '61', 'x', '1e1', '0x5', 'Infinity', '5&hold=5']) {
    const refusal = await fetch(`${url}/long-poll/events?hold=${hold}`);
    assert.equal(refusal.status, 400, hold);
    assert.equal(((await refusal.json()) as { code: string }).code, 'LAB_PARAMETER_INVALID', hold);
  }
});

test('an expired cursor is answered with 410 at once', async (context) => {
  const { url } = await openLab(context);
  assert.equal((await fetch(`${url}/long-poll/events?after=e0-1`)).status, 410);
});

test('clients that vanish while they wait leave no reader behind', async (context) => {
  const { port, feed } = await openLab(context);
  const clients = Array.from({ length: 50 }, () => new RawClient(port, get('/long-poll/events')));
  await until(() => feed.figures.readers === 50, 'all are held');
  for (const client of clients) client.reset();
  await until(() => feed.figures.readers === 0, 'no reader is left');
});

test('a client that asks ten times in one piece and vanishes leaves no reader behind', async (context) => {
  const { port, feed } = await openLab(context);
  const request = 'GET /long-poll/events HTTP/1.1\r\nHost: lab\r\n\r\n';
  const client = new RawClient(port, request.repeat(10));
  await until(() => feed.figures.readers > 0, 'one is held');
  client.reset();
  await until(() => feed.figures.readers === 0, 'no reader is left');
});

test('a drain answers what is held, and asks the client to come over another connection', async (context) => {
  const lab = await openLab(context);
  const client = new RawClient(lab.port, 'GET /long-poll/events HTTP/1.1\r\nHost: lab\r\n\r\n');
  await until(() => lab.feed.figures.readers === 1, 'the poll is held');
  await lab.drain();
  assert.equal(
    await client.end(),
    'HTTP/1.1 204 No Content\r\nconnection: close\r\nlab-cursor: e1-0\r\nDate: <now>\r\n\r\n',
  );
});

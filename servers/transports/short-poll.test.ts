// The bytes of `short-poll`: 200 with what is new, 204 when nothing is, and every refusal.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { eventExamples } from '../protocol/event.ts';
import { openLab } from '../testing/lab.ts';
import { exchange, get } from '../testing/raw-client.ts';

const batch =
  '{"cursor":"e1-1","events":[{"cursor":"e1-1","publishedAtNs":"1000000000",' +
  '"topics":["/lab/events","/finesse/api/Queue/10"],' +
  '"event":{"type":"queue-statistics","queue":"10","callsInQueue":3,"longestWaitSeconds":41,"agentsReady":5,' +
  '"at":"2026-11-22T10:00:00.000Z"}}],"more":false}';

test('answers 200 with the batch and the cursor as a header', async (context) => {
  const { port, feed } = await openLab(context);
  feed.publish(eventExamples['queue-statistics']);
  assert.equal(
    await exchange(port, get('/short-poll/events?after=e1-0')),
    'HTTP/1.1 200 OK\r\n' +
      'lab-cursor: e1-1\r\n' +
      'content-type: application/json; charset=utf-8\r\n' +
      'content-length: 275\r\n' +
      'Date: <now>\r\n' +
      'Connection: close\r\n' +
      `\r\n${batch}`,
  );
});

for (const query of ['?after=e1-1', '', '?topic=/finesse/api/Queue/11&after=earliest']) {
  test(`answers 204 with the position of the whole feed when nothing is new (${query})`, async (context) => {
    const { port, feed } = await openLab(context);
    feed.publish(eventExamples['queue-statistics']);
    assert.equal(
      await exchange(port, get(`/short-poll/events${query}`)),
      'HTTP/1.1 204 No Content\r\nlab-cursor: e1-1\r\nDate: <now>\r\nConnection: close\r\n\r\n',
    );
  });
}

test('a long backlog comes in answers of 1000 that say that there is more', async (context) => {
  const { url, feed } = await openLab(context);
  for (let count = 0; count < 1001; count += 1) feed.publish(eventExamples['queue-statistics']);
  const read = async (after: string): Promise<{ cursor: string; events: unknown[]; more: boolean }> =>
    (await (await fetch(`${url}/short-poll/events?after=${after}`)).json()) as never;
  const first = await read('earliest');
  assert.deepEqual([first.events.length, first.cursor, first.more], [1000, 'e1-1000', true]);
  const second = await read(first.cursor);
  assert.deepEqual([second.events.length, second.cursor, second.more], [1, 'e1-1001', false]);
});

test('an expired cursor is answered with 410', async (context) => {
  const { port } = await openLab(context);
  assert.equal(
    await exchange(port, get('/short-poll/events?after=e0-7')),
    'HTTP/1.1 410 Gone\r\ncontent-type: application/json; charset=utf-8\r\ncontent-length: 99\r\n' +
      'Date: <now>\r\nConnection: close\r\n\r\n' +
      '{"code":"LAB_CURSOR_EXPIRED","message":"Entries after e0-7 are gone; the oldest position is e1-0."}',
  );
});

const refusals: readonly (readonly [query: string, code: string])[] = [
  ['after=', 'LAB_CURSOR_INVALID'],
  ['after', 'LAB_CURSOR_INVALID'],
  ['after=nonsense', 'LAB_CURSOR_INVALID'],
  ['after=x-9999999999999999', 'LAB_CURSOR_INVALID'],
  ['after=e1-1', 'LAB_CURSOR_INVALID'],
  ['after=e1-0%00', 'LAB_CURSOR_INVALID'],
  ['after=__proto__', 'LAB_CURSOR_INVALID'],
  ['after=%ff', 'LAB_CURSOR_INVALID'],
  ['after=e1-0&after=e1-0', 'LAB_PARAMETER_INVALID'],
  ['topic=', 'LAB_TOPIC_INVALID'],
  ['topic=/', 'LAB_TOPIC_INVALID'],
  ['topic=/a%20b', 'LAB_TOPIC_INVALID'],
  ['topic=/%C3%A4', 'LAB_TOPIC_INVALID'],
  ['topic=/a&topic=/a', 'LAB_PARAMETER_INVALID'],
];
for (const transport of ['short-poll', 'long-poll', 'sse']) {
  test(`${transport} refuses what is no position with 400`, async (context) => {
    const { url } = await openLab(context);
    for (const [query, code] of refusals) {
      const answer = await fetch(`${url}/${transport}/events?${query}`);
      assert.equal(answer.status, 400, query);
      assert.equal(answer.headers.get('content-type'), 'application/json; charset=utf-8');
      const body = (await answer.json()) as Record<string, unknown>;
      assert.deepEqual([body['code'], Object.keys(body)], [code, ['code', 'message']], query);
    }
  });
}

test('parameters nobody knows are passed over, however absurd', async (context) => {
  const { url } = await openLab(context);
  const absurd = `__proto__=1&constructor=2&after[]=x&&&==&${'a'.repeat(8000)}=%&toString&hold=-1`;
  assert.equal((await fetch(`${url}/short-poll/events?${absurd}`)).status, 204);
});

// `POST /events`: one event, a burst, and every body that is refused.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { eventExamples } from '../protocol/event.ts';
import { openLab, until, type TestLab } from '../testing/lab.ts';
import { exchange } from '../testing/raw-client.ts';
import { TrainerToken } from './trainer-token.ts';

const post = async (
  { url }: TestLab,
  body: unknown,
  type = 'application/json',
): Promise<[number, Record<string, string>]> => {
  const text = typeof body === 'string' ? body : JSON.stringify(body);
  const answer = await fetch(`${url}/events`, { method: 'POST', headers: { 'content-type': type }, body: text });
  return [answer.status, (await answer.json()) as Record<string, string>];
};

test('an event is answered with 201 and its cursor', async (context) => {
  const { port, feed } = await openLab(context, { transports: {} });
  const body = JSON.stringify({ ...eventExamples['queue-statistics'], topics: ['/mine'], colour: 'ü' });
  assert.equal(
    await exchange(
      port,
      `POST /events HTTP/1.1\r\nHost: lab\r\nConnection: close\r\nContent-Type: application/json\r\n` +
        `Content-Length: ${body.length}\r\n\r\n${body.replace('ü', '?')}`,
    ),
    'HTTP/1.1 201 Created\r\ncontent-type: application/json; charset=utf-8\r\ncontent-length: 17\r\n' +
      'Date: <now>\r\nConnection: close\r\n\r\n{"cursor":"e1-1"}',
  );
  const [entry] = feed.readAfter({ cursor: 'e1-0', topic: '/mine' }).entries;
  assert.deepEqual(entry?.topics, ['/lab/events', '/finesse/api/Queue/10', '/mine']);
  assert.deepEqual(entry?.event, { ...eventExamples['queue-statistics'], colour: '?' });
});

test('a published state is what the desk and the board show', async (context) => {
  const lab = await openLab(context, { transports: {} });
  await post(lab, eventExamples['agent-state']);
  assert.equal(lab.desk.statusOf('1001001').state, 'READY');
  assert.equal(lab.feed.board(20).agents.length, 1);
});

test('a published call and a published status are what REST shows', async (context) => {
  const lab = await openLab(context, { transports: {} });
  await post(lab, eventExamples.dialog);
  assert.equal(lab.desk.calls.find('16804377')?.newest.state, 'ALERTING');
  await post(lab, { ...eventExamples['system-info'], status: 'OUT_OF_SERVICE' });
  assert.equal(lab.desk.system.status, 'OUT_OF_SERVICE');
  assert.equal(lab.feed.figures.published, 2);
});

test('a burst is answered at once with the position before it, and runs to its end', async (context) => {
  const lab = await openLab(context, { transports: {} });
  assert.deepEqual(await post(lab, { burst: { count: 500, ratePerSecond: 100_000 } }), [201, { cursor: 'e1-0' }]);
  await until(() => lab.feed.figures.published === 500, 'the burst has ended');
});

test('a fifth burst at a time is refused with 503; a drain stops them all', async (context) => {
  const lab = await openLab(context, { transports: {} });
  const burst = { burst: { count: 100_000, ratePerSecond: 0.001 } };
  for (let count = 0; count < 4; count += 1) assert.equal((await post(lab, burst))[0], 201);
  const [status, body] = await post(lab, burst);
  assert.deepEqual([status, body['code']], [503, 'LAB_SERVER_BUSY']);
  await lab.drain();
});

const example = eventExamples['queue-statistics'];
const topics17 = Array.from({ length: 17 }, (_, index) => `/t${index}`);
const refused: readonly (readonly [what: string, body: unknown, code: string])[] = [
  ['an unknown type', { type: 'unknown' }, 'LAB_EVENT_INVALID'],
  ['no type', {}, 'LAB_EVENT_INVALID'],
  ['a list', [], 'LAB_EVENT_INVALID'],
  ['a text', '"text"', 'LAB_EVENT_INVALID'],
  ['a number', '5', 'LAB_EVENT_INVALID'],
  ['null', 'null', 'LAB_EVENT_INVALID'],
  ['a wrong field', { ...example, callsInQueue: 'many' }, 'LAB_EVENT_INVALID'],
  ['an agent whose id is a path', { ...eventExamples['agent-state'], agent: '../x' }, 'LAB_EVENT_INVALID'],
  ['an agent whose id is not ASCII', { ...eventExamples['agent-state'], agent: 'é😀' }, 'LAB_EVENT_INVALID'],
  ['half of JSON', '{"type":', 'LAB_FRAME_INVALID'],
  ['nothing', '', 'LAB_FRAME_INVALID'],
  ['a member __proto__', '{"__proto__":{"type":"dialog"}}', 'LAB_FRAME_INVALID'],
  ['topics that are no list', { ...example, topics: '/x' }, 'LAB_EVENT_INVALID'],
  ['17 topics', { ...example, topics: topics17 }, 'LAB_EVENT_INVALID'],
  ['a topic that is none', { ...example, topics: ['x'] }, 'LAB_TOPIC_INVALID'],
  ['a topic that is a number', { ...example, topics: [5] }, 'LAB_TOPIC_INVALID'],
  ['a burst that is none', { burst: null }, 'LAB_EVENT_INVALID'],
  ['a burst of 0', { burst: { count: 0, ratePerSecond: 1 } }, 'LAB_EVENT_INVALID'],
  ['a burst of 100 001', { burst: { count: 100_001, ratePerSecond: 1 } }, 'LAB_EVENT_INVALID'],
  ['a burst of 1.5', { burst: { count: 1.5, ratePerSecond: 1 } }, 'LAB_EVENT_INVALID'],
  ['a burst without a rate', { burst: { count: 1 } }, 'LAB_EVENT_INVALID'],
  ['a burst that stands still', { burst: { count: 1, ratePerSecond: 0 } }, 'LAB_EVENT_INVALID'],
  ['a burst that never gets on', '{"burst":{"count":2,"ratePerSecond":1e-320}}', 'LAB_EVENT_INVALID'],
  ['a burst that is too fast', { burst: { count: 1, ratePerSecond: 1e7 } }, 'LAB_EVENT_INVALID'],
];
for (const [what, body, code] of refused) {
  test(`${what} is refused with 400 ${code}, and nothing is published`, async (context) => {
    const lab = await openLab(context, { transports: {} });
    const [status, answer] = await post(lab, body);
    assert.deepEqual([status, answer['code'], Object.keys(answer)], [400, code, ['code', 'message']]);
    assert.equal(lab.feed.figures.published, 0);
  });
}

test('in a class only who shows the token publishes from another machine', async (context) => {
  const lab = await openLab(context, { transports: {}, lan: new TrainerToken('right') });
  const from = async (remoteAddress: string, authorization?: string): Promise<readonly unknown[]> => {
    const headers = authorization === undefined ? {} : { authorization };
    const answer = await lab.app.inject({ method: 'POST', url: '/events', remoteAddress, headers, payload: example });
    return [answer.statusCode, answer.json<{ code?: string }>().code, answer.headers['www-authenticate']];
  };
  assert.deepEqual(await from('192.168.0.9'), [403, 'LAB_TRAINER_ONLY', 'Bearer']);
  assert.deepEqual(await from('192.168.0.9', 'Bearer wrong'), [401, 'LAB_CREDENTIALS_WRONG', 'Bearer']);
  assert.equal(lab.feed.figures.published, 0);
  assert.deepEqual(await from('192.168.0.9', 'Bearer right'), [201, undefined, undefined]);
  assert.deepEqual(await from('127.0.0.1'), [201, undefined, undefined]);
});

test('a body over 64 KiB is refused with 413', async (context) => {
  const lab = await openLab(context, { transports: {} });
  const [status, answer] = await post(lab, { ...example, pad: 'x'.repeat(64 * 1024) });
  assert.deepEqual([status, answer['code']], [413, 'LAB_BODY_TOO_LARGE']);
});

test('a type nobody reads is refused with 400', async (context) => {
  const lab = await openLab(context, { transports: {} });
  const [status, answer] = await post(lab, 'x=1', 'application/x-www-form-urlencoded');
  assert.deepEqual([status, answer['code']], [400, 'LAB_FRAME_INVALID']);
});

test('a thousand topics are a thousand boards', async (context) => {
  const lab = await openLab(context);
  for (let index = 0; index < 1000; index += 1) lab.feed.publish(example, { topics: [`/t/${index}`] });
  for (const index of [0, 500, 999]) {
    const answer = await fetch(`${lab.url}/short-poll/events?after=earliest&topic=/t/${index}`);
    const { events } = (await answer.json()) as { events: { cursor: string }[] };
    assert.deepEqual(
      events.map(({ cursor }) => cursor),
      [`e1-${index + 1}`],
    );
  }
});

// Finesse's REST: its XML, its refusals, and a change that answers 202 and arrives on the feed.
import assert from 'node:assert/strict';
import { test, type TestContext } from 'node:test';
import type { AgentStateEvent } from '../protocol/event.ts';
import { openLab, type TestLab } from '../testing/lab.ts';
import { exchange } from '../testing/raw-client.ts';
import { benchAgent, demoDirectory } from './directory.ts';

const basic = (id: string, password: string): string => `Basic ${Buffer.from(`${id}:${password}`).toString('base64')}`;
const agent = basic('1001001', 'secret');
const supervisor = basic('administrator', '1234');

const ask = async (
  { url }: TestLab,
  id: string,
  init: RequestInit = {},
): Promise<{ status: number; text: string; headers: Headers }> => {
  const answer = await fetch(`${url}/finesse/api/User/${id}`, init);
  return { status: answer.status, text: await answer.text(), headers: answer.headers };
};

const put = (authorization: string, body: string, type = 'application/xml'): RequestInit => ({
  method: 'PUT',
  headers: { authorization, 'content-type': type, RequestId: 'request-1' },
  body,
});

const states = ({ feed }: TestLab): readonly (readonly [string, string, unknown])[] =>
  feed
    .readAfter({ cursor: 'e1-0' })
    .entries.map(({ event }) => event as AgentStateEvent)
    .map(({ agent, state, requestId }) => [agent, state, requestId]);

const openFinesse = (context: TestContext): Promise<TestLab> =>
  openLab(context, { transports: {}, directory: demoDirectory([benchAgent(1)]) });

test('GET shows an agent to themselves and to a supervisor, as XML', async (context) => {
  const lab = await openFinesse(context);
  for (const authorization of [agent, supervisor]) {
    const { status, text, headers } = await ask(lab, '1001001', { headers: { authorization } });
    assert.equal(status, 200);
    assert.equal(headers.get('content-type'), 'application/xml; charset=utf-8');
    assert.match(
      text,
      /^<User><dialogs>\/finesse\/api\/User\/1001001\/Dialogs<\/dialogs>.*<state>LOGOUT<\/state>.*<\/User>$/,
    );
  }
});

test('a change of state answers 202 without a body, and arrives on the feed with the RequestId', async (context) => {
  const lab = await openFinesse(context);
  assert.equal(
    await exchange(
      lab.port,
      `PUT /finesse/api/User/1001001 HTTP/1.1\r\nHost: lab\r\nConnection: close\r\nAuthorization: ${agent}\r\n` +
        'RequestId: request-1\r\nContent-Type: application/xml\r\nContent-Length: 33\r\n\r\n<User><state>READY</state></User>',
    ),
    'HTTP/1.1 202 Accepted\r\ncontent-length: 0\r\nDate: <now>\r\nConnection: close\r\n\r\n',
  );
  assert.deepEqual(states(lab), [
    ['1001001', 'NOT_READY', undefined],
    ['1001001', 'READY', 'request-1'],
  ]);
});

test('a reason is kept, and a supervisor may change another’s state', async (context) => {
  const lab = await openFinesse(context);
  const body = '<?xml version="1.0"?>\n<User>\n <state> NOT_READY </state><reasonCodeId>16</reasonCodeId></User>';
  assert.equal((await ask(lab, 'bench-1', put(supervisor, body, 'text/xml'))).status, 202);
  assert.equal(lab.desk.statusOf('bench-1').reasonCode, 16);
  const own = await ask(lab, 'bench-1', { headers: { authorization: basic('bench-1', 'secret') } });
  assert.match(own.text, /<reasonCodeId>16<\/reasonCodeId>/);
});

const error = (type: string, message: string, data: string): string =>
  `<ApiErrors><ApiError><ErrorType>${type}</ErrorType><ErrorMessage>${message}</ErrorMessage>` +
  `<ErrorData>${data}</ErrorData></ApiError></ApiErrors>`;

for (const authorization of [
  '',
  'Bearer x',
  'Basic !',
  basic('1001001', 'wrong'),
  basic('nobody', 'secret'),
  'Basic Og==',
]) {
  test(`credentials "${authorization}" are refused with 401 and the scheme to use`, async (context) => {
    const { status, text, headers } = await ask(await openFinesse(context), '1001001', { headers: { authorization } });
    assert.equal(status, 401);
    assert.equal(headers.get('www-authenticate'), 'Basic realm="Finesse"');
    assert.equal(text, error('Authorization Failure', 'UNAUTHORIZED', 'There is no agent of this id and password.'));
  });
}

test('an agent may not see or change another: 403', async (context) => {
  const lab = await openFinesse(context);
  for (const init of [{ headers: { authorization: agent } }, put(agent, '<User><state>READY</state></User>')]) {
    const { status, text } = await ask(lab, '1001002', init);
    assert.equal(status, 403);
    assert.match(text, /<ErrorType>Invalid Authorization User Specified<\/ErrorType>/);
  }
  assert.deepEqual(states(lab), []);
});

test('an agent nobody knows is not found: 404', async (context) => {
  const lab = await openFinesse(context);
  for (const id of ['nobody', '__proto__', '%C3%BCber', '%3Cx%3E']) {
    const { status, text } = await ask(lab, id, { headers: { authorization: supervisor } });
    assert.equal(status, 404, id);
    assert.match(text, /<ErrorType>User Not Found<\/ErrorType><ErrorMessage>UNKNOWN_USER<\/ErrorMessage>/);
    assert.doesNotMatch(text, /<x>/);
  }
});

const bomb = `<!DOCTYPE User [<!ENTITY a "ha"><!ENTITY b "${'&a;'.repeat(1000)}">]><User><state>&b;</state></User>`;
const bodies: readonly (readonly [what: string, body: string, type: string, message: string])[] = [
  [
    'a state that cannot be asked for',
    '<User><state>TALKING</state></User>',
    'application/xml',
    'CF_INVALID_OBJECT_STATE',
  ],
  ['a state that does not exist', '<User><state>ASLEEP</state></User>', 'application/xml', 'PARAMETER_MISSING'],
  ['no state', '<User/>', 'application/xml', 'PARAMETER_MISSING'],
  ['another element', '<Team><state>READY</state></Team>', 'application/xml', 'PARAMETER_MISSING'],
  ['half an element', '<User><state>READY', 'application/xml', 'LAB_FRAME_INVALID'],
  ['a document type', '<!DOCTYPE User><User><state>READY</state></User>', 'application/xml', 'LAB_FRAME_INVALID'],
  ['an entity bomb', bomb, 'application/xml', 'LAB_FRAME_INVALID'],
  ['JSON', '{"state":"READY"}', 'application/json', 'PARAMETER_MISSING'],
  ['half of JSON', '{"state', 'application/json', 'LAB_FRAME_INVALID'],
  ['a type nobody reads', 'READY', 'application/octet-stream', 'LAB_FRAME_INVALID'],
];
for (const [what, body, type, message] of bodies) {
  test(`${what} is refused with 400 as XML, and nothing happens`, async (context) => {
    const lab = await openFinesse(context);
    const { status, text, headers } = await ask(lab, '1001001', put(agent, body, type));
    assert.equal(status, 400);
    assert.equal(headers.get('content-type'), 'application/xml; charset=utf-8');
    assert.match(text, new RegExp(`<ErrorMessage>${message}</ErrorMessage>`));
    assert.deepEqual(states(lab), []);
  });
}

test('a body over 64 KiB is refused with 413 as XML', async (context) => {
  const body = `<User><state>READY</state>${' '.repeat(64 * 1024)}</User>`;
  const { status, text } = await ask(await openFinesse(context), '1001001', put(agent, body));
  assert.equal(status, 413);
  assert.match(text, /<ErrorMessage>LAB_BODY_TOO_LARGE<\/ErrorMessage>/);
});

test('a RequestId is echoed with at most 200 characters', async (context) => {
  const lab = await openFinesse(context);
  const request = put(agent, '<User><state>NOT_READY</state></User>');
  await ask(lab, '1001001', {
    ...request,
    headers: { authorization: agent, 'content-type': 'text/xml', RequestId: 'r'.repeat(5000) },
  });
  assert.deepEqual(states(lab), [['1001001', 'NOT_READY', 'r'.repeat(200)]]);
});

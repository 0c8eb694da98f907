// `/finesse/api/User`: its XML, its refusals, and a change that answers 202 and arrives on the feed.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { eventExamples, type AgentStateEvent } from '../protocol/event.ts';
import type { TestLab } from '../testing/lab.ts';
import { exchange } from '../testing/raw-client.ts';
import { agent, apiErrors, ask, basic, by, openFinesse, published, send, supervisor } from './bed.ts';

const states = (lab: TestLab): readonly (readonly [string, string, unknown])[] =>
  published(lab)
    .map((event) => event as AgentStateEvent)
    .map(({ agent, state, requestId }) => [agent, state, requestId]);

test('GET shows an agent to themselves and to a supervisor, as XML', async (context) => {
  const lab = await openFinesse(context);
  for (const authorization of [agent, supervisor]) {
    const { status, text, headers } = await ask(lab, '/User/1001001', by(authorization));
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
  assert.equal((await ask(lab, '/User/bench-1', send('PUT', supervisor, body, 'text/xml'))).status, 202);
  assert.equal(lab.desk.statusOf('bench-1').reasonCode, 16);
  const own = await ask(lab, '/User/bench-1', by(basic('bench-1', 'secret')));
  assert.match(own.text, /<reasonCodeId>16<\/reasonCodeId>/);
});

for (const authorization of [
  '',
  'Bearer x',
  'Basic !',
  basic('1001001', 'wrong'),
  basic('nobody', 'secret'),
  'Basic Og==',
]) {
  test(`credentials "${authorization}" are refused with 401 and the scheme to use`, async (context) => {
    const { status, text, headers } = await ask(await openFinesse(context), '/User/1001001', by(authorization));
    assert.equal(status, 401);
    assert.equal(headers.get('www-authenticate'), 'Basic realm="Finesse"');
    assert.equal(
      text,
      apiErrors('Authorization Failure', 'UNAUTHORIZED', 'There is no agent of this id and password.'),
    );
  });
}

test('an agent may not see or change another: 403', async (context) => {
  const lab = await openFinesse(context);
  for (const init of [by(agent), send('PUT', agent, '<User><state>READY</state></User>')]) {
    const { status, text } = await ask(lab, '/User/1001002', init);
    assert.equal(status, 403);
    assert.match(text, /<ErrorType>Invalid Authorization User Specified<\/ErrorType>/);
  }
  assert.deepEqual(states(lab), []);
});

test('an agent nobody knows is not found: 404', async (context) => {
  const lab = await openFinesse(context);
  for (const id of ['nobody', '__proto__', '%C3%BCber', '%3Cx%3E']) {
    const { status, text } = await ask(lab, `/User/${id}`, by(supervisor));
    assert.equal(status, 404, id);
    assert.match(text, /<ErrorType>User Not Found<\/ErrorType><ErrorMessage>UNKNOWN_USER<\/ErrorMessage>/);
    assert.doesNotMatch(text, /<x>/);
  }
});

const bomb = `<!DOCTYPE User [<!ENTITY a "ha"><!ENTITY b "${'&a;'.repeat(1000)}">]><User><state>&b;</state></User>`;
const body = (reason: string): string => `<User><state>NOT_READY</state><reasonCodeId>${reason}</reasonCodeId></User>`;
const bodies: readonly (readonly [what: string, body: string, type: string, message: string])[] = [
  [
    'a state that cannot be asked for',
    '<User><state>TALKING</state></User>',
    'application/xml',
    'CF_INVALID_OBJECT_STATE',
  ],
  ['a state that does not exist', '<User><state>ASLEEP</state></User>', 'application/xml', 'INVALID_INPUT'],
  ['a reason that is no number', body('x'), 'application/xml', 'INVALID_INPUT'],
  ['a reason of seven digits', body('1234567'), 'application/xml', 'INVALID_INPUT'],
  ['a reason below nothing', body('-1'), 'application/xml', 'INVALID_INPUT'],
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
    const { status, text, headers } = await ask(lab, '/User/1001001', send('PUT', agent, body, type));
    assert.equal(status, 400);
    assert.equal(headers.get('content-type'), 'application/xml; charset=utf-8');
    assert.match(text, new RegExp(`<ErrorMessage>${message}</ErrorMessage>`));
    assert.deepEqual(states(lab), []);
  });
}

test('a body over 64 KiB is refused with 413 as XML', async (context) => {
  const body = `<User><state>READY</state>${' '.repeat(64 * 1024)}</User>`;
  const { status, text } = await ask(await openFinesse(context), '/User/1001001', send('PUT', agent, body));
  assert.equal(status, 413);
  assert.match(text, /<ErrorMessage>LAB_BODY_TOO_LARGE<\/ErrorMessage>/);
});

test('a RequestId is echoed with at most 200 characters', async (context) => {
  const lab = await openFinesse(context);
  const request = send('PUT', agent, '<User><state>NOT_READY</state></User>');
  await ask(lab, '/User/1001001', {
    ...request,
    headers: { authorization: agent, 'content-type': 'text/xml', RequestId: 'r'.repeat(5000) },
  });
  assert.deepEqual(states(lab), [['1001001', 'NOT_READY', 'r'.repeat(200)]]);
});

test('an empty reason is none, and a LOGIN may name the extension', async (context) => {
  const lab = await openFinesse(context);
  const login = '<User><state>LOGIN</state><extension>2001</extension><reasonCodeId/></User>';
  assert.equal((await ask(lab, '/User/1001001', send('PUT', agent, login))).status, 202);
  assert.deepEqual(states(lab), [['1001001', 'NOT_READY', 'request-1']]);
  assert.equal(lab.desk.statusOf('1001001').reasonCode, undefined);
});

test('what the present state forbids is accepted with 202 and refused on the feed', async (context) => {
  const lab = await openFinesse(context);
  lab.desk.claim('1001001');
  lab.desk.adopt({ ...eventExamples['agent-state'], state: 'TALKING' });
  const { status, text } = await ask(lab, '/User/1001001', send('PUT', agent, '<User><state>LOGOUT</state></User>'));
  assert.deepEqual([status, text], [202, '']);
  const { entries } = lab.feed.readAfter({ cursor: 'e1-1' });
  assert.deepEqual(
    entries.map(({ topics, event: { at: _at, ...event } }) => [topics, event]),
    [
      [
        ['/lab/events', '/finesse/api/User/1001001'],
        {
          type: 'agent-error',
          agent: '1001001',
          errorType: 'Invalid State',
          errorMessage: 'CF_INVALID_OBJECT_STATE',
          errorData: '22',
          requestId: 'request-1',
        },
      ],
    ],
  );
  assert.equal(lab.desk.statusOf('1001001').state, 'TALKING');
});

test('while the system is out of service a change is refused with 503, and a look is allowed', async (context) => {
  const lab = await openFinesse(context);
  lab.desk.system.set('OUT_OF_SERVICE');
  const ready = send('PUT', agent, '<User><state>READY</state></User>');
  const { status, text } = await ask(lab, '/User/1001001', ready);
  assert.equal(status, 503);
  assert.match(text, /<ErrorType>Service Unavailable<\/ErrorType>/);
  assert.equal((await ask(lab, '/User/1001001', by(agent))).status, 200);
  lab.desk.system.set('IN_SERVICE');
  assert.equal((await ask(lab, '/User/1001001', ready)).status, 202);
});

test('a supervisor sees everybody, an agent does not', async (context) => {
  const lab = await openFinesse(context);
  const { status, text } = await ask(lab, '/Users', by(supervisor));
  assert.equal(status, 200);
  assert.equal(text.match(/<User>/g)?.length, lab.desk.directory.agents.size);
  assert.match(text, /^<Users><User>.*<\/User><\/Users>$/);
  assert.equal((await ask(lab, '/Users', by(agent))).status, 403);
});

// What all REST routes have in common: refusals are XML, and no body, however mangled, is the server's fault.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import * as fc from 'fast-check';
import { agent, apiErrors, ask, by, openFinesse, supervisor } from './bed.ts';

for (const path of ['/User', '/Nothing', '/User/1001001/Nothing', '/Team', '/Dialog/', '/ReasonCode/1/2']) {
  test(`${path} is no object: 404 as XML`, async (context) => {
    const { status, text, headers } = await ask(await openFinesse(context), path, by(supervisor));
    assert.equal(status, 404);
    assert.equal(headers.get('content-type'), 'application/xml; charset=utf-8');
    assert.match(text, /^<ApiErrors><ApiError><ErrorType>Not Found<\/ErrorType><ErrorMessage>NOT_FOUND</);
  });
}

test('a verb that an object does not have is not found either', async (context) => {
  const lab = await openFinesse(context);
  const { status, text } = await ask(lab, '/User/1001001', { ...by(agent), method: 'DELETE' });
  assert.equal(status, 404);
  assert.equal(text, apiErrors('Not Found', 'NOT_FOUND', 'Nothing is served at DELETE /finesse/api/User/1001001.'));
});

for (const path of ['/Users', '/Team/5000', '/User/1001001/Dialogs', '/Dialog/1', '/ReasonCode/12']) {
  test(`GET ${path} without credentials is refused with 401`, async (context) => {
    const { status, headers } = await ask(await openFinesse(context), path);
    assert.deepEqual([status, headers.get('www-authenticate')], [401, 'Basic realm="Finesse"']);
  });
}

const writing: readonly (readonly [method: 'PUT' | 'POST', path: string, body: string])[] = [
  ['PUT', '/User/1001001', '<User><state>NOT_READY</state><reasonCodeId>16</reasonCodeId></User>'],
  ['PUT', '/SystemInfo', '<SystemInfo><status>OUT_OF_SERVICE</status></SystemInfo>'],
  [
    'POST',
    '/TeamMessage',
    '<TeamMessage><duration>100</duration><content>Hello</content><teams><team>5000</team></teams></TeamMessage>',
  ],
];

const oneOf = <Value>(...values: readonly Value[]): fc.Arbitrary<Value> => fc.constantFrom(...values);
const splinter = fc.oneof(
  oneOf(
    '<',
    '>',
    '&',
    '</',
    '/>',
    ']]>',
    '<![CDATA[',
    '<!--',
    '<?x?>',
    '&#0;',
    '&lol;',
    '\u0000',
    '\ud800',
    '',
    '<a:b/>',
  ),
  oneOf(
    '<state>',
    '<status/>',
    '<team>'.repeat(70),
    '<team/>'.repeat(30),
    '9'.repeat(400),
    '<!DOCTYPE a>',
    ' xmlns="b"',
  ),
  fc.string({ unit: 'grapheme' }),
);

/** The body with some stretches of it replaced by splinters. */
const mangled = (body: string): fc.Arbitrary<string> =>
  fc
    .array(fc.tuple(fc.nat({ max: body.length }), fc.nat({ max: 12 }), splinter), { maxLength: 4 })
    .map((cuts) =>
      cuts.reduce((text, [start, length, put]) => text.slice(0, start) + put + text.slice(start + length), body),
    );

for (const [method, path, body] of writing) {
  test(`${method} ${path} answers every mangled body with a status below 500`, async (context) => {
    const { app } = await openFinesse(context);
    const headers = { authorization: supervisor, 'content-type': 'application/xml' };
    await fc.assert(
      fc.asyncProperty(mangled(body), async (payload) => {
        const answer = await app.inject({ method, url: `/finesse/api${path}`, headers, payload });
        assert.ok(answer.statusCode < 500, `${answer.statusCode} for ${JSON.stringify(payload)}: ${answer.body}`);
      }),
      { seed: 11, numRuns: 300 },
    );
  });
}

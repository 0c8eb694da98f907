// `/finesse/api/SystemInfo`: what everybody may read, and the drill that takes the system out of service.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { openLab } from '../testing/lab.ts';
import { agent, ask, openFinesse, published, send, supervisor } from './bed.ts';

test('anybody may ask whether the system is in service and where XMPP is', async (context) => {
  const lab = await openLab(context, { transports: {}, xmppDomain: 'finesse.example.com' });
  const { status, text, headers } = await ask(lab, '/SystemInfo');
  assert.deepEqual([status, headers.get('content-type')], [200, 'application/xml; charset=utf-8']);
  assert.equal(
    text.replace(/\d{4}-[^<]+Z/, 'now').replace(/>-?\d+<\/timezoneOffset/, '>0</timezoneOffset'),
    '<SystemInfo><currentTimestamp>now</currentTimestamp><deploymentType>UCCE</deploymentType>' +
      '<peripheralId>5000</peripheralId><primaryNode><host>finesse.example.com</host></primaryNode>' +
      '<secondaryNode><host></host></secondaryNode><status>IN_SERVICE</status>' +
      '<systemAuthMode>NON_SSO</systemAuthMode><timezoneOffset>0</timezoneOffset><uri>/finesse/api/SystemInfo</uri>' +
      '<xmppDomain>finesse.example.com</xmppDomain><xmppPubSubDomain>pubsub.finesse.example.com</xmppPubSubDomain>' +
      '</SystemInfo>',
  );
});

const status = (text: string): string => `<SystemInfo><status>${text}</status></SystemInfo>`;

test('a supervisor takes the system out of service and back, which is published once each', async (context) => {
  const lab = await openFinesse(context);
  for (const one of ['OUT_OF_SERVICE', 'OUT_OF_SERVICE', 'IN_SERVICE']) {
    const answer = await ask(lab, '/SystemInfo', send('PUT', supervisor, status(one)));
    assert.deepEqual([answer.status, answer.text], [202, '']);
    assert.match((await ask(lab, '/SystemInfo')).text, new RegExp(`<status>${one}</status>`));
  }
  const { entries } = lab.feed.readAfter({ cursor: 'e1-0' });
  assert.deepEqual(
    entries.map(({ topics, event: { at: _at, ...event } }) => [topics[1], event]),
    [
      ['/finesse/api/SystemInfo', { type: 'system-info', status: 'OUT_OF_SERVICE' }],
      ['/finesse/api/SystemInfo', { type: 'system-info', status: 'IN_SERVICE' }],
    ],
  );
});

test('an agent cannot, and the status is one of two', async (context) => {
  const lab = await openFinesse(context);
  assert.equal((await ask(lab, '/SystemInfo', send('PUT', agent, status('OUT_OF_SERVICE')))).status, 403);
  const unknown = await ask(lab, '/SystemInfo', send('PUT', supervisor, status('DOWN')));
  assert.match(unknown.text, /<ErrorType>Invalid Input</);
  const missing = await ask(lab, '/SystemInfo', send('PUT', supervisor, '<SystemInfo/>'));
  assert.match(missing.text, /<ErrorType>Parameter Missing</);
  assert.deepEqual([unknown.status, missing.status, published(lab)], [400, 400, []]);
});

// SASL PLAIN and bind: every refusal, and what follows it.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { encodePlain } from '../../protocol/xmpp.ts';
import { domain, open, XmppBed, type BedClient } from '../bed.ts';

const sasl = 'urn:ietf:params:xml:ns:xmpp-sasl';
const auth = (content: string, mechanism = 'PLAIN'): string =>
  `<auth xmlns='${sasl}' mechanism='${mechanism}'>${content}</auth>`;
const failure = (condition: string): string => `<failure xmlns="${sasl}"><${condition}/></failure>`;
const success = `<success xmlns="${sasl}"/>`;
const plain = (authzid: string, authcid: string, password: string): string =>
  auth(encodePlain({ authzid, authcid, password }));

const opened = (): BedClient => {
  const client = new XmppBed().connect();
  client.say(open);
  return client;
};

const cases: readonly (readonly [claim: string, said: string, answer: string])[] = [
  ['an empty authzid is the account itself', plain('', '1001001', 'secret'), success],
  ['the own bare JID may be the authzid', plain(`1001001@${domain}`, '1001001', 'secret'), success],
  ['an account is found without regard to case', plain('', 'Administrator', '1234'), success],
  ['another authzid is refused', plain(`1001002@${domain}`, '1001001', 'secret'), failure('invalid-authzid')],
  ['a wrong password is refused', plain('', '1001001', 'wrong'), failure('not-authorized')],
  ['an unknown account looks like a wrong password', plain('', 'nobody', 'secret'), failure('not-authorized')],
  ['a mechanism that is not offered is refused', auth('', 'SCRAM-SHA-1'), failure('invalid-mechanism')],
  ['what is no base64 is refused', auth('a'), failure('incorrect-encoding')],
  ['a lone = is an empty message, hence malformed', auth('='), failure('malformed-request')],
  ['a message without its parts is malformed', auth(btoa('1001001')), failure('malformed-request')],
  ['a message with a part too many is malformed', auth(btoa('\0a\0b\0c')), failure('malformed-request')],
  ['a message that is not UTF-8 is malformed', auth(btoa('\0a\0\xff')), failure('malformed-request')],
  ['a response without a challenge is malformed', `<response xmlns='${sasl}'/>`, failure('malformed-request')],
  ['an abort is confirmed', `<abort xmlns='${sasl}'/>`, failure('aborted')],
];

for (const [claim, said, answer] of cases) {
  test(claim, () => assert.deepEqual(opened().say(said), [answer]));
}

test('a client without an initial response is challenged for it', () => {
  const client = opened();
  assert.deepEqual(client.say(auth('')), [`<challenge xmlns="${sasl}"/>`]);
  const message = encodePlain({ authzid: '', authcid: '1001001', password: 'secret' });
  assert.deepEqual(client.say(`<response xmlns='${sasl}'>${message}</response>`), [success]);
});

test('four failures may be followed by success', () => {
  const client = opened();
  for (let attempt = 1; attempt <= 4; attempt += 1) client.say(plain('', '1001001', 'wrong'));
  assert.deepEqual(client.say(plain('', '1001001', 'secret')), [success]);
});

test('the fifth failure ends the stream with policy-violation', () => {
  const client = opened();
  for (let attempt = 1; attempt <= 4; attempt += 1) client.say(plain('', '1001001', 'wrong'));
  assert.deepEqual(client.say(plain('', '1001001', 'wrong')), [
    failure('not-authorized'),
    `<stream:error xmlns:stream="http://etherx.jabber.org/streams"><policy-violation xmlns="urn:ietf:params:xml:ns:xmpp-streams"/></stream:error>`,
    `<close xmlns="urn:ietf:params:xml:ns:xmpp-framing"/>`,
  ]);
});

const bind = (content: string, attributes = `type='set' id='b'`): string =>
  `<iq xmlns='jabber:client' ${attributes}><bind xmlns='urn:ietf:params:xml:ns:xmpp-bind'>${content}</bind></iq>`;

const loggedIn = (): BedClient => {
  const client = opened();
  client.say(plain('', '1001001', 'secret'), open);
  return client;
};

for (const content of ['', '<resource/>', '<resource> </resource>']) {
  test(`the server makes a resource where the client wishes for none: ${content || 'no element'}`, () => {
    const [answer = ''] = loggedIn().say(bind(content));
    assert.match(answer, /<jid>1001001@finesse\.example\.com\/id3<\/jid>/);
  });
}

test('a resource keeps its case and its special characters', () => {
  const [answer = ''] = loggedIn().say(bind('<resource>My &lt;desk&gt;</resource>'));
  assert.match(
    answer,
    /to="1001001@finesse\.example\.com\/My &lt;desk&gt;"><bind [^>]*><jid>[^<]*\/My &lt;desk&gt;<\/jid>/,
  );
});

for (const [claim, said] of [
  ['without an id', bind('', `type='set'`)],
  ['of type get', bind('', `type='get' id='b'`)],
  ['with a resource over 1023 bytes', bind(`<resource>${'x'.repeat(1024)}</resource>`)],
] as const) {
  test(`a bind ${claim} is a bad request, and may be tried again`, () => {
    const client = loggedIn();
    assert.match(client.say(said)[0] ?? '', /type="error".*<bad-request /);
    assert.equal(client.stream.state, 'binding');
    assert.match(client.say(bind('<resource>desktop</resource>'))[0] ?? '', /type="result"/);
  });
}

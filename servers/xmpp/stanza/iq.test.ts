// The rules of iq and message: who is asked, and what is answered.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { domain, XmppBed } from '../bed.ts';

const full = `1001001@${domain}/desktop`;
const ping = `<ping xmlns='urn:xmpp:ping'/>`;
const iq = (attributes: string, ...payload: readonly string[]): string =>
  `<iq xmlns='jabber:client' ${attributes}>${payload.join('')}</iq>`;
const result = (from: string, payload = ''): string =>
  `<iq xmlns="jabber:client" type="result" id="i"${from} to="${full}"${payload === '' ? '/>' : `>${payload}</iq>`}`;
const refusal = (type: string, condition: string, attributes = ' id="i"'): string =>
  `<iq xmlns="jabber:client" type="error"${attributes} to="${full}"><error type="${type}">` +
  `<${condition} xmlns="urn:ietf:params:xml:ns:xmpp-stanzas"/></error></iq>`;

const cases: readonly (readonly [claim: string, said: string, answer: string | undefined])[] = [
  ['answers a ping without an address', iq(`type='get' id='i'`, ping), result('')],
  ['answers a ping to the domain', iq(`type='get' id='i' to='${domain}'`, ping), result(` from="${domain}"`)],
  [
    'answers a ping to the own account',
    iq(`type='get' id='i' to='1001001@${domain}'`, ping),
    result(` from="1001001@${domain}"`),
  ],
  [
    'answers a ping to the PubSub service',
    iq(`type='get' id='i' to='pubsub.${domain}'`, ping),
    result(` from="pubsub.${domain}"`),
  ],
  ['answers a ping whose from is the own bare JID', iq(`type='get' id='i' from='1001001@${domain}'`, ping), result('')],
  [
    'compares addresses without regard to case',
    iq(`type='get' id='i' to='${domain.toUpperCase()}'`, ping),
    result(` from="${domain}"`),
  ],
  [
    'has an empty roster',
    iq(`type='get' id='i'`, `<query xmlns='jabber:iq:roster'/>`),
    result('', '<query xmlns="jabber:iq:roster"/>'),
  ],
  ['grants a session', iq(`type='set' id='i'`, `<session xmlns='urn:ietf:params:xml:ns:xmpp-session'/>`), result('')],
  [
    'refuses a second bind',
    iq(`type='set' id='i'`, `<bind xmlns='urn:ietf:params:xml:ns:xmpp-bind'/>`),
    refusal('cancel', 'not-allowed'),
  ],
  [
    'knows no other payload',
    iq(`type='get' id='i'`, `<vCard xmlns='vcard-temp'/>`),
    refusal('cancel', 'service-unavailable'),
  ],
  [
    'has no PubSub on the domain itself',
    iq(`type='get' id='i' to='${domain}'`, `<pubsub xmlns='http://jabber.org/protocol/pubsub'/>`),
    refusal('cancel', 'service-unavailable', ` id="i" from="${domain}"`),
  ],
  [
    'does not ask other people',
    iq(`type='get' id='i' to='1001002@${domain}/x'`, ping),
    refusal('cancel', 'service-unavailable', ` id="i" from="1001002@${domain}/x"`),
  ],
  [
    'carries nothing to other servers',
    iq(`type='get' id='i' to='elsewhere.example.com'`, ping),
    refusal('cancel', 'remote-server-not-found', ' id="i" from="elsewhere.example.com"'),
  ],
  [
    'refuses an address that is no JID',
    iq(`type='get' id='i' to='a@b@c'`, ping),
    refusal('modify', 'jid-malformed', ' id="i" from="a@b@c"'),
  ],
  ['needs an id', iq(`type='get'`, ping), refusal('modify', 'bad-request', '')],
  ['needs a type', iq(`id='i'`, ping), refusal('modify', 'bad-request')],
  ['needs a type that exists', iq(`type='put' id='i'`, ping), refusal('modify', 'bad-request')],
  ['needs a payload', iq(`type='get' id='i'`), refusal('modify', 'bad-request')],
  ['takes one payload only', iq(`type='get' id='i'`, ping, ping), refusal('modify', 'bad-request')],
  ['answers no result', iq(`type='result' id='i'`, ping), undefined],
  ['answers no error', iq(`type='error' id='i'`, ping), undefined],
  ['answers no presence to somebody', `<presence xmlns='jabber:client' to='1001002@${domain}'/>`, undefined],
  ['answers no subscription to presence', `<presence xmlns='jabber:client' type='subscribe'/>`, undefined],
  ['answers no message of type error', `<message xmlns='jabber:client' type='error' id='i'/>`, undefined],
  [
    'carries no message',
    `<message xmlns='jabber:client' id='i' to='1001002@${domain}'><body>hello</body></message>`,
    `<message xmlns="jabber:client" type="error" id="i" from="1001002@${domain}" to="${full}"><error type="cancel">` +
      `<service-unavailable xmlns="urn:ietf:params:xml:ns:xmpp-stanzas"/></error></message>`,
  ],
];

for (const [claim, said, answer] of cases) {
  test(claim, () => {
    const client = new XmppBed().connect().bind('desktop');
    assert.deepEqual(client.say(said), answer === undefined ? [] : [answer]);
    assert.equal(client.stream.state, 'bound');
  });
}

// The login of the article that this lab comes from: a supervisor, PLAIN with the account's own JID as authzid, its very base64.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { XmppServer, type XmppSocket } from '../../testing/xmpp-bed.ts';

const domain = 'uccxpue.prabhat.com';
const full = `administrator@${domain}/desktop`;
const open = `<open xmlns='urn:ietf:params:xml:ns:xmpp-framing' to='${domain}' version='1.0'/>`;
const node = '/finesse/api/Team/5000/Users';

/** What is said, and what each answer begins with and holds, in the article's order. */
const conversation: readonly (readonly [said: string, ...answers: readonly RegExp[]])[] = [
  [
    open,
    /^<open xmlns="urn:ietf:params:xml:ns:xmpp-framing" from="uccxpue\.prabhat\.com" id="\w+" xml:lang="en" version="1\.0"\/>$/,
    /^<stream:features xmlns:stream="http:\/\/etherx\.jabber\.org\/streams"><mechanisms [^>]*><mechanism>PLAIN<\/mechanism><\/mechanisms><c [^>]*node="https:\/\/www\.igniterealtime\.org\/projects\/openfire\/"/,
  ],
  [
    `<auth xmlns='urn:ietf:params:xml:ns:xmpp-sasl' mechanism='PLAIN'>YWRtaW5pc3RyYXRvckB1Y2N4cHVlLnByYWJoYXQuY29tAGFkbWluaXN0cmF0b3IAMTIzNA==</auth>`,
    /^<success xmlns="urn:ietf:params:xml:ns:xmpp-sasl"\/>$/,
  ],
  [
    open,
    /^<open /,
    /^<stream:features [^>]*><bind xmlns="urn:ietf:params:xml:ns:xmpp-bind"\/><session xmlns="urn:ietf:params:xml:ns:xmpp-session"><optional\/><\/session><c /,
  ],
  [
    `<iq type='set' id='_bind_auth_2' xmlns='jabber:client'><bind xmlns='urn:ietf:params:xml:ns:xmpp-bind'><resource>desktop</resource></bind></iq>`,
    new RegExp(
      `^<iq xmlns="jabber:client" type="result" id="_bind_auth_2" to="${full}"><bind [^>]*><jid>${full}</jid></bind></iq>$`,
    ),
  ],
  [
    `<iq type='set' id='_session_auth_2' xmlns='jabber:client'><session xmlns='urn:ietf:params:xml:ns:xmpp-session'/></iq>`,
    /^<iq xmlns="jabber:client" type="result" id="_session_auth_2"/,
  ],
  [
    `<presence xmlns='jabber:client'/>`,
    /^<presence xmlns="jabber:client" from="finesse@uccxpue\.prabhat\.com\/svc" to="[^"]*"><c [^>]*node="http:\/\/www\.igniterealtime\.org\/projects\/smack"/,
    /^<presence xmlns="jabber:client" from="administrator@uccxpue\.prabhat\.com\/desktop"/,
  ],
  [
    `<iq from='${full}' to='pubsub.${domain}' type='set' id='1:subscribenode' xmlns='jabber:client'><pubsub xmlns='http://jabber.org/protocol/pubsub'><subscribe node='${node}' jid='${full}'/></pubsub></iq>`,
    /^<iq xmlns="jabber:client" type="result" id="1:subscribenode" from="pubsub\.uccxpue\.prabhat\.com" .*subscription="subscribed"/,
  ],
  [
    `<iq type='get' to='${domain}' id='2:ping' xmlns='jabber:client'><ping xmlns='urn:xmpp:ping'/></iq>`,
    /^<iq xmlns="jabber:client" type="result" id="2:ping" from="uccxpue\.prabhat\.com"/,
  ],
];

const play = async (client: XmppSocket): Promise<void> => {
  for (const [said, ...answers] of conversation) {
    const before = client.frames.length;
    client.socket.send(said);
    await client.received(before + answers.length);
    for (const [at, answer] of answers.entries()) assert.match(client.frames[before + at] ?? '', answer);
  }
};

test('the article’s whole conversation, in its order, with its own base64', { timeout: 10_000 }, async () => {
  await using server = await XmppServer.start({ xmppDomain: domain });
  const client = await server.open();
  await play(client);
  const before = client.frames.length;
  const { statusCode } = await server.built.app.inject({
    method: 'PUT',
    url: '/finesse/api/User/1001001',
    headers: {
      authorization: `Basic ${btoa('administrator:1234')}`,
      'content-type': 'application/xml',
      RequestId: 'r1',
    },
    body: '<User><state>READY</state></User>',
  });
  assert.equal(statusCode, 202);
  await client.received(before + 2);
  const event = client.frames.at(-1) ?? '';
  assert.match(
    event,
    new RegExp(`^<message xmlns="jabber:client" from="pubsub\\.${domain}" to="${full}" id="\\w+"><event `),
  );
  assert.match(event, /&lt;state&gt;READY&lt;\/state&gt;.*&lt;requestId&gt;r1&lt;\/requestId&gt;/);
  client.socket.send(`<close xmlns='urn:ietf:params:xml:ns:xmpp-framing'/>`);
  assert.equal(await client.closed, 1000);
  assert.equal(client.frames.at(-1), '<close xmlns="urn:ietf:params:xml:ns:xmpp-framing"/>');
});

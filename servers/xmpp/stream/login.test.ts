// The whole login of a Finesse desktop, byte by byte.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { domain, open, XmppBed } from '../bed.ts';

const full = `1001001@${domain}/desktop`;
const serverCaps =
  '<c xmlns="http://jabber.org/protocol/caps" hash="sha-1" node="https://www.igniterealtime.org/projects/openfire/" ver="eA0xlW8QHFkxYWhrgcFBRhOU5BQ="/>';
const backEndCaps =
  '<c xmlns="http://jabber.org/protocol/caps" hash="sha-1" node="http://www.igniterealtime.org/projects/smack" ver="12AAX1FpYuEz++YaTU5V9nG1m2E="/>';

const subscribe = (node: string): string =>
  `<iq from='${full}' to='pubsub.${domain}' type='set' id='1001001:subscribenode' xmlns='jabber:client'>` +
  `<pubsub xmlns='http://jabber.org/protocol/pubsub'><subscribe node='${node}' jid='${full}'/></pubsub></iq>`;

const subscribed = (node: string): string =>
  `<iq xmlns="jabber:client" type="result" id="1001001:subscribenode" from="pubsub.${domain}" to="${full}">` +
  `<pubsub xmlns="http://jabber.org/protocol/pubsub"><subscription node="${node}" jid="${full}" subscription="subscribed">` +
  `<subscribe-options/></subscription></pubsub></iq>`;

/** What the client says, and every frame that answers it. */
const dialogue: readonly (readonly [said: string, ...answers: readonly string[]])[] = [
  [
    open,
    `<open xmlns="urn:ietf:params:xml:ns:xmpp-framing" from="${domain}" id="id1" xml:lang="en" version="1.0"/>`,
    `<stream:features xmlns:stream="http://etherx.jabber.org/streams"><mechanisms xmlns="urn:ietf:params:xml:ns:xmpp-sasl"><mechanism>PLAIN</mechanism></mechanisms>${serverCaps}</stream:features>`,
  ],
  [
    `<auth xmlns='urn:ietf:params:xml:ns:xmpp-sasl' mechanism='PLAIN'>ADEwMDEwMDEAc2VjcmV0</auth>`,
    `<success xmlns="urn:ietf:params:xml:ns:xmpp-sasl"/>`,
  ],
  [
    open,
    `<open xmlns="urn:ietf:params:xml:ns:xmpp-framing" from="${domain}" id="id2" xml:lang="en" version="1.0"/>`,
    `<stream:features xmlns:stream="http://etherx.jabber.org/streams"><bind xmlns="urn:ietf:params:xml:ns:xmpp-bind"/><session xmlns="urn:ietf:params:xml:ns:xmpp-session"><optional/></session>${serverCaps}</stream:features>`,
  ],
  [
    `<iq type='set' id='_bind_auth_2' xmlns='jabber:client'><bind xmlns='urn:ietf:params:xml:ns:xmpp-bind'><resource>desktop</resource></bind></iq>`,
    `<iq xmlns="jabber:client" type="result" id="_bind_auth_2" to="${full}"><bind xmlns="urn:ietf:params:xml:ns:xmpp-bind"><jid>${full}</jid></bind></iq>`,
  ],
  [
    `<iq type='set' id='_session_auth_2' xmlns='jabber:client'><session xmlns='urn:ietf:params:xml:ns:xmpp-session'/></iq>`,
    `<iq xmlns="jabber:client" type="result" id="_session_auth_2" to="${full}"/>`,
  ],
  [
    `<presence xmlns='jabber:client'/>`,
    `<presence xmlns="jabber:client" from="finesse@${domain}/svc" to="${full}">${backEndCaps}</presence>`,
    `<presence xmlns="jabber:client" from="${full}" to="${full}"/>`,
  ],
  [subscribe('/finesse/api/User/1001001'), subscribed('/finesse/api/User/1001001')],
  [subscribe('/finesse/api/Team/5000/Users'), subscribed('/finesse/api/Team/5000/Users')],
  [
    `<iq type='get' to='${domain}' id='1001001:ping' xmlns='jabber:client'><ping xmlns='urn:xmpp:ping'/></iq>`,
    `<iq xmlns="jabber:client" type="result" id="1001001:ping" from="${domain}" to="${full}"/>`,
  ],
  [`<close xmlns='urn:ietf:params:xml:ns:xmpp-framing'/>`, `<close xmlns="urn:ietf:params:xml:ns:xmpp-framing"/>`],
];

test('answers the login of a Finesse desktop with the bytes of Openfire, frame by frame', () => {
  const client = new XmppBed().connect();
  for (const [said, ...answers] of dialogue) assert.deepEqual(client.say(said), answers);
  assert.equal(client.stream.state, 'closed');
  assert.equal(client.closed, 'ended');
});

test('takes the agent out of the hands of the simulation once presence is sent', async () => {
  const bed = new XmppBed();
  const client = bed.connect().bind('desktop');
  assert.equal(bed.desk.statusOf('1001001').isClaimed, false);
  client.say(`<presence xmlns='jabber:client'/>`);
  const { isClaimed, state } = bed.desk.statusOf('1001001');
  assert.deepEqual({ isClaimed, state }, { isClaimed: true, state: 'NOT_READY' });
  await bed.flushed();
});

test('pushes the presence of the back end with every return from unavailable, and only then', () => {
  const client = new XmppBed().connect().bind('desktop');
  const counts = ['', '<priority>1</priority>', 'unavailable', ''].map((content) => {
    const type = content === 'unavailable' ? ` type='unavailable'` : '';
    const child = content.startsWith('<') ? content : '';
    return client.say(`<presence xmlns='jabber:client'${type}>${child}</presence>`).length;
  });
  // Each is echoed (RFC 6121 §4.2.2), a change of priority too.
  assert.deepEqual(counts, [2, 1, 0, 2]);
});

test('writes an event as one message, the Update as text and the entry beside it', async () => {
  const bed = new XmppBed();
  const client = bed.connect().bind('desktop');
  client.say(subscribe('/finesse/api/Team/5000/Users'));
  bed.feed.publish({
    type: 'agent-state',
    agent: 'guest',
    team: '5000',
    state: 'READY',
    at: '2026-11-22T10:00:00.000Z',
  });
  const before = client.frames.length;
  await bed.flushed();
  assert.deepEqual(client.frames.slice(before), [
    `<message xmlns="jabber:client" from="pubsub.${domain}" to="${full}" id="id3">` +
      `<event xmlns="http://jabber.org/protocol/pubsub#event"><items node="/finesse/api/Team/5000/Users"><item id="e-1">` +
      `<notification xmlns="http://jabber.org/protocol/pubsub" xmlns:lab="urn:transport-lab:entry" lab:entry='` +
      `{"cursor":"e-1","publishedAtNs":"7","topics":["/lab/events","/finesse/api/User/guest","/finesse/api/Team/5000/Users"],` +
      `"event":{"type":"agent-state","agent":"guest","team":"5000","state":"READY","at":"2026-11-22T10:00:00.000Z"}}'>` +
      `&lt;Update&gt;&lt;data&gt;&lt;user&gt;&lt;dialogs&gt;/finesse/api/User/guest/Dialogs&lt;/dialogs&gt;` +
      `&lt;loginId&gt;guest&lt;/loginId&gt;&lt;state&gt;READY&lt;/state&gt;` +
      `&lt;stateChangeTime&gt;2026-11-22T10:00:00.000Z&lt;/stateChangeTime&gt;&lt;uri&gt;/finesse/api/User/guest&lt;/uri&gt;` +
      `&lt;/user&gt;&lt;/data&gt;&lt;event&gt;PUT&lt;/event&gt;&lt;requestId&gt;&lt;/requestId&gt;` +
      `&lt;source&gt;/finesse/api/Team/5000/Users&lt;/source&gt;&lt;/Update&gt;` +
      `</notification></item></items></event></message>`,
  ]);
});

// Stanzas between people: to a resource, to all that are there, or back; always with the true sender.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { domain, XmppBed, type BedClient } from '../bed.ts';

const mine = `1001001@${domain}/desk`;
const theirs = `1001002@${domain}`;
const available = `<presence xmlns='jabber:client'/>`;

interface Scene {
  readonly sender: BedClient;
  readonly desk: BedClient;
  readonly tablet: BedClient;
  readonly hidden: BedClient;
}

const scene = (): Scene => {
  const bed = new XmppBed();
  const clients = {
    sender: bed.connect().bind('desk'),
    desk: bed.connect().bind('desk', '1001002'),
    tablet: bed.connect().bind('tablet', '1001002'),
    hidden: bed.connect().bind('hidden', '1001002'),
  };
  clients.desk.say(available);
  clients.tablet.say(available);
  for (const { frames } of Object.values(clients)) frames.length = 0;
  return clients;
};

const message = (to: string, type = 'chat'): string =>
  `<message xmlns='jabber:client' to='${to}' type='${type}' id='m'><body>a &lt; b</body></message>`;

const cases: readonly (readonly [
  claim: string,
  to: string,
  type: string,
  reached: string,
  error: string | undefined,
])[] = [
  ['a message to a resource reaches it alone', `${theirs}/desk`, 'chat', 'desk', undefined],
  ['a message to a resource that has not announced itself reaches it', `${theirs}/hidden`, 'chat', 'hidden', undefined],
  ['a message to a person reaches every resource that is there', theirs, 'chat', 'desk tablet', undefined],
  ['a message to a resource that is gone reaches the others', `${theirs}/gone`, 'chat', 'desk tablet', undefined],
  ['a message to a person who is not there comes back', `1001003@${domain}`, 'chat', '', 'service-unavailable'],
  ['a headline to a person reaches every resource that is there', theirs, 'headline', 'desk tablet', undefined],
  ['a headline to a resource that is gone is forgotten', `${theirs}/gone`, 'headline', '', undefined],
  ['an error to a person is forgotten', theirs, 'error', '', undefined],
  ['an error to a resource that is gone is forgotten', `${theirs}/gone`, 'error', '', undefined],
  ['a headline to nobody is forgotten', `1001003@${domain}`, 'headline', '', undefined],
  ['an error to nobody is forgotten', `1001003@${domain}`, 'error', '', undefined],
  ['a room is nobody', theirs, 'groupchat', '', 'service-unavailable'],
  ['a message to another server comes back', 'a@elsewhere.example.com', 'chat', '', 'remote-server-not-found'],
  ['a message to the PubSub service comes back', `pubsub.${domain}`, 'normal', '', 'service-unavailable'],
  ['a message to what is no address comes back', '@', 'chat', '', 'jid-malformed'],
];

for (const [claim, to, type, reached, error] of cases) {
  test(claim, () => {
    const { sender, ...others } = scene();
    const answers = sender.say(message(to, type));
    const got = Object.entries(others).filter(([, { frames }]) => frames.length > 0);
    assert.equal(got.map(([name]) => name).join(' '), reached);
    for (const [, { frames }] of got) {
      assert.deepEqual(frames, [
        `<message xmlns="jabber:client" to="${to}" type="${type}" id="m" from="${mine}"><body>a &lt; b</body></message>`,
      ]);
    }
    if (error === undefined) assert.deepEqual(answers, []);
    else assert.match(answers[0] ?? '', new RegExp(`^<message .*type="error" id="m".*<${error} `));
  });
}

test('an iq reaches the resource it is for, and its answer finds the way back', () => {
  const { sender, desk } = scene();
  sender.say(`<iq xmlns='jabber:client' type='get' id='v' to='${theirs}/desk'><query xmlns='jabber:iq:version'/></iq>`);
  assert.deepEqual(desk.frames, [
    `<iq xmlns="jabber:client" type="get" id="v" to="${theirs}/desk" from="${mine}"><query xmlns="jabber:iq:version"/></iq>`,
  ]);
  desk.say(`<iq xmlns='jabber:client' type='result' id='v' to='${mine}'/>`);
  assert.deepEqual(sender.frames, [
    `<iq xmlns="jabber:client" type="result" id="v" to="${mine}" from="${theirs}/desk"/>`,
  ]);
});

test('an iq that breaks the rules is refused before it reaches anybody', () => {
  const { sender, desk } = scene();
  const [answer = ''] = sender.say(`<iq xmlns='jabber:client' type='get' id='v' to='${theirs}/desk'/>`);
  assert.match(answer, /<bad-request /);
  assert.deepEqual(desk.frames, []);
});

test('a message to a person goes to the most available resources alone', () => {
  const { sender, desk, tablet } = scene();
  tablet.say(`<presence xmlns='jabber:client'><priority>5</priority></presence>`);
  desk.frames.length = 0;
  tablet.frames.length = 0;
  sender.say(message(theirs));
  assert.deepEqual([desk.frames.length, tablet.frames.length], [0, 1]);
});

for (const leave of [available.replace('/>', ` type='unavailable'/>`), '</close>'] as const) {
  test(`whoever was told of a presence is told of its end, once: ${leave}`, () => {
    const { sender, desk } = scene();
    const [own, closing] = [mine, `<close xmlns='urn:ietf:params:xml:ns:xmpp-framing'/>`];
    sender.say(`<presence xmlns='jabber:client' to='${theirs}/desk'/>`);
    sender.say(leave === '</close>' ? closing : leave, closing);
    assert.deepEqual(desk.frames.slice(1), [
      `<presence xmlns="jabber:client" type="unavailable" to="${theirs}/desk" from="${own}"/>`,
    ]);
  });
}

for (const [claim, presence, condition] of [
  ['to what is no address', `to='@@'`, 'jid-malformed'],
  ['to another server', `to='a@elsewhere.example.com'`, 'remote-server-not-found'],
  ['to the PubSub service', `to='pubsub.${domain}'`, 'service-unavailable'],
  ['of a type that nobody knows', `type='foo'`, 'bad-request'],
] as const) {
  test(`presence ${claim} comes back with ${condition}`, () => {
    const [answer = ''] = scene().sender.say(`<presence xmlns='jabber:client' ${presence}/>`);
    assert.match(answer, new RegExp(`^<presence .*type="error".*<${condition} `));
  });
}

test('directed presence reaches whom it names, requests for a subscription nobody', () => {
  const { sender, desk, tablet } = scene();
  sender.say(`<presence xmlns='jabber:client' to='${theirs}/desk'/>`);
  assert.deepEqual(desk.frames, [`<presence xmlns="jabber:client" to="${theirs}/desk" from="${mine}"/>`]);
  sender.say(`<presence xmlns='jabber:client' to='${theirs}' type='unavailable'/>`);
  assert.equal(tablet.frames.length, 1);
  sender.say(`<presence xmlns='jabber:client' to='${theirs}' type='subscribe'/>`);
  assert.equal(desk.frames.length + tablet.frames.length, 3);
});

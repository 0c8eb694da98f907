// The client's side of a login, frame by frame, against a server that is a script.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { SaxesParser } from 'saxes';
import { formatCursor, type Cursor, type StartPosition } from '../../servers/protocol/cursor.ts';
import { encodeEntry, type Entry } from '../../servers/protocol/entry.ts';
import { eventExamples } from '../../servers/protocol/event.ts';
import { element, readXml } from '../../servers/protocol/xml.ts';
import { gapElement, notification, pageSet } from '../../servers/protocol/xmpp-pubsub.ts';
import { closeFrame, iqFrame, namespaces, openFrame } from '../../servers/protocol/xmpp.ts';
import { allowedMoves } from './session-states.ts';
import { XmppSession } from './session.ts';

const node = '/finesse/api/User/1001001';
const jid = '1001001@localhost/lab-1';
const features = `<stream:features xmlns:stream="${namespaces.stream}"/>`;
const success = `<success xmlns="${namespaces.sasl}"/>`;
const bound = `<iq xmlns="jabber:client" type="result" id="lab-1"><bind xmlns="${namespaces.bind}"><jid>${jid}</jid></bind></iq>`;
const streamError = `<stream:error xmlns:stream="${namespaces.stream}"><conflict xmlns="${namespaces.streamErrors}"/></stream:error>`;

const entry = (sequence: number): Entry => ({
  cursor: formatCursor('e', sequence),
  publishedAtNs: 1n,
  topics: ['/lab/events', node],
  event: eventExamples['agent-state'],
});

const items = (name: string, ...sequences: readonly number[]): string =>
  element(
    'items',
    { node: name },
    ...sequences.map((sequence) => element('item', {}, notification('<Update/>', encodeEntry(entry(sequence))))),
  );

const page = (id: string, sequences: readonly number[], cursor: Cursor | null): string =>
  iqFrame(
    { type: 'result', id },
    element(
      'pubsub',
      { xmlns: namespaces.pubsub },
      items(node, ...sequences),
      pageSet({ first: undefined, last: undefined, cursor }),
    ),
  );

const message = (...content: readonly string[]): string => element('message', { xmlns: 'jabber:client' }, ...content);
const event = (name: string, ...sequences: readonly number[]): string =>
  message(element('event', { xmlns: namespaces.pubsubEvent }, items(name, ...sequences)));

const refused = (id: string, condition: string): string =>
  `<iq xmlns="jabber:client" type="error" id="${id}"><error type="cancel"><${condition} xmlns="${namespaces.stanzaErrors}"/></error></iq>`;

/** A session with everything it said and reported. */
const start = (
  from: StartPosition,
): { session: XmppSession; sent: string[]; told: unknown[][]; hear: (...frames: readonly string[]) => void } => {
  const sent: string[] = [];
  const told: unknown[][] = [];
  const tell =
    (name: string) =>
    (...values: readonly unknown[]): void => {
      told.push([name, ...values]);
    };
  const session = new XmppSession({
    account: { id: '1001001', password: 'secret' },
    domain: 'localhost',
    service: 'pubsub.localhost',
    resource: 'lab-1',
    isPresent: true,
    node,
    from,
    carrier: {
      repairsItself: false,
      open: () => sent.push(openFrame({ to: 'localhost' })),
      send: (frame) => sent.push(frame),
      close: () => sent.push(closeFrame),
    },
    events: {
      ready: tell('ready'),
      entry: ({ cursor }) => told.push(['entry', cursor]),
      position: tell('position'),
      empty: tell('empty'),
      gap: ({ missed }) => told.push(['gap', missed]),
      interrupted: tell('interrupted'),
      lost: tell('lost'),
      expired: tell('expired'),
      refused: ({ code }) => told.push(['refused', code]),
    },
  });
  session.start();
  return {
    session,
    sent,
    told,
    hear: (...frames) => {
      for (const frame of frames) session.receive(readXml(frame, new SaxesParser({ xmlns: true })));
    },
  };
};

const login = [features, success, features, bound];

test('logs in, announces itself, subscribes and asks where it stands, in these bytes', () => {
  const { session, sent, hear } = start('now');
  hear(...login);
  const open = '<open xmlns="urn:ietf:params:xml:ns:xmpp-framing" to="localhost" version="1.0"/>';
  const pubsub = (content: string): string =>
    `<pubsub xmlns="http://jabber.org/protocol/pubsub">${content}</pubsub></iq>`;
  assert.deepEqual(sent, [
    open,
    '<auth xmlns="urn:ietf:params:xml:ns:xmpp-sasl" mechanism="PLAIN">ADEwMDEwMDEAc2VjcmV0</auth>',
    open,
    '<iq xmlns="jabber:client" type="set" id="lab-1"><bind xmlns="urn:ietf:params:xml:ns:xmpp-bind"><resource>lab-1</resource></bind></iq>',
    '<presence xmlns="jabber:client"/>',
    `<iq xmlns="jabber:client" type="set" id="lab-2" to="pubsub.localhost">${pubsub(`<subscribe node="${node}" jid="${jid}"/>`)}`,
    `<iq xmlns="jabber:client" type="get" id="lab-3" to="pubsub.localhost">${pubsub(`<items node="${node}"/><set xmlns="http://jabber.org/protocol/rsm"><max>0</max></set>`)}`,
  ]);
  assert.equal(session.state, 'catching-up');
});

test('from now on it hands on what comes after the position, of its own node only', () => {
  const { told, hear } = start('now');
  hear(...login, event(node, 4), page('lab-3', [], 'e-4'), event('/lab/events', 5), event(node, 5, 6));
  assert.deepEqual(told, [
    ['ready', 'e-4'],
    ['entry', 'e-5'],
    ['entry', 'e-6'],
  ]);
});

test('catches up page by page, and leaves aside what is pushed meanwhile, for the pages hold it', () => {
  const { session, sent, told, hear } = start('e-1');
  hear(
    ...login,
    event(node, 9),
    page('lab-3', [2, 3], null),
    event(node, 10),
    page('lab-4', [9, 10], 'e-12'),
    event(node, 13),
  );
  assert.match(sent.find((frame) => frame.includes('id="lab-3"')) ?? '', /<max>100<\/max><after>e-1<\/after>/);
  assert.match(sent.at(-1) ?? '', /id="lab-4".*<after>e-3<\/after>/);
  assert.deepEqual(told, [
    ['ready', null],
    ['entry', 'e-2'],
    ['entry', 'e-3'],
    ['entry', 'e-9'],
    ['entry', 'e-10'],
    ['position', 'e-12'],
    ['entry', 'e-13'],
  ]);
  assert.equal(session.state, 'live');
});

test('from the earliest it asks without a cursor', () => {
  const { sent, hear } = start('earliest');
  hear(...login);
  assert.match(sent.at(-1) ?? '', /<max>100<\/max><\/set>/);
});

for (const [claim, frames, told] of [
  ['an item-not-found for items is an expired cursor', [...login, refused('lab-3', 'item-not-found')], ['expired']],
  [
    'another refusal of items ends the connection',
    [...login, refused('lab-3', 'bad-request')],
    ['lost', 'the server refused items: bad-request'],
  ],
  [
    'a refused subscription ends the iteration',
    [...login, refused('lab-2', 'item-not-found')],
    ['refused', 'LAB_TOPIC_INVALID'],
  ],
  [
    'a refused account ends the iteration',
    [features, `<failure xmlns="${namespaces.sasl}"><not-authorized/></failure>`],
    ['refused', 'LAB_CREDENTIALS_WRONG'],
  ],
  [
    'a stream error says why the stream is closed',
    [...login, streamError, closeFrame],
    ['lost', 'stream error conflict'],
  ],
  ['a <close/> without a reason is one too', [closeFrame], ['lost', 'the server closed the stream']],
] as const) {
  test(claim, () => {
    const session = start('e-1');
    session.hear(...frames);
    assert.deepEqual(session.told, [told]);
  });
}

test('a gap is reported for its own node', () => {
  const { told, hear } = start('now');
  const gap = { after: 'e-1', next: 'e-5', missed: 4 } as const;
  hear(...login, page('lab-3', [], 'e-1'), message(gapElement('/lab/events', gap)), message(gapElement(node, gap)));
  assert.deepEqual(told.slice(1), [['gap', 4]]);
});

test('pings once it is live, and asks for the position when nothing came in between', () => {
  const { session, sent, told, hear } = start('now');
  session.ping();
  hear(...login, page('lab-3', [], 'e-1'), event(node, 2));
  const before = sent.length;
  session.ping();
  session.ping();
  const ping = (id: string): string =>
    `<iq xmlns="jabber:client" type="get" id="${id}" to="localhost"><ping xmlns="urn:xmpp:ping"/></iq>`;
  assert.deepEqual(sent.slice(before, before + 2), [ping('lab-4'), ping('lab-5')]);
  assert.match(sent.at(-1) ?? '', /id="lab-6".*<max>0<\/max>/);
  hear(page('lab-6', [], 'e-8'));
  assert.deepEqual(told.at(-1), ['position', 'e-8']);
});

test('says <close/> once, and hears nothing afterwards', () => {
  const { session, sent, told, hear } = start('now');
  session.close();
  session.close();
  hear(closeFrame);
  assert.deepEqual(sent.slice(1), [closeFrame]);
  assert.deepEqual(told, []);
});

test('a frame out of its turn is refused by the table of moves', () => {
  const { hear } = start('now');
  assert.throws(() => hear(success), /is opening, hence not restarting/);
  assert.deepEqual(allowedMoves.closed, []);
});

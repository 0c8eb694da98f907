// PubSub: subscriptions, items and pages, and what reaches a subscriber.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { eventExamples } from '../../protocol/event.ts';
import { itemsRequest, readEvent, readGap, readPage } from '../../protocol/xmpp-pubsub.ts';
import type { Cursor } from '../../protocol/cursor.ts';
import { childOf, element } from '../../protocol/xml.ts';
import { domain, XmppBed, type BedClient } from '../bed.ts';
import { parseFrame } from '../parse.ts';

const bare = `1001001@${domain}`;
const full = `${bare}/desktop`;
const service = `pubsub.${domain}`;
const userNode = '/finesse/api/User/1001001';

const pubsub = (type: 'get' | 'set', ...content: readonly string[]): string =>
  `<iq xmlns="jabber:client" type="${type}" id="i" to="${service}">` +
  `${element('pubsub', { xmlns: 'http://jabber.org/protocol/pubsub' }, ...content)}</iq>`;
const subscribe = (node: string | undefined, jid: string | undefined = full): string =>
  pubsub('set', element('subscribe', { node, jid }));
const unsubscribe = (node: string, jid = full): string => pubsub('set', element('unsubscribe', { node, jid }));

const bound = (bed = new XmppBed()): BedClient => bed.connect().bind('desktop');

const refusals: readonly (readonly [claim: string, said: string, error: RegExp])[] = [
  ['an unknown agent', subscribe('/finesse/api/User/9999999'), /type="cancel"><item-not-found /],
  ['an unknown agent’s dialogs', subscribe('/finesse/api/User/9999999/Dialogs'), /type="cancel"><item-not-found /],
  ['an unknown team', subscribe('/finesse/api/Team/9/Users'), /type="cancel"><item-not-found /],
  ['a node that is no node name', subscribe('no node'), /type="cancel"><item-not-found /],
  ['an agent in the wrong case of the node', subscribe('/finesse/api/user/1001001'), /type="cancel"><item-not-found /],
  [
    'no node',
    subscribe(undefined),
    /type="modify"><bad-request .*<nodeid-required xmlns="http:\/\/jabber\.org\/protocol\/pubsub#errors"\/>/,
  ],
  ['another person’s JID', subscribe(userNode, `1001002@${domain}`), /type="modify"><bad-request .*<invalid-jid /],
  ['another resource', subscribe(userNode, `${bare}/tablet`), /type="modify"><bad-request .*<invalid-jid /],
  [
    'unsubscribing without a subscription',
    unsubscribe(userNode),
    /type="cancel"><unexpected-request .*<not-subscribed /,
  ],
  [
    'a verb that is not built',
    pubsub('get', element('options', { node: userNode, jid: full })),
    /type="cancel"><feature-not-implemented .*<unsupported xmlns="[^"]*#errors" feature="subscription-options"\/>/,
  ],
  ['no verb at all', pubsub('set'), /type="modify"><bad-request /],
  [
    'a page before an item',
    pubsub(
      'get',
      element('items', { node: userNode }),
      '<set xmlns="http://jabber.org/protocol/rsm"><before>e-1</before></set>',
    ),
    /<feature-not-implemented /,
  ],
  [
    'a page of a size that is no number',
    pubsub(
      'get',
      element('items', { node: userNode }),
      '<set xmlns="http://jabber.org/protocol/rsm"><max>many</max></set>',
    ),
    /<bad-request /,
  ],
];

for (const [claim, said, error] of refusals) {
  test(`refuses ${claim}`, () => assert.match(bound().say(said)[0] ?? '', error));
}

for (const node of [
  '/lab/events',
  userNode,
  `${userNode}/Dialogs`,
  '/finesse/api/Team/5000/Users',
  '/finesse/api/Team/5000/TeamMessages',
  '/finesse/api/Queue/10',
]) {
  test(`has the node ${node}`, () => assert.match(bound().say(subscribe(node))[0] ?? '', /subscription="subscribed"/));
}

test('has a node once something was published on it', () => {
  const bed = new XmppBed();
  const client = bound(bed);
  assert.match(client.say(subscribe('/my/own'))[0] ?? '', /item-not-found/);
  bed.feed.publish(eventExamples.dialog, { topics: ['/my/own'] });
  assert.match(client.say(subscribe('/my/own'))[0] ?? '', /subscribed/);
});

test('limits the subscriptions of a session, but not their repetition', () => {
  const client = bound();
  for (let queue = 1; queue <= 100; queue += 1) client.say(subscribe(`/finesse/api/Queue/${queue}`));
  assert.match(
    client.say(subscribe('/finesse/api/Queue/101'))[0] ?? '',
    /type="wait"><policy-violation .*<too-many-subscriptions /,
  );
  assert.match(client.say(subscribe('/finesse/api/Queue/100'))[0] ?? '', /subscribed/);
});

test('delivers once to each JID that subscribed, until it unsubscribes', async () => {
  const bed = new XmppBed();
  const client = bound(bed);
  client.say(`<presence xmlns='jabber:client'/>`);
  client.say(subscribe(userNode), subscribe(userNode), subscribe(userNode, bare));
  bed.feed.publish(eventExamples['agent-state']);
  await bed.flushed();
  const recipients = client.frames
    .filter((frame) => frame.startsWith('<message'))
    .map((frame) => /to="([^"]*)"/.exec(frame)?.[1]);
  assert.deepEqual(recipients, [full, bare]);
  assert.deepEqual(client.say(unsubscribe(userNode)), [
    `<iq xmlns="jabber:client" type="result" id="i" from="${service}" to="${full}"/>`,
  ]);
  client.say(unsubscribe(userNode, bare));
  bed.feed.publish(eventExamples['agent-state']);
  await bed.flushed();
  assert.equal(client.writes.length, 2);
});

test('hands everything a subscriber is behind by to the carrier in one write', async () => {
  const bed = new XmppBed();
  const client = bound(bed);
  client.say(subscribe('/lab/events'));
  client.hasRoom = false;
  bed.feed.publish(eventExamples.dialog);
  await bed.flushed();
  for (let count = 0; count < 20; count += 1) bed.feed.publish(eventExamples.dialog);
  await bed.flushed();
  client.hasRoom = true;
  client.stream.resume();
  assert.deepEqual(
    client.writes.map((frames) => frames.length),
    [1, 20],
  );
});

test('tells a subscriber that fell off the log how much it lost', async () => {
  const bed = new XmppBed(4);
  const client = bound(bed);
  client.say(subscribe('/lab/events'));
  client.hasRoom = false;
  for (let count = 0; count < 12; count += 1) {
    bed.feed.publish(eventExamples.dialog);
    if (count === 0) await bed.flushed();
  }
  client.hasRoom = true;
  client.stream.resume();
  const gap = client.frames.find((frame) => frame.includes('<gap'));
  assert.ok(gap);
  assert.deepEqual(readGap(parseFrame(gap)), { node: '/lab/events', after: 'e-1', next: 'e-8', missed: 7 });
});

test('the bytes of an event are made once for all subscribers of a node', () => {
  const { feed, service } = new XmppBed();
  const entry = feed.publish(eventExamples['agent-state']);
  assert.equal(service.events.rest(entry, userNode), service.events.rest(entry, userNode));
  assert.notDeepEqual(service.events.rest(entry, userNode), service.events.rest(entry, '/finesse/api/Team/5000/Users'));
});

const ask = (client: BedClient, after: Cursor | undefined, max: number, node = '/lab/events'): string =>
  client.say(itemsRequest({ id: 'i', to: service, node }, { after, max }))[0] ?? '';

test('pages forward after a cursor, at most a hundred at a time, each item id a cursor', () => {
  const bed = new XmppBed();
  const client = bound(bed);
  const published = Array.from({ length: 250 }, () => bed.feed.publish(eventExamples.dialog).cursor);
  const seen: string[] = [];
  const sizes: number[] = [];
  for (let after: Cursor | undefined, isLast = false; !isLast;) {
    const page = readPage(parseFrame(ask(client, after, 1000)));
    seen.push(...page.entries.map(({ cursor }) => cursor));
    sizes.push(page.entries.length);
    isLast = page.cursor !== null;
    after = page.entries.at(-1)?.cursor;
  }
  assert.deepEqual(seen, published);
  assert.deepEqual(sizes, [100, 100, 50]);
});

test('writes a page with its ends and, at the end of the feed, the position', () => {
  const bed = new XmppBed();
  const client = bound(bed);
  for (let count = 0; count < 3; count += 1) bed.feed.publish({ ...eventExamples.dialog, queue: '' });
  const set = (text: string): string => text.slice(text.indexOf('<set'), text.indexOf('</pubsub>'));
  const rsm = 'xmlns="http://jabber.org/protocol/rsm"';
  assert.equal(set(ask(client, 'e-1', 1)), `<set ${rsm}><first>e-2</first><last>e-2</last></set>`);
  assert.equal(
    set(ask(client, 'e-1', 2)),
    `<set ${rsm} xmlns:lab="urn:transport-lab:entry" lab:cursor="e-3"><first>e-2</first><last>e-3</last></set>`,
  );
  assert.equal(set(ask(client, 'e-3', 2)), `<set ${rsm} xmlns:lab="urn:transport-lab:entry" lab:cursor="e-3"/>`);
});

test('a cursor of the feed that belongs to another node is a place to page from', () => {
  const bed = new XmppBed();
  const client = bound(bed);
  const elsewhere = bed.feed.publish(eventExamples['queue-statistics']).cursor;
  const { cursor } = bed.feed.publish(eventExamples['agent-state']);
  const page = readPage(parseFrame(ask(client, elsewhere, 10, userNode)));
  assert.deepEqual(
    page.entries.map((entry) => entry.cursor),
    [cursor],
  );
});

for (const [claim, after] of [
  ['fell out of the log', 'e-1'],
  ['is of another epoch', 'f-1'],
] as const) {
  test(`a cursor that ${claim} is item-not-found`, () => {
    const bed = new XmppBed(4);
    const client = bound(bed);
    for (let count = 0; count < 9; count += 1) bed.feed.publish(eventExamples.dialog);
    assert.match(ask(client, after, 10), /<error type="cancel"><item-not-found /);
  });
}

test('a page of no items tells the position up to which the subscriber has everything', async () => {
  const bed = new XmppBed();
  const client = bound(bed);
  client.say(subscribe(userNode));
  const position = (): string | null => readPage(parseFrame(ask(client, undefined, 0, userNode))).cursor;
  assert.equal(position(), 'e-0');
  bed.feed.publish(eventExamples['queue-statistics']);
  assert.equal(position(), 'e-1');
  client.hasRoom = false;
  bed.feed.publish(eventExamples['agent-state']);
  await bed.flushed();
  bed.feed.publish(eventExamples['agent-state']);
  bed.feed.publish(eventExamples['queue-statistics']);
  await bed.flushed();
  assert.equal(position(), 'e-2');
});

const idsOf = (answer: string): readonly string[] =>
  [...answer.matchAll(/<item id="([^"]*)"/g)].map(([, id = '']) => id);

test('gives the newest items, the last page, and items by their ids', () => {
  const bed = new XmppBed();
  const client = bound(bed);
  for (let count = 0; count < 5; count += 1) bed.feed.publish(eventExamples['agent-state']);
  bed.feed.publish(eventExamples.dialog);
  const items = (attributes: Record<string, string>, ...content: readonly string[]): string =>
    element('items', { node: userNode, ...attributes }, ...content);
  const idsFor = (...content: readonly string[]): readonly string[] =>
    idsOf(client.say(pubsub('get', ...content))[0] ?? '');
  assert.deepEqual(idsFor(items({ max_items: '2' })), ['e-4', 'e-5']);
  assert.deepEqual(idsFor(items({ max_items: '0' })), []);
  assert.deepEqual(idsFor(items({})), ['e-1', 'e-2', 'e-3', 'e-4', 'e-5']);
  assert.deepEqual(idsFor(items({}), '<set xmlns="http://jabber.org/protocol/rsm"><max>2</max><before/></set>'), [
    'e-4',
    'e-5',
  ]);
  const wanted = ['e-2', 'e-6', 'e-0', 'nonsense'].map((id) => element('item', { id }));
  assert.deepEqual(idsFor(items({}, ...wanted)), ['e-2']);
});

test('a page of large items is cut, and says that it is not the last', () => {
  const bed = new XmppBed();
  const client = bound(bed);
  for (let count = 0; count < 20; count += 1) {
    bed.feed.publish({ ...eventExamples['team-message'], content: '&'.repeat(10_000) });
  }
  const page = readPage(parseFrame(ask(client, undefined, 20)));
  assert.ok(page.entries.length > 0 && page.entries.length < 20, String(page.entries.length));
  assert.equal(page.cursor, null);
});

test('an event names its node, so that a client with several subscriptions can tell them apart', async () => {
  const bed = new XmppBed();
  const client = bound(bed);
  client.say(subscribe(userNode), subscribe('/finesse/api/Team/5000/Users'));
  bed.feed.publish(eventExamples['agent-state']);
  await bed.flushed();
  const messages = client.writes.flat().map((frame) => parseFrame(frame));
  const named = new Set(messages.map((message) => readEvent(message)?.node));
  assert.deepEqual(named, new Set([userNode, '/finesse/api/Team/5000/Users']));
  assert.ok(messages.every((message) => childOf(message, 'event')));
});

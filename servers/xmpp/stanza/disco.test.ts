// Discovery: what is announced is what is answered, and each node can be found.
import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { test } from 'node:test';
import { eventExamples } from '../../protocol/event.ts';
import { childElements, childOf, type XmlElement } from '../../protocol/xml.ts';
import { domain, XmppBed, type BedClient } from '../bed.ts';
import { parseFrame } from '../parse.ts';

const service = `pubsub.${domain}`;
const discover = (what: 'info' | 'items', to: string | undefined, node?: string, content = ''): string =>
  `<iq xmlns='jabber:client' type='get' id='i'${to === undefined ? '' : ` to='${to}'`}>` +
  `<query xmlns='http://jabber.org/protocol/disco#${what}'${node === undefined ? '' : ` node='${node}'`}>${content}</query></iq>`;

const queryIn = (client: BedClient, question: string): XmlElement => {
  const query = childOf(parseFrame(client.say(question)[0] ?? ''), 'query');
  assert.ok(query, question);
  return query;
};

const bound = (bed = new XmppBed()): BedClient => bed.connect().bind('desktop');

/** XEP-0115 §5.1, from what was answered alone. */
const hashOf = (info: XmlElement): string => {
  const parts = childElements(info).map(({ name, attributes }) =>
    name === 'identity'
      ? `0${attributes['category']}/${attributes['type']}/${attributes['xml:lang'] ?? ''}/${attributes['name'] ?? ''}`
      : `1${attributes['var']}`,
  );
  return createHash('sha1')
    .update(
      parts
        .toSorted()
        .map((part) => `${part.slice(1)}<`)
        .join(''),
    )
    .digest('base64');
};

test('the hash that the server and the back end announce is that of what they answer', () => {
  const client = new XmppBed().connect();
  client.bind('desktop').say(`<presence xmlns='jabber:client'/>`);
  const announced = client.frames.flatMap((frame) => {
    const [, node, ver] = /<c [^>]*node="([^"]*)" ver="([^"]*)"/.exec(frame) ?? [];
    return node === undefined || ver === undefined
      ? []
      : [{ node, ver, isServer: frame.startsWith('<stream:features') }];
  });
  assert.equal(announced.length, 3, 'two features and a presence');
  for (const { node, ver, isServer } of announced) {
    const info = queryIn(client, discover('info', isServer ? domain : `finesse@${domain}/svc`, `${node}#${ver}`));
    assert.equal(info.attributes['node'], `${node}#${ver}`);
    assert.equal(hashOf(info), ver);
  }
});

test('the server leads to its PubSub service, and that to every node', () => {
  const client = bound();
  assert.deepEqual(
    childElements(queryIn(client, discover('items', domain))).map(({ attributes }) => attributes['jid']),
    [service],
  );
  const info = queryIn(client, discover('info', service));
  assert.deepEqual(childOf(info, 'identity')?.attributes['category'], 'pubsub');
  const names = childElements(queryIn(client, discover('items', service))).map(({ attributes }) => attributes['node']);
  for (const node of [
    '/lab/events',
    '/finesse/api/SystemInfo',
    '/finesse/api/User/1001020/Dialogs',
    '/finesse/api/Team/5001/Users',
  ]) {
    assert.ok(names.includes(node), node);
    assert.equal(childOf(queryIn(client, discover('info', service, node)), 'identity')?.attributes['type'], 'leaf');
  }
});

test('nodes come a page at a time to those who ask for pages', () => {
  const client = bound();
  const page = (content: string): readonly (string | undefined)[] =>
    childElements(
      queryIn(
        client,
        discover('items', service, undefined, `<set xmlns='http://jabber.org/protocol/rsm'>${content}</set>`),
      ),
    ).map(({ name, attributes, children }) => (name === 'item' ? attributes['node'] : `${name} ${children.length}`));
  assert.deepEqual(page('<max>2</max>'), ['/lab/events', '/finesse/api/SystemInfo', 'set 3']);
  assert.equal(page('<max>1</max><after>/lab/events</after>')[0], '/finesse/api/SystemInfo');
  assert.deepEqual(page('<max>1</max><before/>').slice(0, 1), ['/finesse/api/User/administrator/Dialogs']);
  assert.equal(page('<max>1</max><index>1</index>')[0], '/finesse/api/SystemInfo');
});

test('a node lists its newest items by their ids', () => {
  const bed = new XmppBed();
  const client = bound(bed);
  bed.feed.publish(eventExamples.dialog);
  const [item] = childElements(queryIn(client, discover('items', service, '/lab/events')));
  assert.deepEqual(item?.attributes, { jid: service, name: 'e-1' });
});

for (const [claim, question] of [
  ['a node of the service that does not exist', discover('info', service, 'nothing')],
  ['a node of the server that does not exist', discover('info', domain, 'nothing')],
  ['a node of the account', discover('items', undefined, 'nothing')],
  [
    'the place after a node that does not exist',
    discover('items', service, undefined, `<set xmlns='http://jabber.org/protocol/rsm'><after>nope</after></set>`),
  ],
] as const) {
  test(`${claim} is not found`, () => assert.match(bound().say(question)[0] ?? '', /<item-not-found /));
}

test('an account is registered, and holds nothing', () => {
  const client = bound();
  assert.equal(childOf(queryIn(client, discover('info', undefined)), 'identity')?.attributes['type'], 'registered');
  assert.deepEqual(childElements(queryIn(client, discover('items', `1001001@${domain}`))), []);
});

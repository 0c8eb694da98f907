// What travels in an item: the Update as text, the entry byte for byte beside it.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { assert as assertProperty, property, string } from 'fast-check';
import { SaxesParser } from 'saxes';
import { encodeEntry, type Entry } from './entry.ts';
import { eventExamples } from './event.ts';
import { childOf, element, escapeXml, readXml, textOf, type XmlElement } from './xml.ts';
import { itemsRequest, notification, pageSet, readEvent, readPage, subscribeRequest } from './xmpp-pubsub.ts';
import { iqFrame } from './xmpp.ts';

const parse = (text: string): XmlElement => readXml(text, new SaxesParser({ xmlns: true }));

const entryWith = (content: string): Entry => ({
  cursor: 'e-1',
  publishedAtNs: 9_007_199_254_740_993n,
  topics: ['/lab/events'],
  event: { ...eventExamples['team-message'], content },
});

const eventWith = (update: string, entry: Entry): XmlElement => {
  const item = element('item', { id: entry.cursor }, notification(update, encodeEntry(entry)));
  const items = element('items', { node: '/lab/events' }, item);
  const event = element('event', { xmlns: 'http://jabber.org/protocol/pubsub#event' }, items);
  return parse(element('message', { xmlns: 'jabber:client' }, event));
};

const awkward = [
  'line\nbreak\r\nand\rreturn',
  'NUL \0 and bell \u0007',
  'emoji 😀 and a flag 🏴‍☠️',
  ']]> </message> <!-- --> &amp; \' "',
  'nonsense \ufffe and \uffff',
  'half a pair \ud83d',
  'next line \u0085 and separator \u2028',
];

for (const content of awkward) {
  test(`an entry with ${JSON.stringify(content)} survives as it is`, () => {
    const entry = entryWith(content);
    assert.deepEqual(readEvent(eventWith('<Update/>', entry)), { node: '/lab/events', entries: [entry] });
  });
}

test('whatever a payload holds, the entry survives and the text is the Update alone', () => {
  assertProperty(
    property(string({ unit: 'binary' }), string({ unit: 'binary' }), (content, update) => {
      const entry = entryWith(content);
      const message = eventWith(element('Update', {}, escapeXml(update)), entry);
      assert.deepEqual(readEvent(message)?.entries, [entry]);
      const [, ...updates] = textOf(message).split('<Update');
      assert.equal(updates.length, 1);
    }),
    { numRuns: 500, seed: 7 },
  );
});

test('the Update is the text that Finesse’s clients read', () => {
  assert.equal(textOf(eventWith('<Update>a &amp;lt; b</Update>', entryWith(''))), '<Update>a &amp;lt; b</Update>');
});

test('a message without an event is none', () => {
  assert.equal(readEvent(parse('<message xmlns="jabber:client"><body>hello</body></message>')), undefined);
});

test('writes subscribe and items as XEP-0060 and XEP-0059 have them', () => {
  const address = { id: '1', to: 'pubsub.localhost', node: '/lab/events' };
  assert.equal(
    subscribeRequest(address, 'a@localhost/b'),
    '<iq xmlns="jabber:client" type="set" id="1" to="pubsub.localhost"><pubsub xmlns="http://jabber.org/protocol/pubsub"><subscribe node="/lab/events" jid="a@localhost/b"/></pubsub></iq>',
  );
  assert.equal(
    itemsRequest(address, { after: 'e-7', max: 100 }),
    '<iq xmlns="jabber:client" type="get" id="1" to="pubsub.localhost"><pubsub xmlns="http://jabber.org/protocol/pubsub"><items node="/lab/events"/><set xmlns="http://jabber.org/protocol/rsm"><max>100</max><after>e-7</after></set></pubsub></iq>',
  );
});

test('reads the entries of a page and its position', () => {
  const entry = entryWith('a');
  const item = element('item', { id: entry.cursor }, notification('<Update/>', encodeEntry(entry)));
  const answer = (cursor: 'e-5' | null): XmlElement => {
    const items = element('items', { node: '/lab/events' }, item);
    const set = pageSet({ first: entry.cursor, last: entry.cursor, cursor });
    return parse(
      iqFrame(
        { type: 'result', id: '1' },
        element('pubsub', { xmlns: 'http://jabber.org/protocol/pubsub' }, items, set),
      ),
    );
  };
  assert.deepEqual(readPage(answer('e-5')), { entries: [entry], cursor: 'e-5', isPaged: true });
  assert.deepEqual(readPage(answer(null)), { entries: [entry], cursor: null, isPaged: true });
  assert.ok(childOf(answer(null), 'pubsub'));
  // A server that knows no XEP-0059 leaves the set out: then all there is has come.
  assert.equal(readPage(parse(iqFrame({ type: 'result', id: '1' }))).isPaged, false);
});

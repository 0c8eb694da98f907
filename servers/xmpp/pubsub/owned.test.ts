// Nodes that clients make: every verb, and what subscribers hear.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { BedClient } from '../bed.ts';
import {
  affiliate,
  ask,
  create,
  form,
  note,
  other,
  outcome,
  owner,
  ownerAsk,
  publish,
  scene,
  subscribe,
} from './bed.ts';

const messages = ({ frames }: BedClient): readonly string[] => frames.filter((frame) => frame.startsWith('<message'));
const eventIn = (message: string | undefined): string => /<event [^>]*>(.*)<\/event>/.exec(message ?? '')?.[1] ?? '';

test('subscribers hear what is published, retracted when asked for, purged and deleted, and the publisher before the answer', () => {
  const { mine, theirs } = scene();
  theirs.say(subscribe('notes', `${other}/desk`));
  mine.say(subscribe('notes', `${owner}/desk`));
  const [own = '', answer = ''] = mine.say(publish('notes', note('1', 'a &lt; b')));
  assert.match(own, /^<message .*to="1001001@finesse\.example\.com\/desk" id="id\d+">/);
  assert.match(answer, /<publish node="notes"><item id="1"\/><\/publish>/);
  mine.say(ask('set', `<retract node='notes'><item id='1'/></retract>`));
  mine.say(publish('notes', note('2')));
  mine.say(ask('set', `<retract node='notes' notify='true'><item id='2'/></retract>`));
  mine.say(ownerAsk('set', `<purge node='notes'/>`), ownerAsk('set', `<delete node='notes'/>`));
  assert.deepEqual(messages(theirs).map(eventIn), [
    `<items node="notes"><item id="1" publisher="${owner}"><note xmlns="urn:test">a &lt; b</note></item></items>`,
    `<items node="notes"><item id="2" publisher="${owner}"><note xmlns="urn:test">hello</note></item></items>`,
    '<items node="notes"><retract id="2"/></items>',
    '<purge node="notes"/>',
    '<delete node="notes"/>',
  ]);
  assert.equal(outcome(mine.say(subscribe('notes', owner))), 'cancel item-not-found');
});

test('the server names a node and an item that have no name', () => {
  const { mine } = scene();
  const [created = ''] = mine.say(ask('set', '<create/>'));
  const node = /<create node="([^"]+)"\/>/.exec(created)?.[1];
  assert.ok(node);
  assert.match(mine.say(publish(node, `<item><a xmlns='x'/></item>`))[0] ?? '', /<item id="id\d+"\/>/);
});

test('the newest item goes to a new subscriber where the node is made so, with the time of its publication', async () => {
  const { mine, theirs } = scene({ send_last_published_item: 'on_sub' });
  mine.say(publish('notes', note('1')));
  const [answer = ''] = theirs.say(subscribe('notes', `${other}/desk`));
  assert.match(answer, /subscription="subscribed"/);
  await Promise.resolve();
  assert.match(
    messages(theirs)[0] ?? '',
    /<item id="1".*<delay xmlns="urn:xmpp:delay" .*stamp="2026-11-22T10:00:00\.000Z"/,
  );
});

test('items are kept as many as the node holds, and come whole, newest, by id or by page', () => {
  const { mine } = scene({ max_items: '5' });
  for (let count = 1; count <= 7; count += 1) mine.say(publish('notes', note(String(count))));
  mine.say(publish('notes', note('4', 'anew')));
  const ids = (attributes: string, content = '', set = ''): string =>
    [
      ...(mine.say(ask('get', `<items node='notes' ${attributes}>${content}</items>${set}`))[0] ?? '').matchAll(
        /<item id="([^"]*)"/g,
      ),
    ]
      .map(([, id]) => id)
      .join();
  const page = (content: string): string => `<set xmlns='http://jabber.org/protocol/rsm'>${content}</set>`;
  assert.equal(ids(''), '3,5,6,7,4');
  assert.equal(ids(`max_items='2'`), '7,4');
  assert.equal(ids('', `<item id='5'/><item id='1'/>`), '5');
  assert.equal(ids('', '', page('<max>2</max>')), '3,5');
  assert.equal(ids('', '', page('<max>2</max><after>5</after>')), '6,7');
  assert.equal(ids('', '', page('<max>2</max><before/>')), '7,4');
  assert.equal(ids('', '', page('<max>2</max><before>6</before>')), '3,5');
  assert.equal(
    outcome(mine.say(ask('get', `<items node='notes'/>${page('<after>1</after>')}`))),
    'cancel item-not-found',
  );
});

test('an owner lets in who waits, and they are told', () => {
  const { mine, theirs } = scene({ access_model: 'authorize' });
  assert.match(theirs.say(subscribe('notes', `${other}/desk`))[0] ?? '', /subscription="pending"/);
  mine.say(publish('notes', note('1')));
  assert.deepEqual(messages(theirs), []);
  assert.match(mine.say(ownerAsk('get', `<subscriptions node='notes'/>`))[0] ?? '', /subscription="pending"/);
  mine.say(
    ownerAsk(
      'set',
      `<subscriptions node='notes'><subscription jid='${other}/desk' subscription='subscribed'/></subscriptions>`,
    ),
  );
  assert.match(messages(theirs)[0] ?? '', /<subscription node="notes" jid="[^"]*" subscription="subscribed"\/>/);
  mine.say(publish('notes', note('2')));
  assert.match(eventIn(messages(theirs)[1]), /<item id="2"/);
});

test('each sees their own subscriptions and affiliations, the owner everybody’s', () => {
  const { mine, theirs } = scene();
  mine.say(affiliate('notes', other, 'publisher'));
  theirs.say(subscribe('notes', other), subscribe('/lab/events', `${other}/desk`));
  const listed = (client: BedClient, question: string): string => client.say(question)[0] ?? '';
  assert.match(
    listed(theirs, ask('get', '<subscriptions/>')),
    /<subscription node="notes" jid="1001002@[^"]*" .*<subscription node="\/lab\/events" jid="1001002@[^"]*\/desk"/,
  );
  assert.doesNotMatch(listed(theirs, ask('get', `<subscriptions node='notes'/>`)), /lab\/events/);
  assert.match(listed(theirs, ask('get', '<affiliations/>')), /<affiliation node="notes" affiliation="publisher"\/>/);
  assert.match(
    listed(mine, ownerAsk('get', `<affiliations node='notes'/>`)),
    /affiliation="owner".*affiliation="publisher"/,
  );
  assert.equal(outcome(theirs.say(publish('notes', note('1')))), 'result');
});

test('the configuration is shown as a form and changed by one', () => {
  const { mine, theirs } = scene();
  const shown = (): string => mine.say(ownerAsk('get', `<configure node='notes'/>`))[0] ?? '';
  assert.match(
    shown(),
    /<field var="FORM_TYPE" type="hidden"><value>http:\/\/jabber\.org\/protocol\/pubsub#node_config/,
  );
  assert.match(shown(), /var="pubsub#publish_model" type="list-single"><value>publishers<\/value>/);
  mine.say(ownerAsk('set', `<configure node='notes'>${form({ publish_model: 'open', unknown: 'x' })}</configure>`));
  assert.match(shown(), /var="pubsub#publish_model" type="list-single"><value>open<\/value>/);
  assert.equal(outcome(theirs.say(publish('notes', note('1')))), 'result');
  assert.match(mine.say(ownerAsk('get', '<default/>'))[0] ?? '', /<default><x /);
});

test('whoever is shut out after they subscribed hears no more', () => {
  const { mine, theirs } = scene();
  theirs.say(subscribe('notes', `${other}/desk`));
  mine.say(ownerAsk('set', `<configure node='notes'>${form({ access_model: 'whitelist' })}</configure>`));
  mine.say(publish('notes', note('1')));
  assert.deepEqual(messages(theirs), []);
});

test('one resource may subscribe another of the same account', () => {
  const { bed, mine } = scene();
  const tablet = bed.connect().bind('tablet');
  mine.say(subscribe('notes', `${owner}/tablet`));
  mine.say(publish('notes', note('1')));
  assert.equal(messages(tablet).length, 1);
});

test('owners subscribe others within bounds, and use up nobody’s own', () => {
  const { mine, theirs } = scene();
  const outcomes = Array.from({ length: 99 }, (_, count) => {
    mine.say(create(`n${count}`));
    return outcome(
      mine.say(
        ownerAsk(
          'set',
          `<subscriptions node='n${count}'><subscription jid='${other}' subscription='subscribed'/></subscriptions>`,
        ),
      ),
    );
  });
  assert.ok(outcomes.every((one) => one === 'result'));
  assert.equal(outcome(theirs.say(subscribe('/finesse/api/Team/5000/Users', other))), 'result');
});

test('nodes are bounded for each owner', () => {
  const { mine } = scene();
  for (let count = 1; count < 100; count += 1) assert.equal(outcome(mine.say(create(`n${count}`))), 'result');
  assert.equal(outcome(mine.say(create('one more'))), 'wait resource-constraint');
});

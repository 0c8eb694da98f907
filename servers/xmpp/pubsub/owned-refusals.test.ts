// Each refusal of XEP-0060's table, with its type, its condition and PubSub's own.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { domain } from '../bed.ts';
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
  service,
  subscribe,
  type Scene,
} from './bed.ts';

type Case = readonly [
  claim: string,
  act: (scene: Scene) => readonly string[],
  outcome: string,
  fields?: Readonly<Record<string, string>>,
];
const cases: Case[] = [
  ['a node whose id is taken', ({ mine }) => mine.say(create('notes')), 'cancel conflict'],
  ['a node of the contact centre', ({ mine }) => mine.say(create('/finesse/api/User/1001001')), 'cancel conflict'],
  ['a node with a name of the contact centre', ({ mine }) => mine.say(create('/finesse/api/My')), 'auth forbidden'],
  [
    'a configuration that cannot be',
    ({ mine }) => mine.say(create('x', { access_model: 'secret' })),
    'modify not-acceptable',
  ],
  ['another person’s JID', ({ mine }) => mine.say(subscribe('notes', other)), 'modify bad-request invalid-jid'],
  ['no JID', ({ mine }) => mine.say(ask('set', `<subscribe node='notes'/>`)), 'modify bad-request invalid-jid'],
  ['no node', ({ mine }) => mine.say(ask('set', `<subscribe jid='${owner}'/>`)), 'modify bad-request nodeid-required'],
  ['a node that does not exist', ({ mine }) => mine.say(subscribe('nothing', owner)), 'cancel item-not-found'],
  [
    'a whitelisted node',
    ({ theirs }) => theirs.say(subscribe('notes', other)),
    'cancel not-allowed closed-node',
    { access_model: 'whitelist' },
  ],
  [
    'items of a whitelisted node',
    ({ theirs }) => theirs.say(ask('get', `<items node='notes'/>`)),
    'cancel not-allowed closed-node',
    { access_model: 'whitelist' },
  ],
  [
    'items that need a subscription',
    ({ theirs }) => theirs.say(ask('get', `<items node='notes'/>`)),
    'auth not-authorized not-subscribed',
    { access_model: 'authorize' },
  ],
  [
    'a subscription that waits already',
    ({ theirs }) => {
      theirs.say(subscribe('notes', other));
      return theirs.say(subscribe('notes', other));
    },
    'auth not-authorized pending-subscription',
    { access_model: 'authorize' },
  ],
  [
    'an outcast',
    ({ mine, theirs }) => {
      mine.say(affiliate('notes', other, 'outcast'));
      return theirs.say(subscribe('notes', other));
    },
    'auth forbidden',
  ],
  [
    'leaving what was not joined',
    ({ mine }) => mine.say(ask('set', `<unsubscribe node='notes' jid='${owner}'/>`)),
    'cancel unexpected-request not-subscribed',
  ],
  [
    'ending another’s subscription',
    ({ mine }) => mine.say(ask('set', `<unsubscribe node='notes' jid='${other}'/>`)),
    'auth forbidden',
  ],
  [
    'an id that no subscription has',
    ({ mine }) => {
      mine.say(subscribe('notes', owner));
      return mine.say(ask('set', `<unsubscribe node='notes' jid='${owner}' subid='1'/>`));
    },
    'modify not-acceptable invalid-subid',
  ],
  [
    'items by an id of a subscription',
    ({ mine }) => mine.say(ask('get', `<items node='notes' subid='1'/>`)),
    'modify not-acceptable invalid-subid',
  ],
  ['publishing where one may not', ({ theirs }) => theirs.say(publish('notes', note('1'))), 'auth forbidden'],
  [
    'publishing on the contact centre’s',
    ({ mine }) => mine.say(publish('/finesse/api/User/1001001', note('1'))),
    'auth forbidden',
  ],
  ['publishing nowhere', ({ mine }) => mine.say(publish('nothing', note('1'))), 'cancel item-not-found'],
  ['publishing nothing', ({ mine }) => mine.say(publish('notes', '')), 'modify bad-request item-required'],
  [
    'an item without a payload',
    ({ mine }) => mine.say(publish('notes', `<item id='1'/>`)),
    'modify bad-request payload-required',
  ],
  [
    'an item with two payloads',
    ({ mine }) => mine.say(publish('notes', `<item><a xmlns='x'/><b xmlns='x'/></item>`)),
    'modify bad-request invalid-payload',
  ],
  [
    'a payload that is too long',
    ({ mine }) => mine.say(publish('notes', note('1', 'x'.repeat(200)))),
    'modify not-acceptable payload-too-big',
    { max_payload_size: '100' },
  ],
  [
    'retracting nothing',
    ({ mine }) => mine.say(ask('set', `<retract node='notes'/>`)),
    'modify bad-request item-required',
  ],
  [
    'retracting what is not there',
    ({ mine }) => mine.say(ask('set', `<retract node='notes'><item id='9'/></retract>`)),
    'cancel item-not-found',
  ],
  [
    'retracting another’s',
    ({ mine, theirs }) => {
      mine.say(publish('notes', note('1')));
      return theirs.say(ask('set', `<retract node='notes'><item id='1'/></retract>`));
    },
    'auth forbidden',
  ],
  [
    'options of a subscription',
    ({ mine }) => mine.say(ask('get', `<options node='notes' jid='${owner}'/>`)),
    'cancel feature-not-implemented unsupported subscription-options',
  ],
  ['a verb that nobody knows', ({ mine }) => mine.say(ask('set', '<frobnicate/>')), 'cancel feature-not-implemented'],
  ['deleting another’s node', ({ theirs }) => theirs.say(ownerAsk('set', `<delete node='notes'/>`)), 'auth forbidden'],
  [
    'deleting the contact centre’s',
    ({ mine }) => mine.say(ownerAsk('set', `<delete node='/lab/events'/>`)),
    'auth forbidden',
  ],
  ['deleting no node', ({ mine }) => mine.say(ownerAsk('set', '<delete/>')), 'modify bad-request nodeid-required'],
  [
    'leaving a node without an owner',
    ({ mine }) => mine.say(affiliate('notes', owner, 'none')),
    'modify not-acceptable',
  ],
  ['an affiliation that is none', ({ mine }) => mine.say(affiliate('notes', other, 'king')), 'modify bad-request'],
  [
    'an affiliation of nobody',
    ({ mine }) => mine.say(affiliate('notes', `nobody@${domain}`, 'member')),
    'cancel item-not-found',
  ],
  [
    'configuring what cannot be',
    ({ mine }) => mine.say(ownerAsk('set', `<configure node='notes'>${form({ max_items: '0' })}</configure>`)),
    'modify not-acceptable',
  ],
];

const publishIf = (fields: Readonly<Record<string, string>>): string =>
  ask('set', `<publish node='notes'>${note('1')}</publish><publish-options>${form(fields)}</publish-options>`);
const affiliations = (...changes: readonly string[]): string =>
  ownerAsk('set', `<affiliations node='notes'>${changes.join('')}</affiliations>`);
cases.push(
  [
    'a field that is none of the form’s: it changes nothing',
    ({ mine }) => mine.say(create('n2', { constructor: '1', notify_retract: 'constructor' })),
    'modify not-acceptable',
  ],
  [
    'subscribing somebody who is not there',
    ({ mine }) =>
      mine.say(
        ownerAsk(
          'set',
          `<subscriptions node='notes'><subscription jid='${other}/nowhere' subscription='subscribed'/></subscriptions>`,
        ),
      ),
    'cancel item-not-found',
  ],
  [
    'leaving by an own JID that is gone',
    ({ mine }) => mine.say(ask('set', `<unsubscribe node='notes' jid='${owner}/gone'/>`)),
    'cancel unexpected-request not-subscribed',
  ],
  [
    'the items of a whitelisted node, found by discovery',
    ({ theirs }) =>
      theirs.say(
        `<iq xmlns='jabber:client' type='get' id='i' to='${service}'><query xmlns='http://jabber.org/protocol/disco#items' node='notes'/></iq>`,
      ),
    'cancel not-allowed closed-node',
    { access_model: 'whitelist' },
  ],
  [
    'publishing on a node that is not as the publisher takes it to be',
    ({ mine }) => mine.say(publishIf({ access_model: 'whitelist' })),
    'cancel conflict precondition-not-met',
  ],
  [
    'retracting two at once',
    ({ mine }) => mine.say(ask('set', `<retract node='notes'><item id='1'/><item id='2'/></retract>`)),
    'modify bad-request',
  ],
  [
    'an affiliation of no one',
    ({ mine }) => mine.say(affiliations(`<affiliation affiliation='member'/>`)),
    'modify bad-request',
  ],
  [
    'configuring without a form',
    ({ mine }) => mine.say(ownerAsk('set', `<configure node='notes'/>`)),
    'modify bad-request',
  ],
  [
    'a place in the feed by its number',
    ({ mine }) =>
      mine.say(
        ask('get', `<items node='/lab/events'/><set xmlns='http://jabber.org/protocol/rsm'><index>1</index></set>`),
      ),
    'cancel feature-not-implemented',
  ],
  [
    'a place in the feed that is none',
    ({ mine }) =>
      mine.say(
        ask('get', `<items node='/lab/events'/><set xmlns='http://jabber.org/protocol/rsm'><after>x</after></set>`),
      ),
    'cancel item-not-found',
  ],
);

test('publishes where the node is as the publisher takes it to be', () => {
  assert.equal(outcome(scene().mine.say(publishIf({ access_model: 'open' }))), 'result');
});

test('affiliations change together or not at all, and by what comes out', () => {
  const { mine, theirs } = scene();
  const one = (jid: string, affiliation: string): string => `<affiliation jid='${jid}' affiliation='${affiliation}'/>`;
  assert.equal(outcome(mine.say(affiliations(one(other, 'publisher'), one(owner, 'none')))), 'modify not-acceptable');
  assert.equal(outcome(theirs.say(publish('notes', note('1')))), 'auth forbidden');
  assert.equal(outcome(mine.say(affiliations(one(owner, 'none'), one(other, 'owner')))), 'result');
  assert.equal(outcome(theirs.say(publish('notes', note('1')))), 'result');
});

for (const [claim, act, expected, fields] of cases) {
  test(`refuses ${claim}: ${expected}`, () => assert.equal(outcome(act(scene(fields))), expected));
}

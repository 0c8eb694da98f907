// When a client is asked what it has (XEP-0198 §4): for what is new, once; never in a circle, and never beyond what may wait.
import assert from 'node:assert/strict';
import { mock, test } from 'node:test';
import { eventExamples } from '../../protocol/event.ts';
import { everythingTopic } from '../../protocol/topic.ts';
import { subscribeRequest } from '../../protocol/xmpp-pubsub.ts';
import { ackFrame, enableFrame } from '../../protocol/xmpp.ts';
import { domain, XmppBed, type BedClient } from '../bed.ts';

/** A client that has acknowledged everything so far, of a session that is managed and follows the feed: one stanza. */
const follow = async (bed: XmppBed): Promise<BedClient> => {
  const client = bed.connect().bind('desktop');
  const address = { id: 's', to: `pubsub.${domain}`, node: everythingTopic };
  client.say(enableFrame, subscribeRequest(address, `1001001@${domain}/desktop`));
  await bed.flushed();
  client.say(ackFrame(1));
  await bed.flushed();
  return client;
};

const publish = async (bed: XmppBed, count = 1): Promise<void> => {
  for (let index = 0; index < count; index += 1) bed.feed.publish(eventExamples['agent-state']);
  await bed.flushed();
};

const questionsTo = ({ frames }: BedClient): number => frames.filter((frame) => frame.startsWith('<r ')).length;
const messagesTo = ({ frames }: BedClient): number => frames.filter((frame) => frame.startsWith('<message ')).length;

test('a client that counts too little is not asked again for what it was asked for', async () => {
  const bed = new XmppBed(1000, { profile: 'modern' });
  const client = await follow(bed);
  await publish(bed);
  const asked = questionsTo(client);
  for (let turn = 0; turn < 3; turn += 1) {
    client.say(ackFrame(1));
    await bed.flushed();
  }
  assert.equal(questionsTo(client), asked);
});

test('it is asked at once for what went out after the question', async () => {
  const bed = new XmppBed(1000, { profile: 'modern' });
  const client = await follow(bed);
  await publish(bed);
  const asked = questionsTo(client);
  await publish(bed);
  assert.equal(questionsTo(client), asked, 'one question at a time');
  client.say(ackFrame(2));
  await bed.flushed();
  assert.equal(questionsTo(client), asked + 1);
});

test('it is asked again after a second, when it may have more, and never when it has all', async (context) => {
  const bed = new XmppBed(1000, { profile: 'modern' });
  const client = await follow(bed);
  mock.timers.enable({ apis: ['setTimeout'] });
  context.after(() => mock.timers.reset());
  await publish(bed);
  const asked = questionsTo(client);
  client.say(ackFrame(1));
  mock.timers.tick(1000);
  await bed.flushed();
  assert.equal(questionsTo(client), asked + 1);
  client.say(ackFrame(2));
  mock.timers.tick(1000);
  await bed.flushed();
  assert.equal(questionsTo(client), asked + 1);
});

test('a client that acknowledges nothing gets no more for saying so: events wait on the feed', async () => {
  const bed = new XmppBed(5000, { profile: 'modern' });
  const client = await follow(bed);
  await publish(bed, 3000);
  const sent = messagesTo(client);
  client.say(ackFrame(1), ackFrame(1), ackFrame(1));
  await bed.flushed();
  assert.equal(messagesTo(client), sent);
  client.say(ackFrame(1 + sent));
  await bed.flushed();
  assert.ok(messagesTo(client) > sent, 'and go on when it has taken some');
});

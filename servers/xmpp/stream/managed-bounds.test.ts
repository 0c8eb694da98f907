// What a managed stream keeps is bounded, and nobody pays for what another one does.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { eventExamples } from '../../protocol/event.ts';
import {
  sm,
  full,
  enable,
  subscribe,
  ackRequest,
  modernBed,
  beforeBind,
  managed,
  resume,
  itemsIn,
  publish,
} from './bed.ts';

test('a client that never acknowledges gets a thousand events and then no more, until it does', async () => {
  const bed = modernBed(5000);
  const { client } = managed(bed);
  for (let round = 0; round < 30; round += 1) await publish(bed, 100);
  const before = itemsIn(client.frames).length;
  assert.ok(before >= 999 && before <= 1250, String(before));
  client.say(`<a xmlns='${sm}' h='900'/>`);
  await bed.flushed();
  assert.ok(itemsIn(client.frames).length > before);
});

test('what others send to a client that is not there goes back once it is too much; its session stays', () => {
  const bed = modernBed();
  const { client, id } = managed(bed);
  client.stream.dispose();
  const sender = bed.connect().bind('desk', '1001002');
  const body = 'x'.repeat(60_000);
  const send = (): readonly string[] =>
    sender.say(`<message xmlns='jabber:client' to='${full}' type='chat' id='m'><body>${body}</body></message>`);
  const answers = Array.from({ length: 8 }, send);
  assert.deepEqual(
    answers.map((frames) => frames.length),
    [0, 0, 0, 0, 1, 1, 1, 1],
  );
  assert.match(answers[4]?.[0] ?? '', /type="error".*<service-unavailable /);
  assert.match(resume(bed, id, 1).answers[0] ?? '', /^<resumed /);
});

test('a client that acknowledges what it gets is not ended by what others send', () => {
  const bed = modernBed();
  const { client } = managed(bed);
  const sender = bed.connect().bind('desk', '1001002');
  const body = 'x'.repeat(60_000);
  for (let count = 0; count < 100; count += 1) {
    sender.say(`<message xmlns='jabber:client' to='${full}' type='chat' id='m'><body>${body}</body></message>`);
    if (count % 10 === 9) client.say(`<a xmlns='${sm}' h='${count + 2}'/>`);
  }
  assert.equal(client.stream.state, 'bound');
});

test('a session with many subscriptions, whose log rolled over, goes on after it is resumed', async () => {
  const bed = modernBed(50);
  const { client, id } = managed(bed);
  const nodes = Array.from({ length: 12 }, (_, index) => `/lab/n${index}` as const);
  for (const node of nodes) client.say(subscribe.replace('/lab/events', node));
  client.stream.dispose();
  for (let round = 0; round < 250; round += 1) {
    for (let count = 0; count < 10; count += 1) bed.feed.publish(eventExamples.dialog, { topics: nodes });
    await bed.flushed();
  }
  const { client: next } = resume(bed, id, 1);
  await bed.flushed();
  next.say(`<a xmlns='${sm}' h='${itemsIn(next.frames).length}'/>`);
  const before = next.frames.length;
  bed.feed.publish(eventExamples.dialog, { topics: nodes });
  await bed.flushed();
  next.say(`<a xmlns='${sm}' h='${itemsIn(next.frames).length}'/>`);
  await bed.flushed();
  assert.equal(next.stream.state, 'bound');
  assert.ok(
    next.frames.slice(before).some((frame) => frame.startsWith('<message')),
    'it is no empty shell',
  );
});

test('sessions that only wait for their next connection make room for one that is there', () => {
  const bed = modernBed();
  for (let count = 1; count <= 20; count += 1) {
    const client = bed.connect().bind(`r${count}`);
    client.say(enable);
    client.stream.dispose();
  }
  assert.equal(bed.connect().bind('one-more').stream.state, 'bound');
});

test('five binds in vain are enough', () => {
  const client = beforeBind(modernBed());
  const bad = `<iq xmlns='jabber:client' type='get' id='b'><bind xmlns='urn:ietf:params:xml:ns:xmpp-bind'/></iq>`;
  for (let count = 1; count <= 4; count += 1) assert.equal(client.say(bad).length, 1);
  assert.match(client.say(bad)[1] ?? '', /<policy-violation /);
});

test('a client that asks how much was handled and does not read is sent away', () => {
  const { client } = managed(modernBed());
  client.unsentBytes = 2 * 1024 * 1024;
  assert.match(client.say(ackRequest)[0] ?? '', /<resource-constraint /);
});

test('an account has twenty resources at most', () => {
  const bed = modernBed();
  for (let count = 1; count <= 20; count += 1) bed.connect().bind(`r${count}`);
  const client = bed.connect().bind('one-more');
  assert.match(client.frames.at(-1) ?? '', /type="error" id="b"><error type="wait"><resource-constraint /);
  assert.equal(bed.connect().bind('r1').stream.state, 'bound', 'taking one over is no further one');
});

// XEP-0198 on the stream: counting, resuming once and in order, and every way in which it is refused.
import assert from 'node:assert/strict';
import { mock, test } from 'node:test';
import { open, type BedClient, type XmppBed } from '../bed.ts';
import {
  sm,
  full,
  ping,
  enable,
  failed,
  ackRequest,
  modernBed,
  beforeBind,
  managed,
  resume,
  itemsIn,
  publish,
} from './bed.ts';

test('enable is answered with an id, that it can be resumed, and for how long', () => {
  const bed = modernBed();
  const [answer = ''] = bed.connect().bind('desktop').say(enable);
  assert.match(answer, /^<enabled xmlns="urn:xmpp:sm:3" id="id\d+" resume="true" max="60"\/>$/);
  const [shorter = ''] = bed.connect().bind('tablet').say(`<enable xmlns='${sm}' resume='1' max='5'/>`);
  assert.match(shorter, /max="5"/);
  assert.deepEqual(bed.connect().bind('phone').say(`<enable xmlns='${sm}'/>`), [`<enabled xmlns="${sm}"/>`]);
});

test('a second enable, an enable before bind, and a resume after it are unexpected', () => {
  const bed = modernBed();
  const client = bed.connect().bind('desktop');
  client.say(enable);
  assert.deepEqual(client.say(enable), [failed('unexpected-request')]);
  assert.deepEqual(client.say(`<resume xmlns='${sm}' previd='x' h='0'/>`), [failed('unexpected-request')]);
  const early = beforeBind(bed);
  assert.deepEqual(early.say(enable), [failed('unexpected-request')]);
  assert.equal(early.bind('tablet').stream.state, 'closed', 'a second login on one stream');
});

test('stanzas of the client are counted from enable on, elements of XEP-0198 are not', () => {
  const client = modernBed().connect().bind('desktop');
  client.say(ping, enable, ping, ackRequest);
  client.say(ping);
  assert.deepEqual(client.say(ackRequest), [`<a xmlns="${sm}" h="2"/>`]);
});

test('the server asks for an acknowledgement once, and again only when it was answered and something is left', async () => {
  const bed = modernBed();
  const { client } = managed(bed);
  await publish(bed, 3);
  await publish(bed, 3);
  const asked = (): number => client.frames.filter((frame) => frame === ackRequest).length;
  assert.equal(asked(), 1);
  client.say(`<a xmlns='${sm}' h='4'/>`);
  await bed.flushed();
  assert.equal(asked(), 2);
  client.say(`<a xmlns='${sm}' h='7'/>`);
  await bed.flushed();
  assert.equal(asked(), 2);
});

test('a resumed stream gets what was not acknowledged, once and in order, and what happened meanwhile', async () => {
  const bed = modernBed();
  const { client, id } = managed(bed);
  await publish(bed, 5);
  // The answer to subscribe and two events have come.
  client.say(`<a xmlns='${sm}' h='3'/>`);
  client.stream.dispose();
  await publish(bed, 400);
  const { client: next, answers } = resume(bed, id, 4);
  assert.equal(answers[0], `<resumed xmlns="${sm}" previd="${id}" h="1"/>`);
  next.say(`<a xmlns='${sm}' h='100'/>`);
  await bed.flushed();
  const got = itemsIn(next.frames);
  assert.deepEqual(
    got,
    Array.from({ length: 402 }, (_, index) => `e-${index + 4}`),
  );
  assert.equal(next.stream.state, 'bound');
  await publish(bed, 1);
  assert.equal(itemsIn(next.frames).at(-1), 'e-406');
});

test('a repeated message says when it was sent first', async () => {
  const bed = modernBed();
  const { client, id } = managed(bed);
  await publish(bed, 1);
  client.stream.dispose();
  const { answers } = resume(bed, id, 1);
  assert.match(
    answers.find((frame) => frame.startsWith('<message')) ?? '',
    /<delay xmlns="urn:xmpp:delay" from="finesse\.example\.com" stamp="2026-11-22T10:00:00\.000Z"\/><\/message>$/,
  );
});

test('a stream that still stands is told conflict when another one takes its session over', async () => {
  const bed = modernBed();
  const { client, id } = managed(bed);
  const { client: next } = resume(bed, id, 1);
  assert.match(client.frames.at(-2) ?? '', /<conflict /);
  assert.equal(client.stream.state, 'closed');
  await publish(bed, 1);
  assert.deepEqual(itemsIn(next.frames), ['e-1']);
  assert.equal(bed.feed.figures.readers, 1);
});

for (const [claim, end] of [
  ['after a goodbye', (client: BedClient) => client.stream.end()],
  ['after a conflict', (client: BedClient, bed: XmppBed) => void (client && bed.connect().bind('desktop'))],
] as const) {
  test(`nothing is left to resume ${claim}; the count of what was handled is told`, () => {
    const bed = modernBed();
    const { client, id } = managed(bed);
    end(client, bed);
    const { client: next, answers } = resume(bed, id, 0);
    assert.deepEqual(answers, [failed('item-not-found', 1)]);
    assert.equal(next.stream.state, 'binding', 'bind is still possible');
  });
}

test('an unknown id, another person’s, and a count that is none are refused', () => {
  const bed = modernBed();
  const { client, id } = managed(bed);
  client.stream.dispose();
  assert.deepEqual(resume(bed, 'unknown', 0).answers, [failed('item-not-found')]);
  assert.deepEqual(resume(bed, id, 'many').answers, [failed('bad-request')]);
  const stranger = beforeBind(bed, '1001002');
  assert.deepEqual(stranger.say(`<resume xmlns='${sm}' previd='${id}' h='0'/>`), [failed('item-not-found')]);
});

test('who acknowledges more than was sent has lost count; a lower count than before is let pass', async () => {
  const bed = modernBed();
  const { client } = managed(bed);
  await publish(bed, 1);
  client.say(`<a xmlns='${sm}' h='2'/>`, `<a xmlns='${sm}' h='1'/>`);
  assert.equal(client.stream.state, 'bound');
  const answers = client.say(`<a xmlns='${sm}' h='3'/>`);
  assert.match(
    answers[0] ?? '',
    /<undefined-condition [^>]*\/><handled-count-too-high xmlns="urn:xmpp:sm:3" h="3" send-count="2"\/>/,
  );
  assert.equal(client.stream.state, 'closed');
});

test('a resume that claims too much ends the session', async () => {
  const bed = modernBed();
  const { client, id } = managed(bed);
  client.stream.dispose();
  const { client: next, answers } = resume(bed, id, 9);
  assert.match(answers[0] ?? '', /handled-count-too-high/);
  assert.equal(next.stream.state, 'closed');
  assert.equal(bed.feed.figures.readers, 0);
});

test('a session without a connection ends when its time is over', () => {
  mock.timers.enable({ apis: ['setTimeout'] });
  try {
    const bed = modernBed();
    const { client, id } = managed(bed);
    client.stream.dispose();
    mock.timers.tick(59_999);
    assert.equal(bed.feed.figures.readers, 1);
    mock.timers.tick(1);
    assert.equal(bed.feed.figures.readers, 0);
    assert.deepEqual(resume(bed, id, 0).answers, [failed('item-not-found', 1)]);
  } finally {
    mock.timers.reset();
  }
});

test('a session that fell off the log while it had no connection is told of the gap', async () => {
  const bed = modernBed(50);
  const { client, id } = managed(bed);
  await publish(bed, 1);
  client.stream.dispose();
  for (let round = 0; round < 10; round += 1) await publish(bed, 30);
  const { client: next } = resume(bed, id, 2);
  await bed.flushed();
  assert.ok(next.frames.some((frame) => frame.includes('<gap xmlns="urn:transport-lab:entry"')));
  assert.equal(itemsIn(next.frames).at(-1), 'e-301');
});

test('before the login nothing is managed, and the stream goes on', () => {
  const client = modernBed().connect();
  client.say(open);
  assert.deepEqual(client.say(enable, `<resume xmlns='${sm}' previd='x' h='0'/>`), [
    failed('unexpected-request'),
    failed('unexpected-request'),
  ]);
  assert.equal(client.stream.state, 'authenticating');
});

test('what was sent to a session that ended without acknowledging it goes back, answers and events do not', async () => {
  const bed = modernBed();
  const { client } = managed(bed);
  const sender = bed.connect().bind('desk', '1001002');
  client.stream.dispose();
  await publish(bed, 1);
  for (const said of [
    `<message xmlns='jabber:client' to='${full}' type='chat' id='m'><body>a</body></message>`,
    `<iq xmlns='jabber:client' to='${full}' type='get' id='q'><ping xmlns='urn:xmpp:ping'/></iq>`,
    `<iq xmlns='jabber:client' to='${full}' type='result' id='r'/>`,
    `<message xmlns='jabber:client' to='${full}' type='headline' id='h'/>`,
  ]) {
    assert.deepEqual(sender.say(said), []);
  }
  const before = sender.frames.length;
  bed.connect().bind('desktop');
  const returned = sender.frames
    .slice(before)
    .map((frame) => /^<(\w+) .*type="error" id="(\w)".*<service-unavailable /.exec(frame));
  assert.deepEqual(
    returned.map((match) => match?.slice(1)),
    [
      ['message', 'm'],
      ['iq', 'q'],
    ],
  );
});

test('counters go round at 2^32', async () => {
  const { StreamManagement } = await import('../session/stream-management.ts');
  const management = new StreamManagement('id', 0);
  const keep = (count: number): void => {
    for (let index = 0; index < count; index += 1) management.keep({ rest: '', sentAtMs: 0 });
  };
  keep(3);
  assert.ok(management.acknowledge(3));
  keep(3);
  assert.ok(!management.acknowledge(2 ** 31 - 1 + 3), 'half the circle ahead is too high');
  assert.ok(management.acknowledge(2 ** 32 - 1), 'just behind is late');
  assert.equal(management.sent, 6);
});

// Presence and what hangs on it: the back end's, the resources' among themselves, automatic subscriptions, the forced logout.
import assert from 'node:assert/strict';
import { mock, test } from 'node:test';
import { eventExamples, type AgentStateEvent } from '../../protocol/event.ts';
import { domain, XmppBed, type BedClient } from '../bed.ts';

const bare = `1001001@${domain}`;
const available = `<presence xmlns='jabber:client'/>`;
const unavailable = `<presence xmlns='jabber:client' type='unavailable'/>`;
const priority = (value: string): string => `<presence xmlns='jabber:client'><priority>${value}</priority></presence>`;
const subscribe = (node: string, jid: string): string =>
  `<iq xmlns='jabber:client' type='set' id='s' to='pubsub.${domain}'><pubsub xmlns='http://jabber.org/protocol/pubsub'><subscribe node='${node}' jid='${jid}'/></pubsub></iq>`;
const unsubscribe = (node: string, jid: string): string => subscribe(node, jid).replace('<subscribe ', '<unsubscribe ');

const user = '/finesse/api/User/1001001';

/** To whom events were addressed, and of which node. */
const eventsOf = (client: BedClient): readonly string[] =>
  client.frames.flatMap((frame) => {
    const [, to, node] = /^<message .*?to="([^"]*)".*?<items node="([^"]*)"/.exec(frame) ?? [];
    return to === undefined ? [] : [`${to} ${node}`];
  });

const ready = (bed: XmppBed): Promise<void> => {
  bed.feed.publish(eventExamples['agent-state']);
  return bed.flushed();
};

test('an agent who is there gets their own node, their calls and the system’s, by the bare JID, without asking', async () => {
  const bed = new XmppBed();
  const client = bed.connect().bind('desktop');
  await ready(bed);
  assert.deepEqual(eventsOf(client), [], 'nothing before presence');
  client.say(available);
  bed.feed.publish(eventExamples['agent-state']);
  bed.feed.publish(eventExamples.dialog);
  bed.feed.publish(eventExamples['system-info']);
  await bed.flushed();
  assert.deepEqual(
    new Set(eventsOf(client)),
    new Set([`${bare} ${user}`, `${bare} ${user}/Dialogs`, `${bare} /finesse/api/SystemInfo`]),
  );
});

test('an automatic subscription steps back for a resource that subscribes itself, and nothing is lost in between', async () => {
  const bed = new XmppBed();
  const client = bed.connect().bind('desktop');
  client.say(available);
  await bed.flushed();
  bed.feed.publish(eventExamples['agent-state']);
  client.say(subscribe(user, `${bare}/desktop`));
  await ready(bed);
  assert.deepEqual(eventsOf(client), [`${bare}/desktop ${user}`, `${bare}/desktop ${user}`]);
  client.say(unsubscribe(user, `${bare}/desktop`));
  await ready(bed);
  assert.equal(eventsOf(client).at(-1), `${bare} ${user}`);
});

test('what goes to the bare JID reaches every resource that is there with a priority of at least 0', async () => {
  const bed = new XmppBed();
  const [desktop, tablet, phone, mute] = ['desktop', 'tablet', 'phone', 'mute'].map((name) => bed.connect().bind(name));
  assert.ok(desktop && tablet && phone && mute);
  desktop.say(available);
  tablet.say(priority('5'));
  phone.say(priority('-1'));
  await bed.flushed();
  await ready(bed);
  assert.deepEqual(
    [desktop, tablet, phone, mute].map((client) => eventsOf(client).length),
    [1, 1, 0, 0],
  );
});

test('a bare-JID subscription outlives its session, a full-JID one does not', async () => {
  const bed = new XmppBed();
  const team = '/finesse/api/Team/5000/Users';
  const first = bed.connect().bind('desktop');
  first.say(available, subscribe(team, bare), subscribe('/lab/events', `${bare}/desktop`));
  first.stream.end();
  assert.equal(bed.feed.figures.readers, 0);
  const second = bed.connect().bind('desktop');
  second.say(available);
  await bed.flushed();
  await ready(bed);
  assert.deepEqual(new Set(eventsOf(second)), new Set([`${bare} ${user}`, `${bare} ${team}`]));
});

test('resources see one another come, change and go', () => {
  const bed = new XmppBed();
  const desktop = bed.connect().bind('desktop');
  desktop.say(available);
  const tablet = bed.connect().bind('tablet');
  const seen = (client: BedClient, ...said: readonly string[]): readonly string[] => {
    const before = client.frames.length;
    tablet.say(...said);
    return client.frames
      .slice(before)
      .map((frame) => frame.replace(/^<presence xmlns="jabber:client" /, '').replaceAll(`@${domain}`, ''));
  };
  assert.deepEqual(seen(desktop, priority('2')), [
    'from="1001001/tablet" to="1001001/desktop"><priority>2</priority></presence>',
  ]);
  assert.ok(
    tablet.frames.some((frame) => frame.includes(`from="${bare}/desktop"`)),
    'and who is there already',
  );
  assert.deepEqual(seen(desktop, unavailable), ['type="unavailable" from="1001001/tablet" to="1001001/desktop"/>']);
});

test('the back end that goes and comes is told to everybody who is there', () => {
  const bed = new XmppBed();
  const client = bed.connect().bind('desktop');
  client.say(available);
  const before = client.frames.length;
  bed.desk.system.set('OUT_OF_SERVICE');
  bed.desk.system.set('IN_SERVICE');
  const [gone = '', back = ''] = client.frames.slice(before);
  assert.equal(
    gone,
    `<presence xmlns="jabber:client" from="finesse@${domain}/svc" to="${bare}/desktop" type="unavailable"/>`,
  );
  assert.match(back, /^<presence [^>]*from="finesse@[^>]*><c /);
});

const stateOf = ({ desk }: XmppBed): string => {
  const { state, reasonCode, isClaimed } = desk.statusOf('1001001');
  return `${state} ${reasonCode ?? '-'}${isClaimed ? ' claimed' : ''}`;
};

for (const [how, leave] of [
  ['says unavailable', (client: BedClient) => void client.say(unavailable)],
  ['says goodbye', (client: BedClient) => client.stream.end()],
  ['loses the connection', (client: BedClient) => client.stream.dispose()],
] as const) {
  test(`an agent who ${how} is logged out after 60 s, with reason 255`, async () => {
    mock.timers.enable({ apis: ['setTimeout'] });
    try {
      const bed = new XmppBed();
      const client = bed.connect().bind('desktop');
      client.say(available);
      leave(client);
      mock.timers.tick(59_999);
      assert.equal(stateOf(bed), 'NOT_READY - claimed');
      mock.timers.tick(1);
      assert.equal(stateOf(bed), 'LOGOUT 255');
      const { entries } = bed.feed.readAfter({ cursor: 'e-0' });
      const last = entries.at(-1)?.event as AgentStateEvent | undefined;
      assert.deepEqual([last?.state, last?.reasonCode], ['LOGOUT', 255]);
      if (how !== 'says unavailable') assert.equal(bed.service.findAccount(bare), undefined, 'nothing is kept');
    } finally {
      mock.timers.reset();
    }
  });
}

test('an agent who comes back in time, or is there with another resource, stays', () => {
  mock.timers.enable({ apis: ['setTimeout'] });
  try {
    const bed = new XmppBed();
    const [desktop, tablet] = [bed.connect().bind('desktop'), bed.connect().bind('tablet')];
    desktop.say(available);
    tablet.say(available);
    desktop.stream.end();
    mock.timers.tick(120_000);
    assert.equal(stateOf(bed), 'NOT_READY - claimed');
    tablet.stream.dispose();
    mock.timers.tick(59_000);
    bed.connect().bind('tablet').say(available);
    mock.timers.tick(120_000);
    assert.equal(stateOf(bed), 'NOT_READY - claimed');
  } finally {
    mock.timers.reset();
  }
});

test('the grace can be shorter', () => {
  mock.timers.enable({ apis: ['setTimeout'] });
  try {
    const bed = new XmppBed(100, { presenceGraceMs: 10 });
    const client = bed.connect().bind('desktop');
    client.say(available);
    client.stream.end();
    mock.timers.tick(10);
    assert.equal(stateOf(bed), 'LOGOUT 255');
  } finally {
    mock.timers.reset();
  }
});

test('a server that moves says where, and nothing else', () => {
  const client = new XmppBed(100, { seeOtherUri: 'wss://other.example.com/ws/' }).connect().bind('desktop');
  const before = client.frames.length;
  client.stream.shutdown();
  assert.deepEqual(client.frames.slice(before), [
    '<close xmlns="urn:ietf:params:xml:ns:xmpp-framing" see-other-uri="wss://other.example.com/ws/"/>',
  ]);
});

test('a client that asks and does not read is sent away', () => {
  const bed = new XmppBed();
  const client = bed.connect().bind('desktop');
  client.unsentBytes = 2 * 1024 * 1024;
  const answers = client.say(`<iq xmlns='jabber:client' type='get' id='p'><ping xmlns='urn:xmpp:ping'/></iq>`);
  assert.match(answers[0] ?? '', /<resource-constraint /);
  assert.equal(client.stream.state, 'closed');
});

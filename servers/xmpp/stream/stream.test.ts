// The course of a stream: its table of moves, every stream error, and that nothing a client sends makes it throw.
import assert from 'node:assert/strict';
import { mock, test } from 'node:test';
import { array, assert as assertProperty, constantFrom, integer, property, string } from 'fast-check';
import { plainFrame } from '../../protocol/xmpp.ts';
import { domain, open, XmppBed, type BedClient } from '../bed.ts';
import type { StreamCondition } from './stream-errors.ts';
import { allowedMoves, type StreamState } from './stream-states.ts';

const framing = 'urn:ietf:params:xml:ns:xmpp-framing';
const closeFrame = `<close xmlns="${framing}"/>`;
const opened =
  /^<open xmlns="urn:ietf:params:xml:ns:xmpp-framing" from="finesse\.example\.com" id="id\d+" xml:lang="en" version="1\.0"\/>$/;

const errorFrame = (condition: StreamCondition): string =>
  `<stream:error xmlns:stream="http://etherx.jabber.org/streams"><${condition} xmlns="urn:ietf:params:xml:ns:xmpp-streams"/></stream:error>`;

const openWith = (attributes: string): string => `<open xmlns='${framing}' ${attributes}/>`;
const auth = plainFrame({ authzid: '', authcid: '1001001', password: 'secret' });
const ping = `<iq xmlns='jabber:client' type='get' id='p'><ping xmlns='urn:xmpp:ping'/></iq>`;

/** Frames that bring a stream to a state. */
const ways: Readonly<Partial<Record<StreamState, readonly string[]>>> = {
  unopened: [],
  authenticating: [open],
  authenticated: [open, auth],
  binding: [open, auth, open],
};

const clientIn = (state: StreamState): BedClient => {
  const client = new XmppBed().connect();
  if (state === 'bound') client.bind('desktop');
  client.say(...(ways[state] ?? []));
  assert.equal(client.stream.state, state);
  return client;
};

const during = 'a frame that arrives while the stream is';
const cases: readonly (readonly [state: StreamState, frame: string, condition: StreamCondition])[] = [
  ['unopened', '<open', 'not-well-formed'],
  ['unopened', `<!-- hello -->${open}`, 'restricted-xml'],
  ['unopened', `<!DOCTYPE open>${open}`, 'restricted-xml'],
  ['unopened', `<?lab hello?>${open}`, 'restricted-xml'],
  ['unopened', openWith(`version='1.0'`), 'improper-addressing'],
  ['unopened', openWith(`to='@' version='1.0'`), 'improper-addressing'],
  ['unopened', openWith(`to='elsewhere.example.com' version='1.0'`), 'host-unknown'],
  ['unopened', openWith(`to='${domain}'`), 'unsupported-version'],
  ['unopened', openWith(`to='${domain}' version='2.0'`), 'unsupported-version'],
  ['unopened', `<open xmlns='urn:other' to='${domain}' version='1.0'/>`, 'invalid-namespace'],
  [
    'unopened',
    `<stream:stream xmlns='jabber:client' xmlns:stream='http://etherx.jabber.org/streams' to='${domain}' version='1.0'/>`,
    'invalid-namespace',
  ],
  ['unopened', ping, 'not-authorized'],
  ['unopened', '<hello/>', 'unsupported-stanza-type'],
  ['authenticating', ping, 'not-authorized'],
  ['authenticating', '<a', 'not-well-formed'],
  ['authenticating', '<a>&hello;</a>', 'restricted-xml'],
  ['authenticating', '<p:a/>', 'not-well-formed'],
  ['authenticating', '<a b="1" b="2"/>', 'not-well-formed'],
  ['authenticating', '<a>\u0001</a>', 'not-well-formed'],
  ['authenticating', '<a>&#1;</a>', 'not-well-formed'],
  ['authenticating', '<a>\uffff</a>', 'not-well-formed'],
  ['authenticating', '<a b="<"/>', 'not-well-formed'],
  ['authenticating', '<a/> <!-- after -->', 'restricted-xml'],
  ['authenticating', '<a/>text', 'not-well-formed'],
  ['authenticating', `${'<a>'.repeat(70)}${'</a>'.repeat(70)}`, 'policy-violation'],
  ['authenticating', open, 'policy-violation'],
  ['unopened', openWith(`from='@' to='${domain}' version='1.0'`), 'invalid-from'],
  ['binding', open, 'policy-violation'],
  ['authenticated', ping, 'not-authorized'],
  ['authenticated', openWith(`from='1001002@${domain}' to='${domain}' version='1.0'`), 'invalid-from'],
  ['binding', ping, 'not-authorized'],
  ['binding', `<presence xmlns='jabber:client'/>`, 'not-authorized'],
  ['bound', `<iq type='get' id='p'><ping xmlns='urn:xmpp:ping'/></iq>`, 'unsupported-stanza-type'],
  ['bound', `<hello xmlns='jabber:client'/>`, 'unsupported-stanza-type'],
  ['bound', `<message xmlns='jabber:server'/>`, 'invalid-namespace'],
  ['bound', `<presence xmlns='jabber:client' from='1001002@${domain}'/>`, 'invalid-from'],
  ['bound', `<presence xmlns='jabber:client' from='@'/>`, 'invalid-from'],
  ['bound', open, 'policy-violation'],
  ['bound', `${ping}${ping}`, 'not-well-formed'],
];

for (const [state, frame, condition] of cases) {
  test(`${during} ${state} is refused with ${condition}: ${frame.slice(0, 70)}`, () => {
    const client = clientIn(state);
    const answers = client.say(frame);
    // RFC 7395 §3.5: while the stream opens, the error comes after an <open/>.
    const isOpening = state === 'unopened' || state === 'authenticated';
    if (isOpening) assert.match(answers[0] ?? '', opened);
    assert.deepEqual(answers.slice(isOpening ? 1 : 0), [errorFrame(condition), closeFrame]);
    assert.equal(client.stream.state, 'closed');
    assert.equal(client.closed, 'ended');
  });
}

test('every state is left by a move of the table only', () => {
  const reached = (['unopened', 'authenticating', 'authenticated', 'binding', 'bound'] as const).map((state) => {
    const client = clientIn(state);
    client.say(closeFrame);
    return client.stream.state;
  });
  assert.deepEqual(new Set(reached), new Set(['closed']));
  assert.deepEqual(
    Object.keys(allowedMoves)
      .filter((state) => state !== 'closed')
      .map((state) => allowedMoves[state as StreamState].at(-1)),
    reached,
  );
  assert.deepEqual(allowedMoves.closed, []);
});

test('a client that says who it is is answered by its name', () => {
  const client = new XmppBed().connect();
  const [answer = ''] = client.say(openWith(`from='1001001@${domain}' to='${domain}' version='1.0'`));
  assert.match(answer, new RegExp(`^<open [^>]*from="${domain}" to="1001001@${domain}" id=`));
});

test('a stream error of the client ends the stream, and is not answered with one', () => {
  const client = clientIn('bound');
  const error = `<stream:error xmlns:stream='http://etherx.jabber.org/streams'><undefined-condition xmlns='urn:ietf:params:xml:ns:xmpp-streams'/></stream:error>`;
  assert.deepEqual(client.say(error), [closeFrame]);
});

test('answers nothing after the stream is closed', () => {
  const client = clientIn('bound');
  client.say(closeFrame);
  assert.deepEqual(client.say(ping, open, '<'), []);
});

test('a login that takes too long ends with connection-timeout', () => {
  mock.timers.enable({ apis: ['setTimeout'] });
  try {
    const client = new XmppBed().connect();
    client.say(open);
    mock.timers.tick(29_999);
    assert.equal(client.stream.state, 'authenticating');
    mock.timers.tick(1);
    assert.deepEqual(client.frames.slice(-2), [errorFrame('connection-timeout'), closeFrame]);
    const bound = new XmppBed().connect().bind('desktop');
    mock.timers.tick(60_000);
    assert.equal(bound.stream.state, 'bound');
  } finally {
    mock.timers.reset();
  }
});

test('a newer session takes the resource, and the older one is told: conflict', () => {
  const bed = new XmppBed();
  const older = bed.connect().bind('desktop');
  const newer = bed.connect().bind('desktop');
  assert.deepEqual(older.frames.slice(-2), [errorFrame('conflict'), closeFrame]);
  assert.equal(newer.stream.state, 'bound');
  assert.equal(bed.service.findAccount(`1001001@${domain}`)?.resources.length, 1);
});

test('a draining server says system-shutdown', () => {
  const client = clientIn('bound');
  client.stream.shutdown();
  assert.deepEqual(client.frames.slice(-2), [errorFrame('system-shutdown'), closeFrame]);
  assert.equal(client.closed, 'shutdown');
});

test('a carrier that is gone leaves no session and no follower behind', async () => {
  const bed = new XmppBed();
  const client = bed.connect().bind('desktop');
  const jid = `1001001@${domain}`;
  const subscribe = (subscriber: string): string =>
    `<iq xmlns='jabber:client' type='set' id='s' to='pubsub.${domain}'><pubsub xmlns='http://jabber.org/protocol/pubsub'>` +
    `<subscribe node='/lab/events' jid='${subscriber}'/></pubsub></iq>`;
  client.say(subscribe(jid), subscribe(`${jid}/desktop`));
  assert.equal(bed.feed.figures.readers, 1, 'nobody is there for the bare JID yet');
  client.say(`<presence xmlns='jabber:client'/>`);
  assert.equal(bed.feed.figures.readers, 5, 'the three nodes of the agent, and everything twice');
  client.stream.dispose();
  assert.equal(bed.feed.figures.readers, 0);
  assert.equal(bed.service.findAccount(`1001001@${domain}`)?.resources.length, 0);
  assert.equal(client.closed, undefined);
});

test('a fault of the server itself is reported and ends the stream with internal-server-error', () => {
  const bed = new XmppBed();
  const client = bed.connect().bind('desktop');
  mock.method(bed.desk, 'claim', () => {
    throw new Error('the desk is gone');
  });
  client.say(`<presence xmlns='jabber:client'/>`);
  assert.deepEqual(client.frames.slice(-2), [errorFrame('internal-server-error'), closeFrame]);
  assert.equal((bed.faults[0] as Error).message, 'the desk is gone');
});

const vocabulary = [
  open,
  auth,
  ping,
  closeFrame,
  `<iq type='set' id='b' xmlns='jabber:client'><bind xmlns='urn:ietf:params:xml:ns:xmpp-bind'/></iq>`,
  `<presence xmlns='jabber:client'/>`,
  `<message xmlns='jabber:client' to='1001002@${domain}'><body>hello</body></message>`,
  `<iq xmlns='jabber:client' type='get' id='i' to='pubsub.${domain}'><pubsub xmlns='http://jabber.org/protocol/pubsub'><items node='/lab/events'/><set xmlns='http://jabber.org/protocol/rsm'><max>5</max><after>e-1</after></set></pubsub></iq>`,
];

/** A frame with a piece cut out and another put in its place. */
const mutate = (frame: string, at: number, cut: number, put: string): string => {
  const from = at % (frame.length + 1);
  return frame.slice(0, from) + put + frame.slice(from + cut);
};

test('no mutated frame, in whatever state it arrives, makes the core throw or report a fault of its own', () => {
  const step = array(integer({ min: 0, max: 400 }), { minLength: 2, maxLength: 2 });
  assertProperty(
    property(
      constantFrom('unopened', 'authenticating', 'authenticated', 'binding', 'bound'),
      array(constantFrom(...vocabulary), { maxLength: 4 }),
      step,
      string({ unit: 'binary', maxLength: 8 }),
      (state, frames, [at = 0, cut = 0], put) => {
        const bed = new XmppBed();
        const client = bed.connect();
        if (state === 'bound') client.bind('desktop');
        else client.say(...(ways[state as StreamState] ?? []));
        for (const frame of frames) client.say(mutate(frame, at, cut % 30, put), frame);
        client.stream.dispose();
        assert.deepEqual(bed.faults, []);
        assert.equal(client.stream.state, 'closed');
      },
    ),
    { numRuns: 600, seed: 7 },
  );
});

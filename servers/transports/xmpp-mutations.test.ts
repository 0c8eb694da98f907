// Ten thousand mutated frames against a live server, over both doors: it stays up, grows no memory, and serves the next client.
import assert from 'node:assert/strict';
import { once } from 'node:events';
import { test } from 'node:test';
import { WebSocket } from 'ws';
import { buildApp } from '../app.ts';
import { seededRandom, type Random } from '../simulation/random.ts';
import { XmppServer } from '../testing/xmpp-bed.ts';
import { XmppStream } from '../xmpp/stream/stream.ts';
import { bosh } from './bosh/bosh.ts';
import { xmpp } from './xmpp.ts';

const pubsub = (type: string, content: string, ns = 'http://jabber.org/protocol/pubsub'): string =>
  `<iq xmlns='jabber:client' type='${type}' id='i' to='pubsub.localhost'><pubsub xmlns='${ns}'>${content}</pubsub></iq>`;

const open = `<open xmlns='urn:ietf:params:xml:ns:xmpp-framing' to='localhost' version='1.0'/>`;
const login = [
  open,
  `<auth xmlns='urn:ietf:params:xml:ns:xmpp-sasl' mechanism='PLAIN'>ADEwMDEwMDEAc2VjcmV0</auth>`,
  open,
  `<iq type='set' id='b' xmlns='jabber:client'><bind xmlns='urn:ietf:params:xml:ns:xmpp-bind'><resource>desktop</resource></bind></iq>`,
];
/** What a client of every kind says once it is in. */
const vocabulary = [
  ...login,
  `<presence xmlns='jabber:client'><priority>1</priority></presence>`,
  `<enable xmlns='urn:xmpp:sm:3' resume='true'/>`,
  `<r xmlns='urn:xmpp:sm:3'/>`,
  `<a xmlns='urn:xmpp:sm:3' h='1'/>`,
  `<resume xmlns='urn:xmpp:sm:3' previd='x' h='0'/>`,
  `<iq type='get' id='q' to='localhost' xmlns='jabber:client'><query xmlns='http://jabber.org/protocol/disco#info'/></iq>`,
  `<message xmlns='jabber:client' to='1001002@localhost'><body>a &amp; b</body></message>`,
  pubsub('set', `<subscribe node='/lab/events' jid='1001001@localhost/desktop'/>`),
  pubsub('get', `<items node='/lab/events'/><set xmlns='http://jabber.org/protocol/rsm'><max>5</max></set>`),
  pubsub(
    'set',
    `<create node='n'/><configure><x xmlns='jabber:x:data' type='submit'><field var='pubsub#max_items'><value>3</value></field></x></configure>`,
  ),
  pubsub('set', `<publish node='n'><item id='1'><note xmlns='urn:x'>text</note></item></publish>`),
  pubsub(
    'set',
    `<affiliations node='n'><affiliation jid='1001002@localhost' affiliation='member'/></affiliations>`,
    'http://jabber.org/protocol/pubsub#owner',
  ),
  pubsub('set', `<delete node='n'/>`, 'http://jabber.org/protocol/pubsub#owner'),
];
const pieces = [
  '<',
  '>',
  '/',
  '"',
  "'",
  '&',
  '&lol;',
  '&#0;',
  '<!--',
  '<![CDATA[',
  ']]>',
  '<!DOCTYPE x>',
  '<?x?>',
  'xmlns=""',
  '\u0000',
  '\ufffe',
  '\ud800',
  '😀',
  '<a>'.repeat(80),
  ' a="1" a="1"',
  'p:x',
  '\n',
];

/** A frame with a piece cut out, put in, or doubled; sometimes as it is. */
const mutate = (frame: string, random: Random): string => {
  const at = random.integer(frame.length + 1);
  const cut = random.integer(12);
  switch (random.integer(5)) {
    case 0:
      return frame;
    case 1:
      return frame.slice(0, at) + frame.slice(at + cut);
    case 2:
      return frame.slice(0, at) + random.pick(pieces) + frame.slice(at);
    case 3:
      return frame.slice(0, at) + random.pick(pieces) + frame.slice(at + cut);
    default:
      return frame.slice(0, at) + frame.slice(Math.max(0, at - cut * 3));
  }
};

/** Mutated frames that a stream has really looked at: what comes after the end of one is thrown in vain. */
const looked = { frames: 0 };
// oxlint-disable-next-line typescript/unbound-method -- it is called on the stream it belongs to, below
const look = XmppStream.prototype.receive;
XmppStream.prototype.receive = function (frame) {
  if (this.state !== 'closed' && !vocabulary.includes(frame)) looked.frames += 1;
  look.call(this, frame);
};

/** Opens one connection, logs in or not, and throws a few frames; resolves when the connection is over. */
const attack = async (port: number, random: Random): Promise<void> => {
  const socket = new WebSocket(`ws://127.0.0.1:${port}/ws/`, ['xmpp']);
  socket.on('error', () => {});
  const closed = once(socket, 'close');
  await once(socket, 'open');
  for (const frame of login.slice(0, random.integer(login.length + 1))) socket.send(frame);
  for (let count = 0; count < 10; count += 1) socket.send(mutate(random.pick(vocabulary), random));
  socket.send(`<close xmlns='urn:ietf:params:xml:ns:xmpp-framing'/>`);
  await closed;
};

const usable = async (server: XmppServer): Promise<void> => {
  const client = await server.open();
  await client.subscribe('after');
  client.socket.terminate();
};

for (const [seed, profile] of (['finesse', 'modern'] as const).entries()) {
  const title = `10 000 mutated frames that the profile ${profile} looked at: no fault, and the next client is served`;
  test(title, { timeout: 60_000 }, async () => {
    const faults: unknown[] = [];
    await using server = await XmppServer.start({ xmpp: { profile, hibernationMs: 100 } });
    server.built.app.log.error = (fault: unknown) => faults.push(fault);
    const random = seededRandom(seed);
    looked.frames = 0;
    while (looked.frames < 10_000) await Promise.all(Array.from({ length: 10 }, () => attack(server.port, random)));
    assert.deepEqual(faults, []);
    await usable(server);
  });
}

const ns = 'http://jabber.org/protocol/httpbind';

/** One BOSH client after another: each says mutated things until it is shown out. */
class BoshAttack {
  readonly #url: string;
  readonly #random: Random;
  #rid = 1;
  #sid: string | undefined;

  constructor(url: string, random: Random) {
    this.#url = url;
    this.#random = random;
  }

  async once(): Promise<void> {
    const content = mutate(this.#random.pick(vocabulary), this.#random);
    const at = this.#sid === undefined ? `to='localhost' wait='0' hold='1' ver='1.6'` : `sid='${this.#sid}'`;
    const body = `<body xmlns='${ns}' rid='${this.#rid}' ${at}>${content}</body>`;
    const text = await this.send(
      this.#sid === undefined && this.#random.integer(2) === 0 ? mutate(body, this.#random) : body,
    );
    assert.match(text, /^<body /);
    this.#rid += 1;
    this.#sid = text.includes('type="terminate"') ? undefined : (/ sid="([^"]+)"/.exec(text)?.[1] ?? this.#sid);
  }

  async send(body: string): Promise<string> {
    return (await fetch(this.#url, { method: 'POST', body })).text();
  }
}

test('3000 mutated bodies over BOSH: each is answered, and the next session stands', { timeout: 60_000 }, async () => {
  const built = await buildApp({ transports: { xmpp, bosh }, logLevel: 'silent' });
  const address = await built.app.listen({ host: '127.0.0.1', port: 0 });
  try {
    const random = seededRandom(3);
    const attacks = Array.from({ length: 10 }, () => new BoshAttack(`${address}/http-bind/`, random));
    for (let round = 0; round < 300; round += 1) await Promise.all(attacks.map((one) => one.once()));
    const [first] = attacks;
    assert.match(
      (await first?.send(`<body xmlns='${ns}' rid='1' to='localhost' hold='1' wait='1'/>`)) ?? '',
      /<mechanism>PLAIN/,
    );
  } finally {
    await built.drain();
  }
});

// Tests of dialogue.ts: a login against frames as Prosody and as the lab writes them.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Dialogue, logIn } from './dialogue.ts';

const login = { account: { id: 'finesse', password: 'secret' }, domain: 'localhost', resource: 'publisher' };

/** A server that answers each frame with those of the script. */
const against = (...script: readonly (readonly string[])[]): { dialogue: Dialogue; said: string[] } => {
  const said: string[] = [];
  const dialogue: Dialogue = new Dialogue((frame) => {
    const answers = script[said.push(frame) - 1] ?? [];
    queueMicrotask(() => answers.forEach((answer) => dialogue.hear(answer)));
  });
  return { dialogue, said };
};

const prosody = [
  ["<open xmlns='urn:ietf:params:xml:ns:xmpp-framing' id='1'/>", '<stream:features>…</stream:features>'],
  ["<success xmlns='urn:ietf:params:xml:ns:xmpp-sasl'/>"],
  ["<open xmlns='urn:ietf:params:xml:ns:xmpp-framing' id='2'/>", '<stream:features>…</stream:features>'],
  ["<iq type='result' id='bind' xmlns='jabber:client'><bind><jid>finesse@localhost/publisher</jid></bind></iq>"],
];

test('logs in, binds and returns the full JID', async () => {
  const { dialogue, said } = against(...prosody);
  assert.equal(await logIn(dialogue, login), 'finesse@localhost/publisher');
  assert.deepEqual(
    said.map((frame) => /^<\w+/.exec(frame)?.[0]),
    ['<open', '<auth', '<open', '<iq'],
  );
  assert.match(said[3] ?? '', /<resource>publisher<\/resource>/);
});

for (const [what, answer] of Object.entries({
  'a refused password': "<failure xmlns='urn:ietf:params:xml:ns:xmpp-sasl'><not-authorized/></failure>",
  'a stream error': '<stream:error xmlns:stream="…"><host-unknown/></stream:error>',
  'a closed stream': '<close xmlns="urn:ietf:params:xml:ns:xmpp-framing"/>',
})) {
  test(`${what} ends it, with what the server said`, async () => {
    const { dialogue } = against(prosody[0] ?? [], [answer]);
    await assert.rejects(logIn(dialogue, login), { message: `the server said ${answer}` });
  });
}

test('a connection that ends ends it too, and nobody waits for what comes unasked', async () => {
  const { dialogue } = against();
  const asking = logIn(dialogue, login);
  dialogue.fail(new Error('the socket closed'));
  await assert.rejects(asking, /the socket closed/);
  assert.equal(dialogue.hear('<presence/>'), false);
});

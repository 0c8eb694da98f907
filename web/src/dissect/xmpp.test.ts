// XMPP and BOSH: stanzas by their tokens, the login without its password, and what each one is.
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { conversations } from './testing/conversations.ts';
import { entry, exampleKey, frame, recordsOf, upgraded, type Said } from './testing/records.ts';
import { assertComplete, assertTiled, dissect, leaves } from './testing/tiling.ts';
import { Source } from './source.ts';
import { xmlSpans } from './xml-spans.ts';

const spansOf = (text: string) => {
  const spans = xmlSpans(new Source(Buffer.from(text)));
  assertTiled(spans, 0, Buffer.byteLength(text));
  return spans;
};

const summariesOf = (...said: readonly Said[]) => {
  const dissector = dissect(recordsOf([...upgraded('xmpp'), ...said], 'xmpp'));
  assertComplete(dissector);
  return dissector.messages.slice(2).map(({ summary }) => [summary.key, summary.values]);
};

const up = (text: string): Said => ['up', frame(text, { key: exampleKey })];
const down = (text: string): Said => ['down', frame(text)];

describe('XML', () => {
  it('has elements with tags, attributes, texts and references', () => {
    const [iq] = spansOf(`<iq type='get' id="1"><ping xmlns='urn:xmpp:ping'/>a &amp; b</iq>`);
    assert.equal(iq?.kind, 'xmpp.iq');
    assert.deepEqual(
      iq?.children?.map(({ kind, value }) => `${kind} ${value}`),
      ['xml.start-tag iq', 'xmpp.ping ping', 'xml.text a ', 'xml.entity &', 'xml.text  b', 'xml.end-tag iq'],
    );
    assert.deepEqual(
      iq?.children?.[0]?.children?.map(({ kind }) => kind),
      ['xml.bracket', 'xml.name', 'xml.space', 'attribute.type', 'xml.space', 'attribute.id', 'xml.bracket'],
    );
  });
  it('is read as far as it is XML: wrong end tags, comments, and a cut', () => {
    const kinds = (text: string): string => JSON.stringify(spansOf(text));
    assert.match(kinds('<a></b></a>'), /unread.xml/);
    assert.match(kinds('<a><!-- no --></a>'), /xml.forbidden/);
    assert.match(kinds('<message from="x'), /unread.xml/);
    assert.equal(spansOf('<message><event><items')[0]?.kind, 'xmpp.message');
    spansOf('<a>'.repeat(500) + '</a>'.repeat(500));
  });
  it('shows the entry in an attribute as JSON, and the Update as escaped tags', () => {
    const text = `<notification lab:entry='${entry(1)}'>&lt;Update&gt;x&amp;amp;&lt;/Update&gt;</notification>`;
    const all = JSON.stringify(spansOf(text));
    assert.match(all, /attribute.lab-entry.*lab\.entry.*lab\.cursor/);
    assert.match(all, /"xml.escaped-tag","start":\d+,"end":\d+,"value":"<Update>"/);
  });
});

describe('the login', () => {
  const auth = `<auth xmlns='urn:ietf:params:xml:ns:xmpp-sasl' mechanism='PLAIN'>ADEwMDEwMDEAc2VjcmV0</auth>`;
  it('tells who logs in and never the password: not in spans, summary or text', () => {
    const dissector = dissect(recordsOf([...upgraded('xmpp'), up(auth)], 'xmpp'));
    const message = dissector.messages.at(-1);
    assert.deepEqual(message?.summary, {
      key: 'xmpp.auth',
      values: { mechanism: 'PLAIN', message: '\\0 1001001 \\0 ••••' },
    });
    const everything = JSON.stringify([message?.spans(), message?.summary, message?.stanza]);
    assert.doesNotMatch(everything, /secret|ADEwMDEwMDE/);
    assert.match(everything, /xmpp.sasl-message/);
  });
  it('tells of SCRAM what is no secret', () => {
    const response = btoa('c=biws,r=abc,p=c2VjcmV0');
    assert.deepEqual(summariesOf(up(`<response xmlns='urn:ietf:params:xml:ns:xmpp-sasl'>${response}</response>`)), [
      ['xmpp.response', { message: 'c=biws,r=abc,p=••••' }],
    ]);
  });
});

describe('stanzas', () => {
  it('are told in one line; an answer by what was asked', () => {
    const keys = summariesOf(
      up(`<open xmlns='urn:ietf:params:xml:ns:xmpp-framing' to='lab'/>`),
      down(`<stream:features xmlns:stream="s"><mechanisms><mechanism>PLAIN</mechanism></mechanisms></stream:features>`),
      up(`<iq type='set' id='a'><session xmlns='urn:ietf:params:xml:ns:xmpp-session'/></iq>`),
      up(`<iq type='get' id='b'><ping xmlns='urn:xmpp:ping'/></iq>`),
      down(`<iq type="result" id="a"/>`),
      down(`<iq type="result" id="b"/>`),
      down(`<iq type="error" id="c"><error type="cancel"><item-not-found/></error></iq>`),
      down(`<presence from="finesse@lab/svc"/>`),
      down(`<stream:error><conflict/></stream:error>`),
    ).map(([key]) => key);
    assert.deepEqual(keys, [
      'xmpp.open',
      'xmpp.login',
      'xmpp.session',
      'xmpp.ping',
      'xmpp.session.done',
      'xmpp.pong',
      'xmpp.error',
      'xmpp.present',
      'xmpp.stream-error',
    ]);
  });
  it('of BOSH stand in a body, whose attributes are known', () => {
    const { transport, said } = conversations['bosh'] ?? { transport: '', said: [] };
    const dissector = dissect(recordsOf(said, transport));
    assertComplete(dissector);
    const kinds = JSON.stringify(dissector.messages[1]?.spans());
    for (const kind of ['bosh.body', 'attribute.rid', 'attribute.sid', 'attribute.lang'])
      assert.ok(kinds.includes(kind), kind);
    assert.equal(dissector.messages[1]?.summary.key, 'bosh.wait');
    assert.equal(dissector.exchanges[0]?.entries, 1);
    assert.ok(
      leaves(dissector, 'down').every(([kind]) => !kind.startsWith('unread')),
      'an entry across two chunks',
    );
  });
});

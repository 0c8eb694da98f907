// The log of a conversation, on a terminal and in a pipe.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { SaxesParser } from 'saxes';
import { readXml } from '../../servers/protocol/xml.ts';
import { namespaces, openFrame, plainFrame } from '../../servers/protocol/xmpp.ts';
import { FrameLog } from './frame-log.ts';

interface Written {
  readonly log: FrameLog;
  readonly lines: readonly string[];
}

const logOn = (columns: number | undefined, { isXml = true, isStyled = false } = {}): Written => {
  const lines: string[] = [];
  const log = new FrameLog({
    screen: { columns, isStyled, write: (line) => lines.push(line) },
    isXml,
    parseXml: (text) => readXml(text, new SaxesParser({ xmlns: true })),
    now: () => new Date('2026-11-22T10:00:00.123Z'),
  });
  return { log, lines };
};

const handshake = {
  status: 101,
  method: 'GET',
  url: new URL('ws://127.0.0.1:8080/ws/'),
  sentBytes: 601,
  receivedBytes: 159,
  bodyBytes: 0,
} as const;
const auth = plainFrame({ authzid: '', authcid: '1001001', password: 'secret' });

test('a pipe gets a line a frame, with the whole frame', () => {
  const { log, lines } = logOn(undefined);
  log.frame('sent', openFrame({ to: 'localhost' }));
  assert.deepEqual(lines, [
    `10:00:00.123  →      80 B  Opens the stream: the client names the domain it wants, localhost  (RFC 7395 §3.4)  ${openFrame({ to: 'localhost' })}`,
  ]);
});

test('a terminal gets the frame below its explanation, both broken to its width', () => {
  const { log, lines } = logOn(72);
  log.handshake(handshake);
  log.frame('sent', openFrame({ to: 'localhost' }));
  assert.deepEqual(lines.slice(-4), [
    '10:00:00.123  →      80 B  Opens the stream: the client names the domain',
    '                           it wants, localhost  (RFC 7395 §3.4)',
    '                <open xmlns="urn:ietf:params:xml:ns:xmpp-framing"',
    '                    to="localhost" version="1.0"/>',
  ]);
});

test('a connection begins anew: what the one before had said does not count', () => {
  const { log, lines } = logOn(undefined);
  for (let connection = 0; connection < 2; connection += 1) {
    log.handshake(handshake);
    log.frame('sent', openFrame({ to: 'localhost' }));
    log.frame('received', `<success xmlns="${namespaces.sasl}"/>`);
  }
  assert.equal(lines.filter((line) => line.includes('Opens the stream')).length, 2);
});

test('a frame that cannot be read is shown with the reason, and without its secrets', () => {
  for (const columns of [undefined, 100]) {
    const { log, lines } = logOn(columns);
    log.frame('sent', `${auth}<`);
    const text = lines.join('\n');
    assert.match(text, /Not readable: The XML is not well-formed/);
    assert.match(text, /<auth [^>]*>••••<\/auth>/);
  }
  const { log, lines } = logOn(undefined, { isXml: false });
  log.frame('received', 'no JSON');
  assert.match(lines.join(), /Not readable: This is not JSON: "no JSON"\. {2}\(RFC 6455 §5\.6\) {2}no JSON$/);
});

test('no output has the password, styled or not', () => {
  for (const isStyled of [false, true]) {
    for (const columns of [undefined, 40, 100]) {
      const { log, lines } = logOn(columns, { isStyled });
      log.frame('sent', auth);
      log.frame('sent', `<body xmlns="${namespaces.bosh}" sid="s" rid="1">${auth}</body>`);
      const text = lines.join('\n');
      assert.doesNotMatch(text, /secret/);
      assert.ok(!text.includes('ADEwMDEwMDEAc2VjcmV0') && !text.includes('c2VjcmV0'), text);
    }
  }
});

test('styles are there on a terminal that wants them, and nowhere else', () => {
  const colourful = logOn(100, { isStyled: true });
  colourful.log.frame('received', openFrame({ id: 'a' }));
  assert.ok(colourful.lines.every((line) => line.includes('\u001b[')));
  const plain = logOn(100);
  plain.log.frame('received', openFrame({ id: 'a' }));
  assert.ok(plain.lines.every((line) => !line.includes('\u001b[')));
});

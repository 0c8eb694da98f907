// Each frame of a login, of an event and of what may go wrong has its title and its section; no frame breaks the log.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import * as fc from 'fast-check';
import { SaxesParser } from 'saxes';
import { readXml, type XmlElement } from '../../servers/protocol/xml.ts';
import { encodePlain, encodeSaslText, namespaces } from '../../servers/protocol/xmpp.ts';
import { createFrameExplainer } from './explain.ts';
import type { Direction } from './explain/explanation.ts';
import { event } from './testing/event-frames.ts';
import type { ExplainedFrame } from './testing/frames.ts';
import { login, scram } from './testing/login-frames.ts';
import { extras } from './testing/request-frames.ts';
import { bosh, errors, streamManagement } from './testing/stream-frames.ts';

const parseXml = (text: string): XmlElement => readXml(text, new SaxesParser({ xmlns: true }));

const conversations: Readonly<Record<string, readonly ExplainedFrame[]>> = {
  'the login of a Finesse desktop': login,
  'an event captured from Finesse 12.5': event,
  'a login with SCRAM-SHA-1': scram,
  'stream management': streamManagement,
  'what is refused': errors,
  'a conversation over BOSH': bosh,
  'whatever else a client may ask': extras,
};

for (const [name, frames] of Object.entries(conversations)) {
  test(`${name} is explained frame by frame`, () => {
    const explain = createFrameExplainer(parseXml);
    for (const [direction, frame, title, specification] of frames) {
      const explained = explain(direction, parseXml(frame));
      assert.match(explained.title, title, frame);
      assert.equal(explained.specification, specification, frame);
    }
  });
}

test('an answer to nobody, and an element of nobody, are called what they are', () => {
  const explain = createFrameExplainer(parseXml);
  const answer = explain('received', parseXml('<iq xmlns="jabber:client" type="result" id="x"/>'));
  assert.match(answer.title, /not in this log/);
  assert.deepEqual(explain('sent', parseXml('<hello xmlns="urn:strange"/>')), {
    title: '<hello>, an element that this log does not know',
    specification: 'urn:strange',
  });
});

test('requests that are never answered do not fill the memory', () => {
  const explain = createFrameExplainer(parseXml);
  const ping = (id: number): XmlElement =>
    parseXml(`<iq xmlns="jabber:client" type="get" id="${id}"><ping xmlns="${namespaces.ping}"/></iq>`);
  for (let id = 0; id < 1001; id += 1) explain('sent', ping(id));
  const [old, young] = ['0', '1000'].map((id) =>
    explain('received', parseXml(`<iq xmlns="jabber:client" type="result" id="${id}"/>`)),
  );
  assert.match(old?.title ?? '', /not in this log/);
  assert.match(young?.title ?? '', /^Pong/);
});

test('a new BOSH session begins a new conversation', () => {
  const explain = createFrameExplainer(parseXml);
  const presence = parseXml('<presence xmlns="jabber:client"/>');
  const begin = parseXml(`<body xmlns="${namespaces.bosh}" rid="1" to="localhost"/>`);
  explain('sent', presence);
  explain('sent', begin);
  assert.equal(explain('sent', presence).specification, 'RFC 6121 §4.2');
});

const everyFrame = Object.values(conversations).flat();
const directions: readonly Direction[] = ['sent', 'received'];

test('a frame that was tampered with is explained or unreadable, but never breaks the log', () => {
  const tampered = fc.record({
    frame: fc.constantFrom(...everyFrame.map(([, frame]) => frame)),
    at: fc.nat(2000),
    length: fc.nat(30),
    insert: fc.oneof(
      fc.string({ maxLength: 12 }),
      fc.constantFrom('constructor', '__proto__', 'toString', '=', '" x="'),
    ),
    direction: fc.constantFrom(...directions),
  });
  const explain = createFrameExplainer(parseXml);
  fc.assert(
    fc.property(tampered, ({ frame, at, length, insert, direction }) => {
      const place = at % frame.length;
      const text = frame.slice(0, place) + insert + frame.slice(place + length);
      let tree: XmlElement;
      try {
        tree = parseXml(text);
      } catch {
        return;
      }
      assertExplained(explain(direction, tree));
    }),
    { seed: 7, numRuns: 3000 },
  );
});

test('any tree of known and unknown names is explained', () => {
  const names = [
    ...new Set(everyFrame.flatMap(([, frame]) => [...frame.matchAll(/<([a-z]+)/g)].map((match) => match[1] ?? ''))),
  ];
  const name = fc.constantFrom(...names, 'constructor', '__proto__', 'hasOwnProperty');
  const namespace = fc.constantFrom(...Object.values(namespaces), '', 'constructor', '__proto__');
  const { tree } = fc.letrec<{ tree: XmlElement }>((tie) => ({
    tree: fc.record({
      name,
      namespace,
      attributes: fc.dictionary(
        fc.constantFrom('type', 'id', 'node', 'h', 'from', 'sid', 'mechanism', 'jid'),
        fc.string(),
      ),
      children: fc.array(fc.oneof({ maxDepth: 4 }, fc.string(), tie('tree')), { maxLength: 3 }),
    }),
  }));
  const explain = createFrameExplainer(parseXml);
  fc.assert(
    fc.property(fc.constantFrom(...directions), tree, (direction, frame) => assertExplained(explain(direction, frame))),
    { seed: 7, numRuns: 3000 },
  );
});

const assertExplained = ({
  title,
  specification,
}: {
  readonly title: string;
  readonly specification: string;
}): void => {
  assert.notEqual(title, '');
  assert.notEqual(specification, '');
  assert.ok(title.length < 2000, 'a title is a line, not the frame');
};

test('no explanation tells a password, whatever the mechanism and the direction', () => {
  const password = fc.string({ minLength: 6, maxLength: 20, unit: fc.constantFrom('§', '½', '¾', 'µ') });
  fc.assert(
    fc.property(password, fc.constantFrom('PLAIN', 'SCRAM-SHA-1', 'X-OAUTH2', ''), (secret, mechanism) => {
      const explain = createFrameExplainer(parseXml);
      for (const message of [
        encodePlain({ authzid: '', authcid: 'a', password: secret }),
        encodeSaslText(`c=biws,p=${secret}`),
      ]) {
        for (const step of ['auth', 'response']) {
          const frame = `<${step} xmlns="${namespaces.sasl}" mechanism="${mechanism}">${message}</${step}>`;
          const { title } = explain('sent', parseXml(frame));
          assert.ok(!title.includes(secret) && !title.includes(message), title);
        }
      }
    }),
    { seed: 7 },
  );
});

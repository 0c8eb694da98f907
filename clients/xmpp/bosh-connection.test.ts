// The client's side of BOSH against a server that is a script: ids, order, repetition, the end.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { SaxesParser } from 'saxes';
import { LabError } from '../../servers/protocol/errors.ts';
import { readXml, type XmlElement } from '../../servers/protocol/xml.ts';
import { BoshConnection } from './bosh-connection.ts';

const ns = 'http://jabber.org/protocol/httpbind';
const read = (text: string): XmlElement => readXml(text, new SaxesParser({ xmlns: true }));
const features = `<body xmlns='${ns}' sid='s' requests='2'><features xmlns='urn:f'/></body>`;

/** Requests as they were sent, each answered by the test. */
const start = (): {
  connection: BoshConnection;
  sent: string[];
  answer: (index: number, body: string | Error) => Promise<void>;
  told: string[];
} => {
  const sent: string[] = [];
  const waiting: PromiseWithResolvers<XmlElement>[] = [];
  const told: string[] = [];
  const connection = new BoshConnection({
    domain: 'localhost',
    waitSeconds: 25,
    random: () => 0,
    post: (body) => {
      sent.push(body);
      const answer = Promise.withResolvers<XmlElement>();
      waiting.push(answer);
      return answer.promise;
    },
    sleep: () => Promise.resolve(),
    onElement: ({ name }) => told.push(name),
    onEmpty: () => told.push('(empty)'),
    onLost: (why) => told.push(`lost: ${why}`),
  });
  const turn = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));
  return {
    connection,
    sent,
    told,
    async answer(index, body) {
      await turn();
      if (body instanceof Error) waiting[index]?.reject(body);
      else waiting[index]?.resolve(read(body));
      await turn();
    },
  };
};

const empty = `<body xmlns='${ns}'/>`;

test('creates a session, keeps one request held, and sends a second one for what is said', async () => {
  const { connection, sent, answer, told } = start();
  connection.open();
  await answer(0, features);
  connection.send('<a/>');
  connection.send('<b/>');
  await answer(9, empty);
  assert.deepEqual(sent, [
    `<body xmlns="${ns}" rid="1" to="localhost" wait="25" hold="1" ver="1.6" content="text/xml; charset=utf-8" xml:lang="en" xmlns:xmpp="urn:xmpp:xbosh" xmpp:version="1.0"/>`,
    `<body xmlns="${ns}" rid="2" sid="s"/>`,
    `<body xmlns="${ns}" rid="3" sid="s"><a/><b/></body>`,
  ]);
  connection.send('<c/>');
  await answer(1, empty);
  assert.match(sent[3] ?? '', /rid="4" sid="s"><c\/>/, 'the third waits for an answer');
  assert.deepEqual(told, ['features', '(empty)']);
});

test('a restart is a request of its own', async () => {
  const { connection, sent, answer } = start();
  connection.open();
  await answer(0, features);
  connection.open();
  await answer(9, empty);
  assert.equal(
    sent[2],
    `<body xmlns="${ns}" rid="3" sid="s" to="localhost" xml:lang="en" xmlns:xmpp="urn:xmpp:xbosh" xmpp:restart="true"/>`,
  );
});

test('answers that overtake one another are taken in the order of their requests', async () => {
  const { connection, answer, told } = start();
  connection.open();
  await answer(0, features);
  connection.send('<a/>');
  await answer(2, `<body xmlns='${ns}'><second xmlns='urn:f'/></body>`);
  assert.deepEqual(told, ['features']);
  await answer(1, `<body xmlns='${ns}'><first xmlns='urn:f'/></body>`);
  assert.deepEqual(told, ['features', 'first', 'second']);
});

const cut = new LabError('LAB_CONNECTION_LOST', 'The connection broke.');

test('a request whose answer was lost is sent again, byte for byte', async () => {
  const { connection, sent, answer, told } = start();
  connection.open();
  await answer(0, features);
  await answer(1, cut);
  await answer(2, `<body xmlns='${ns}'><news xmlns='urn:f'/></body>`);
  assert.equal(sent[2], sent[1]);
  assert.deepEqual(told, ['features', 'news']);
});

test('five times in vain is enough', async () => {
  const { connection, answer, told } = start();
  connection.open();
  await answer(0, features);
  for (let attempt = 1; attempt <= 5; attempt += 1) await answer(attempt, cut);
  assert.deepEqual(told, ['features', 'lost: The connection broke.']);
});

test('a session that the server ends is lost, with its last words heard first', async () => {
  const { connection, answer, told } = start();
  connection.open();
  await answer(0, features);
  await answer(
    1,
    `<body xmlns='${ns}' type='terminate' condition='remote-stream-error'><error xmlns='http://etherx.jabber.org/streams'/></body>`,
  );
  assert.deepEqual(told, ['features', 'error', 'lost: the server ended the session: remote-stream-error']);
});

test('an answer that is no body ends the session', async () => {
  const { connection, answer, told } = start();
  connection.open();
  await answer(0, '<html/>');
  assert.deepEqual(told, ['lost: The answer is <html>, not the <body> of BOSH.']);
});

test('a goodbye takes along what still waits, and nothing is heard afterwards', async () => {
  const { connection, sent, answer, told } = start();
  connection.open();
  await answer(0, features);
  connection.send('<a/>');
  connection.close();
  await answer(1, `<body xmlns='${ns}' type='terminate'/>`);
  assert.equal(sent.at(-1), `<body xmlns="${ns}" rid="3" sid="s" type="terminate"><a/></body>`);
  assert.deepEqual(told, ['features', 'lost: the server ended the session: ended']);
  await answer(2, `<body xmlns='${ns}' type='terminate'/>`);
  assert.equal(told.length, 2);
});

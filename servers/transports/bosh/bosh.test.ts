// BOSH on real sockets: its literal bytes, holding, waiting, repeating, ending, and every refusal.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { eventExamples } from '../../protocol/event.ts';
import { until } from '../../testing/lab.ts';
import { exchange } from '../../testing/raw-client.ts';
import { ns, post, creation, usual, open, Talk, idsIn, terminate } from './bed.ts';

test('a session begins in these bytes', async (context) => {
  const { port } = await open(context);
  const answer = await exchange(port, post(creation(usual), 'Connection: close'));
  const [head = '', body = ''] = answer.split('\r\n\r\n');
  assert.equal(
    head.replace(/content-length: \d+/, 'content-length: <n>'),
    'HTTP/1.1 200 OK\r\ncontent-type: text/xml; charset=utf-8\r\ncontent-length: <n>\r\nDate: <now>\r\nConnection: close',
  );
  assert.match(
    body,
    /^<body xmlns="http:\/\/jabber\.org\/protocol\/httpbind" sid="[0-9a-f-]{36}" wait="60" requests="2" inactivity="60" polling="5" hold="1" ver="1\.6" from="localhost" authid="\w+" xmlns:xmpp="urn:xmpp:xbosh" xmpp:version="1\.0" xmpp:restartlogic="true" xmlns:stream="http:\/\/etherx\.jabber\.org\/streams"><stream:features xmlns:stream="http:\/\/etherx\.jabber\.org\/streams"><mechanisms [^>]*><mechanism>PLAIN<\/mechanism><\/mechanisms><c [^>]*\/><\/stream:features><\/body>$/,
  );
});

const refused: readonly (readonly [claim: string, body: string, condition: string])[] = [
  ['a body that is no XML', '<body', 'bad-request'],
  ['no body at all', '', 'bad-request'],
  ['another element', '<html/>', 'bad-request'],
  ['a body of another namespace', `<body rid='1'/>`, 'bad-request'],
  ['a DTD', `<!DOCTYPE body>${creation(usual)}`, 'bad-request'],
  ['a request without an id', `<body xmlns='${ns}' ${usual}/>`, 'bad-request'],
  ['an id that is no number', `<body xmlns='${ns}' rid='x' ${usual}/>`, 'bad-request'],
  ['a session that does not exist', `<body xmlns='${ns}' rid='1' sid='nothing'/>`, 'item-not-found'],
  ['another host', creation(`to='elsewhere.example.com' wait='1' hold='1'`), 'host-unknown'],
  ['no host', creation(`wait='1' hold='1'`), 'improper-addressing'],
  ['a body over 64 KiB', `<body xmlns='${ns}' rid='1'>${'x'.repeat(70_000)}</body>`, 'policy-violation'],
];

for (const [claim, body, condition] of refused) {
  test(`${claim} is answered with 200 and ${condition}`, async (context) => {
    const { port } = await open(context);
    const answer = await exchange(port, post(body, 'Connection: close'));
    assert.match(answer, /^HTTP\/1\.1 200 OK\r\n/);
    assert.match(answer.slice(answer.indexOf('<body')), terminate(condition));
  });
}

test('the content type is the one that the client wished for', async (context) => {
  const { port } = await open(context);
  const wished = await exchange(
    port,
    post(creation(`${usual} content='text/plain; charset=utf-8'`), 'Connection: close'),
  );
  assert.match(wished, /\r\ncontent-type: text\/plain; charset=utf-8\r\n/);
  const again = `<body xmlns='${ns}' rid='101' sid='${/sid="([^"]+)"/.exec(wished)?.[1]}' type='terminate'/>`;
  assert.match(
    await exchange(port, post(again, 'Connection: close')),
    /\r\ncontent-type: text\/plain; charset=utf-8\r\n/,
  );
  const hostile = await exchange(
    port,
    post(creation(`${usual} content='text/xml&#13;&#10;X: y'`), 'Connection: close'),
  );
  assert.match(hostile, /\r\ncontent-type: text\/xml; charset=utf-8\r\n/);
});

test('logs in, and gets what happens in one held request, several events in one answer', async (context) => {
  const lab = await open(context);
  const talk = await (await (await Talk.begin(lab)).login()).subscribe();
  const held = talk.send();
  await until(() => held.socket.bytesWritten > 0, 'the request is out');
  const ping = await exchange(lab.port, 'GET /healthz HTTP/1.1\r\nHost: lab\r\nConnection: close\r\n\r\n');
  assert.match(ping, /200 OK/);
  for (let count = 0; count < 3; count += 1) lab.feed.publish(eventExamples.dialog);
  assert.deepEqual(idsIn(await held.end()), ['e1-1', 'e1-2', 'e1-3']);
});

test('a held request ends with its wait, and with the next request', async (context) => {
  const lab = await open(context);
  const talk = await (await Talk.begin(lab, `to='localhost' wait='1' hold='1' ver='1.6'`)).login();
  assert.equal(await talk.ask(), `<body xmlns="${ns}"/>`);
  const held = talk.send();
  await until(() => held.socket.bytesWritten > 0, 'the request is out');
  const answers = await Promise.all([
    held.end(),
    talk.ask(`<iq xmlns='jabber:client' type='get' id='p'><ping xmlns='urn:xmpp:ping'/></iq>`),
  ]);
  assert.match(answers[0], /<iq [^>]*id="p"/, 'the answer takes the request that is there first');
  assert.equal(answers[1], `<body xmlns="${ns}"/>`);
});

test('a repeated request gets the same answer, and what it said is not done twice', async (context) => {
  const lab = await open(context);
  const talk = await (await Talk.begin(lab)).login();
  const ping = `<iq xmlns='jabber:client' type='get' id='p'><ping xmlns='urn:xmpp:ping'/></iq>`;
  const first = await talk.ask(ping);
  assert.equal(await talk.ask(ping, '', talk.rid), first);
  assert.match(await talk.ask(ping, '', talk.rid + 5), terminate('item-not-found'));
  assert.match(await talk.ask('', '', talk.rid + 1), terminate('item-not-found'), 'the session is over');
});

test('a request whose connection breaks is taken up again, and nothing is lost', async (context) => {
  const lab = await open(context);
  const talk = await (await (await Talk.begin(lab)).login()).subscribe();
  const held = talk.send();
  await until(() => held.socket.bytesWritten > 0, 'the request is out');
  await exchange(lab.port, 'GET /healthz HTTP/1.1\r\nHost: lab\r\nConnection: close\r\n\r\n');
  held.reset();
  lab.feed.publish(eventExamples.dialog);
  assert.deepEqual(idsIn(await talk.ask('', '', talk.rid)), ['e1-1']);
});

test('requests that overtake one another are taken in their order', async (context) => {
  const lab = await open(context);
  const talk = await (await Talk.begin(lab)).login();
  const ping = (id: string): string =>
    `<iq xmlns='jabber:client' type='get' id='${id}'><ping xmlns='urn:xmpp:ping'/></iq>`;
  const late = talk.send(ping('second'), '', talk.rid + 2);
  await until(() => late.socket.bytesWritten > 0, 'the later request is out');
  await exchange(lab.port, 'GET /healthz HTTP/1.1\r\nHost: lab\r\nConnection: close\r\n\r\n');
  const first = await talk.ask(ping('first'));
  assert.ok(first.indexOf('"first"') < first.indexOf('"second"') && first.includes('"first"'), first);
});

test('a session that says terminate is over, and its last words are heard', async (context) => {
  const lab = await open(context);
  const talk = await (await (await Talk.begin(lab)).login()).subscribe();
  assert.equal(lab.feed.figures.readers, 1);
  const answer = await talk.ask(`<presence xmlns='jabber:client' type='unavailable'/>`, `type='terminate'`);
  assert.match(answer, /^<body [^>]* type="terminate"\/>$/);
  assert.equal(lab.feed.figures.readers, 0);
});

test('an error of the stream is told inside the body', async (context) => {
  const lab = await open(context);
  const talk = await (await Talk.begin(lab)).login();
  assert.match(
    await talk.ask(`<presence xmlns='jabber:client' from='1001002@localhost'/>`),
    /type="terminate" condition="remote-stream-error"><stream:error [^>]*><invalid-from /,
  );
});

test('stanzas that forgot their namespace are taken as those of a client', async (context) => {
  const lab = await open(context);
  const talk = await (await Talk.begin(lab)).login();
  assert.match(await talk.ask(`<iq type='get' id='p'><ping xmlns='urn:xmpp:ping'/></iq>`), /type="result" id="p"/);
});

test('the version is the lower one, and a request without an id ends its session', async (context) => {
  const { port } = await open(context);
  const older = await exchange(port, post(creation(`to='localhost' wait='1' hold='1' ver='1.4'`), 'Connection: close'));
  assert.match(older, / ver="1\.4"/);
  const newer = await exchange(
    port,
    post(creation(`to='localhost' wait='1' hold='1' ver='1.10'`), 'Connection: close'),
  );
  assert.match(newer, / ver="1\.6"/);
  const sid = /sid="([^"]+)"/.exec(newer)?.[1] ?? '';
  const ask = (rid: string): Promise<string> =>
    exchange(port, post(`<body xmlns='${ns}' ${rid} sid='${sid}'/>`, 'Connection: close'));
  assert.match(await ask(''), /condition="bad-request"/);
  assert.match(await ask(`rid='101'`), /condition="item-not-found"/);
});

test('a draining server lets go of held requests, and says so', async (context) => {
  const lab = await open(context);
  const talk = await (await Talk.begin(lab)).login();
  const held = talk.send();
  await until(() => held.socket.bytesWritten > 0, 'the request is out');
  await exchange(lab.port, 'GET /healthz HTTP/1.1\r\nHost: lab\r\nConnection: close\r\n\r\n');
  const drained = lab.drain();
  const text = await held.end();
  assert.match(text.slice(text.indexOf('<body')), terminate('system-shutdown'));
  await drained;
});

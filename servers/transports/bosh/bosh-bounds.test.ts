// What a BOSH session keeps and lets pass is bounded, and nobody is shown out for what they did not ask for.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { eventExamples } from '../../protocol/event.ts';
import { exchange } from '../../testing/raw-client.ts';
import { ns, creation, usual, open, Talk, idsIn, terminate } from './bed.ts';

test('a client that does not ask for what happens keeps it on the feed, not in the session', async (context) => {
  const lab = await open(context);
  const talk = await (await (await Talk.begin(lab)).login()).subscribe();
  const pad = 'x'.repeat(4000);
  for (let count = 0; count < 1000; count += 1) {
    lab.feed.publish({ ...eventExamples.dialog, pad });
    if (count % 10 === 9) await new Promise((resolve) => setImmediate(resolve));
  }
  const seen: string[] = [];
  let largest = 0;
  while (seen.length < 1000) {
    const answer = await talk.ask();
    largest = Math.max(largest, answer.length);
    seen.push(...idsIn(answer));
  }
  assert.deepEqual(
    seen,
    Array.from({ length: 1000 }, (_, index) => `e1-${index + 1}`),
  );
  assert.ok(largest < 2 * 1024 * 1024, `${largest} characters in one answer`);
});

test('who comes back to a large backlog and asks for something is served both', async (context) => {
  const lab = await open(context);
  const talk = await (await (await Talk.begin(lab)).login()).subscribe();
  for (let count = 0; count < 100; count += 1) lab.feed.publish({ ...eventExamples.dialog, pad: 'x'.repeat(20_000) });
  await exchange(lab.port, 'GET /healthz HTTP/1.1\r\nHost: lab\r\nConnection: close\r\n\r\n');
  const answer = await talk.ask(`<iq xmlns='jabber:client' type='get' id='p'><ping xmlns='urn:xmpp:ping'/></iq>`);
  assert.ok(answer.length > 1024 * 1024, 'the backlog is over a MiB');
  assert.match(answer, /type="result" id="p"/);
});

test('a client that asks for far more than an answer holds is shown out', async (context) => {
  const lab = await open(context);
  const talk = await (await Talk.begin(lab)).login();
  for (let count = 0; count < 100; count += 1) lab.feed.publish({ ...eventExamples.dialog, pad: 'x'.repeat(5000) });
  const ask = `<iq xmlns='jabber:client' type='get' id='i' to='pubsub.localhost'><pubsub xmlns='http://jabber.org/protocol/pubsub'><items node='/lab/events'/></pubsub></iq>`;
  const answer = await talk.ask(ask.repeat(300));
  assert.match(answer, /<resource-constraint /);
  assert.ok(answer.length < 8 * 1024 * 1024, `${answer.length} characters`);
});

test('a thousand who have not logged in are enough', async (context) => {
  const lab = await open(context);
  const begin = async (): Promise<string> =>
    (await lab.app.inject({ method: 'POST', url: '/http-bind/', body: creation(usual) })).body;
  for (let round = 0; round < 20; round += 1) {
    for (const answer of await Promise.all(Array.from({ length: 50 }, begin))) assert.match(answer, /<mechanisms /);
  }
  assert.match(await begin(), terminate('policy-violation'));
});

test('asking in vain counts only twice running, and ends the session with policy-violation', async (context) => {
  const lab = await open(context);
  const talk = await (await Talk.begin(lab, `to='localhost' wait='60' hold='0' ver='1.6'`)).login();
  const ping = `<iq xmlns='jabber:client' type='get' id='p'><ping xmlns='urn:xmpp:ping'/></iq>`;
  assert.equal(await talk.ask(), `<body xmlns="${ns}"/>`);
  assert.match(await talk.ask(ping), /id="p"/);
  assert.equal(await talk.ask(), `<body xmlns="${ns}"/>`, 'a request with content stands between the two');
  assert.match(await talk.ask(), terminate('policy-violation'));
});

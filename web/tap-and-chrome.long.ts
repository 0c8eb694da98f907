// What the tap counts is what Chrome counts: bytes of a thousand answers a transport, against CDP's `encodedDataLength`.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import type { CDPSession, Page } from 'playwright';
import { describeTransport, type TransportId } from '../servers/protocol/catalog.ts';
import { eventExamples } from '../servers/protocol/event.ts';
import { buildApp } from '../servers/app.ts';
import { startBrowserLab, type BrowserLab } from './testing/lab.ts';

const answers = 1000;
let lab: BrowserLab;

before(async () => {
  lab = await startBrowserLab({}, false);
  for (let count = 0; count < 30; count += 1) lab.built.feed.publish(eventExamples['team-message']);
});
after(() => lab?.close());

/** Bytes that Chrome took from the wire, as the network tab would sum them up. */
class ChromeCount {
  bytes = 0;
  responses = 0;
  readonly #heads = new Map<string, number>();

  /** @param port whose answers count; Chrome asks for a favicon elsewhere */
  constructor(cdp: CDPSession, port: string) {
    cdp.on('Network.responseReceived', ({ requestId, response }) => {
      if (new URL(response.url).port !== port) return;
      this.responses += 1;
      this.#heads.set(requestId, response.encodedDataLength);
      this.bytes += response.encodedDataLength;
    });
    cdp.on('Network.dataReceived', ({ requestId, encodedDataLength }) => {
      const seen = this.#heads.get(requestId);
      if (seen === undefined) return;
      this.#heads.set(requestId, seen + encodedDataLength);
      this.bytes += encodedDataLength;
    });
    // The sum of a whole answer, heads and chunk frames included, stands in the place of its parts.
    cdp.on('Network.loadingFinished', ({ requestId, encodedDataLength }) => {
      const seen = this.#heads.get(requestId);
      if (seen === undefined) return;
      this.bytes += encodedDataLength - seen;
      this.#heads.delete(requestId);
    });
  }
}

/** Both ends of the comparison. */
interface Ends {
  readonly page: Page;
  readonly chrome: ChromeCount;
}

/** Asks one after another from within the page, over the transport's own port. */
const ask = ({ page }: Ends, urls: readonly string[], count: number): Promise<number> =>
  page.evaluate(
    async ([list, times]) => {
      let done = 0;
      for (let index = 0; index < times; index += 1) {
        const answer = await fetch(list[index % list.length] as string, { cache: 'no-store' });
        await answer.arrayBuffer();
        done += 1;
      }
      return done;
    },
    [urls, count] as const,
  );

/** Follows streams to their ends; of an abandoned answer Chrome does not tell all. */
const followStreams = ({ page }: Ends, url: string, count: number): Promise<readonly number[]> =>
  page.evaluate(
    ([address, times]) =>
      Promise.all(
        Array.from({ length: times }, async () => {
          const answer = await fetch(address, { cache: 'no-store' });
          return (await answer.text()).split('\ndata: ').length - 1;
        }),
      ),
    [url, count] as const,
  );

/** Sessions that begin and end, two answers each (XEP-0124 §7 and §13). */
const openSessions = ({ page }: Ends, url: string, count: number): Promise<number> =>
  page.evaluate(
    async ([address, times]) => {
      const xmlns = 'http://jabber.org/protocol/httpbind';
      const post = async (body: string): Promise<string> => {
        const headers = { 'content-type': 'text/xml; charset=utf-8' };
        return (await fetch(address, { method: 'POST', headers, body })).text();
      };
      let done = 0;
      for (let index = 0; index < times / 2; index += 1) {
        const answer = await post(
          `<body xmlns='${xmlns}' to='localhost' rid='1000' wait='1' hold='1' ver='1.6' xml:lang='en' xmlns:xmpp='urn:xmpp:xbosh' xmpp:version='1.0'/>`,
        );
        const sid = /sid=['"]([^'"]+)/.exec(answer)?.[1] ?? '';
        await post(`<body xmlns='${xmlns}' sid='${sid}' rid='1001' type='terminate'/>`);
        done += 2;
      }
      return done;
    },
    [url, count] as const,
  );

const addressOf = (id: TransportId, query = '', { taps } = lab.built): string =>
  `http://127.0.0.1:${taps.portOf(id)}${describeTransport(id).path}${query}`;

type Traffic = (ends: Ends) => Promise<number>;
const traffic: Readonly<Partial<Record<TransportId, Traffic>>> = {
  http10: (ends) => ask(ends, [addressOf('http10')], answers),
  'keep-alive': (ends) => ask(ends, [addressOf('keep-alive')], answers),
  'short-poll': (ends) => ask(ends, [addressOf('short-poll'), addressOf('short-poll', '?after=earliest')], answers),
  'long-poll': (ends) =>
    ask(ends, [addressOf('long-poll', '?hold=0'), addressOf('long-poll', '?after=earliest')], answers),
  bosh: (ends) => openSessions(ends, addressOf('bosh'), answers),
};

for (const [id, run] of Object.entries(traffic) as [TransportId, Traffic][]) {
  test(`counts the bytes of ${answers} answers of ${id} as Chrome does: difference 0`, async () => {
    const context = await lab.browser.newContext();
    const page = await context.newPage();
    // A page of the same origin that opens nothing by itself.
    await page.goto(`${lab.origin}/catalog`);
    const cdp = await context.newCDPSession(page);
    const ends: Ends = { page, chrome: new ChromeCount(cdp, String(lab.built.taps.portOf(id))) };
    // Chrome tells no size of the answer to a preflight; it is asked before, and remembered (Fetch, "CORS-preflight cache").
    if (id === 'bosh') await openSessions(ends, addressOf(id), 2);
    await cdp.send('Network.enable');
    const before = { ...lab.built.taps.tallyOf('127.0.0.1')[id] };
    assert.equal(await run(ends), answers);
    const { bytesDown } = lab.built.taps.tallyOf('127.0.0.1')[id];
    // What Chrome tells comes in order: after the answer to this, all of the before is there.
    await cdp.send('Network.disable');
    assert.ok(ends.chrome.responses >= answers, `${ends.chrome.responses} answers`);
    assert.equal(bytesDown - before.bytesDown, ends.chrome.bytes, `over ${ends.chrome.responses} answers`);
    await context.close();
  });
}

test(`counts the bytes of four streams of ${answers} events as Chrome does: difference 0`, async () => {
  const built = await buildApp();
  const origin = await built.app.listen({ host: '127.0.0.1', port: 0 });
  await built.listenTapped({ host: '127.0.0.1', port: 0 });
  const context = await lab.browser.newContext();
  const page = await context.newPage();
  await page.goto(`${origin}/catalog`);
  const cdp = await context.newCDPSession(page);
  const ends: Ends = { page, chrome: new ChromeCount(cdp, String(built.taps.portOf('sse'))) };
  await cdp.send('Network.enable');
  const streams = followStreams(ends, addressOf('sse', '', built), 4);
  while (built.feed.figures.readers < 4) await new Promise((resolve) => setImmediate(resolve));
  for (let count = 0; count < answers; count += 1) {
    built.feed.publish(eventExamples['agent-state']);
    // One at a time and several at once: both ways of writing.
    if (count % 3 === 0) await new Promise((resolve) => setImmediate(resolve));
  }
  await built.drain();
  assert.deepEqual(await streams, [answers, answers, answers, answers]);
  await cdp.send('Network.disable');
  assert.equal(built.taps.tallyOf('127.0.0.1').sse.bytesDown, ends.chrome.bytes);
  await context.close();
});

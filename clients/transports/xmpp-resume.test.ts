// The client against a real server that manages streams: cutting its connection loses nothing, and nothing is asked for twice.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { eventExamples } from '../../servers/protocol/event.ts';
import { until } from '../../servers/testing/lab.ts';
import { XmppServer } from '../../servers/testing/xmpp-bed.ts';
import { createNodeRuntime } from '../node-runtime.ts';
import type { Arrival } from '../transport.ts';
import { xmpp } from './xmpp.ts';

/** One client of a server, all that it was told, and all frames. */
class Watcher implements AsyncDisposable {
  readonly arrivals: Arrival[] = [];
  readonly frames: string[] = [];
  readonly #stop = new AbortController();
  readonly #runtime = createNodeRuntime({ onFrame: (direction, text) => this.frames.push(`${direction} ${text}`) });
  readonly #running: Promise<void>;

  constructor(server: XmppServer, url = `ws://127.0.0.1:${server.port}/ws/`) {
    this.#running = this.#run(url);
  }

  get cursors(): readonly string[] {
    return this.arrivals.flatMap((arrival) => (arrival.kind === 'entry' ? [arrival.entry.cursor] : []));
  }

  count(kind: Arrival['kind']): number {
    return this.arrivals.filter((arrival) => arrival.kind === kind).length;
  }

  said(text: string): number {
    return this.frames.filter((frame) => frame.includes(text)).length;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#stop.abort();
    await this.#running;
    await this.#runtime.close();
  }

  async #run(url: string): Promise<void> {
    const target = {
      url: new URL(url),
      from: 'now',
      signal: this.#stop.signal,
      runtime: this.#runtime,
      pollIntervalMs: 100,
      account: { id: '1001001', password: 'secret' },
    } as const;
    for await (const arrival of xmpp.follow(target)) this.arrivals.push(arrival);
  }
}

const publish = ({ built }: XmppServer, count: number): readonly string[] =>
  Array.from({ length: count }, () => built.feed.publish(eventExamples.dialog).cursor);

test('a cut connection is resumed: no second login, nothing lost, nothing twice', { timeout: 20_000 }, async () => {
  await using server = await XmppServer.start({ xmpp: { profile: 'modern' } });
  await using watcher = new Watcher(server);
  await until(() => watcher.count('ready') === 1, 'the client is ready');
  const expected = [...publish(server, 3)];
  await until(() => watcher.cursors.length === 3, 'three entries');
  for (let cut = 1; cut <= 3; cut += 1) {
    // Some of them may be on their way when the connection goes.
    expected.push(...publish(server, 2));
    server.sockets.at(-1)?.destroy();
    expected.push(...publish(server, 3));
    await until(() => watcher.cursors.length === expected.length, `the entries of outage ${cut}`);
    await until(() => watcher.count('ready') === cut + 1, 'the stream stands again');
  }
  assert.deepEqual(watcher.cursors, expected);
  assert.equal(watcher.count('dropped'), 0);
  assert.equal(watcher.count('missed'), 0);
  assert.equal(watcher.said('sent <iq xmlns="jabber:client" type="set" id="lab-1"><bind'), 1);
  assert.equal(watcher.said('received <resumed '), 3);
  assert.equal(server.built.desk.statusOf('1001001').isClaimed, true);
});

test(
  'where the session is gone the client logs in anew and catches up from its cursor',
  { timeout: 20_000 },
  async () => {
    await using server = await XmppServer.start({ xmpp: { profile: 'modern', hibernationMs: 1 } });
    await using watcher = new Watcher(server);
    await until(() => watcher.count('ready') === 1, 'the client is ready');
    server.sockets.at(-1)?.destroy();
    const expected = publish(server, 3);
    await until(() => watcher.cursors.length === 3, 'what was missed');
    assert.deepEqual(watcher.cursors, expected);
    assert.equal(watcher.said('received <failed '), 1);
    assert.equal(watcher.said('<bind xmlns="urn:ietf:params:xml:ns:xmpp-bind"><resource>'), 2);
  },
);

test('a server that moves takes its clients along', { timeout: 20_000 }, async () => {
  await using next = await XmppServer.start();
  const old = await XmppServer.start({ xmpp: { seeOtherUri: `ws://127.0.0.1:${next.port}/ws/` } });
  await using watcher = new Watcher(old);
  await until(() => watcher.count('ready') === 1, 'the client is ready');
  await old.built.drain();
  // Its cursor is of another server's feed: that is said, and it goes on from the earliest.
  await until(() => watcher.count('ready') === 2, 'the client is ready elsewhere');
  assert.equal(watcher.said('see-other-uri='), 1);
  assert.equal(watcher.count('missed'), 1);
  assert.ok(next.sockets.length > 0);
});

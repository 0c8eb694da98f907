// Our client against a server that nobody here wrote: Prosody, started for this test alone, with and without XEP-0198.
import assert from 'node:assert/strict';
import { once } from 'node:events';
import { connect, createServer, type AddressInfo, type Server, type Socket } from 'node:net';
import { before, test } from 'node:test';
import { Publisher, publishRequest } from '../../bench/peer/publisher.ts';
import { refuseWithoutProsody, startProsody, type Prosody } from '../../bench/peer/prosody.ts';
import { encodeEntry } from '../../servers/protocol/entry.ts';
import { eventExamples } from '../../servers/protocol/event.ts';
import { notification } from '../../servers/protocol/xmpp-pubsub.ts';
import { until } from '../../servers/testing/lab.ts';
import { createNodeRuntime } from '../node-runtime.ts';
import type { Arrival } from '../transport.ts';
import { xmpp } from './xmpp.ts';

const topic = '/finesse/api/User/1001001';
const account = { id: '1001001', password: 'secret' };

/** Hands bytes on, until it is told to cut: then both sides lose their connections, as with a failing network. */
class Cuttable implements AsyncDisposable {
  readonly #sockets = new Set<Socket>();
  readonly #server: Server;

  private constructor(port: number) {
    this.#server = createServer((client) => {
      const upstream = connect(port, '127.0.0.1');
      for (const socket of [client, upstream]) {
        this.#sockets.add(socket);
        socket.on('error', () => socket.destroy());
        socket.on('close', () => this.cut([client, upstream]));
      }
      client.pipe(upstream).pipe(client);
    });
  }

  static async before(port: number): Promise<Cuttable> {
    const made = new Cuttable(port);
    made.#server.listen(0, '127.0.0.1');
    await once(made.#server, 'listening');
    return made;
  }

  get url(): URL {
    return new URL(`ws://127.0.0.1:${(this.#server.address() as AddressInfo).port}/ws/`);
  }

  cut(sockets: Iterable<Socket> = this.#sockets): void {
    for (const socket of sockets) {
      socket.destroy();
      this.#sockets.delete(socket);
    }
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#server.close();
    this.cut();
    await once(this.#server, 'close');
  }
}

/** Publishes entries on the node, as a contact centre behind Prosody would; waits until Prosody has them. */
const publishWith = async ({
  url,
  domain,
  publisher,
}: Prosody): Promise<(count: number) => Promise<readonly string[]>> => {
  const login = { account: publisher, domain, resource: 'publisher' };
  const connection = await Publisher.connect(url, login);
  let sequence = 0;
  return async (count) => {
    const cursors = Array.from({ length: count }, () => `e-${(sequence += 1)}` as const);
    for (const cursor of cursors) {
      const entry = { cursor, publishedAtNs: 1n, topics: [topic], event: eventExamples['agent-state'] } as const;
      const item = { id: cursor, payload: notification('<Update/>', encodeEntry(entry)) };
      connection.publish(publishRequest(`pubsub.${domain}`, topic, item));
    }
    await connection.settle();
    return cursors;
  };
};

before(() => refuseWithoutProsody());

for (const [claim, modules] of [
  ['resumes its stream where Prosody manages it', ['smacks']],
  ['logs in again and catches up where it does not', []],
] as const) {
  test(
    `our client logs in to Prosody, subscribes, receives, and after a cut ${claim}`,
    { timeout: 60_000 },
    async () => {
      const prosody = await startProsody({ host: '127.0.0.1', accounts: [account], modules });
      const stop = new AbortController();
      const arrivals: Arrival[] = [];
      const frames: string[] = [];
      const runtime = createNodeRuntime({ onFrame: (direction, text) => frames.push(`${direction} ${text}`) });
      const cursors = (): readonly string[] =>
        arrivals.flatMap((arrival) => (arrival.kind === 'entry' ? [arrival.entry.cursor] : []));
      const count = (kind: Arrival['kind']): number => arrivals.filter((arrival) => arrival.kind === kind).length;
      try {
        const publish = await publishWith(prosody);
        await using network = await Cuttable.before(prosody.port);
        const target = {
          url: network.url,
          from: 'now',
          topic,
          signal: stop.signal,
          runtime,
          pollIntervalMs: 100,
          account,
        } as const;
        const following = (async () => {
          for await (const arrival of xmpp.follow(target)) arrivals.push(arrival);
        })();
        await until(() => count('ready') === 1, 'the client is ready', 15_000);
        const expected = [...(await publish(3))];
        await until(() => cursors().length === 3, 'three entries', 15_000);
        for (let cut = 1; cut <= 2; cut += 1) {
          network.cut();
          expected.push(...(await publish(3)));
          await until(() => cursors().length === expected.length, `the entries of outage ${cut}`, 15_000);
          await until(() => count('ready') === cut + 1, 'the stream stands again', 15_000);
        }
        assert.deepEqual(cursors(), expected);
        assert.equal(count('missed'), 0);
        const resumed = frames.filter((frame) => frame.startsWith('received <resumed')).length;
        const bound = frames.filter((frame) => frame.includes('<resource>')).length;
        assert.deepEqual([resumed, bound], modules.length > 0 ? [2, 1] : [0, 3]);
        stop.abort();
        await following;
      } finally {
        stop.abort();
        await runtime.close();
        await prosody.stop();
      }
    },
  );
}

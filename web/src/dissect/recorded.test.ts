// Real conversations: every transport with its real client through a recording relay, and what the server refuses.
import assert from 'node:assert/strict';
import { setTimeout as delay } from 'node:timers/promises';
import { describe, it, type TestContext } from 'node:test';
import { ConnectionLedger } from '../../../bench/ledger/connection-ledger.ts';
import { createNodeRuntime } from '../../../clients/node-runtime.ts';
import { clientTransports } from '../../../clients/registry.ts';
import type { Arrival } from '../../../clients/transport.ts';
import type { CaptureRecord } from '../../../servers/protocol/capture.ts';
import { catalog, transportIds, type TransportId } from '../../../servers/protocol/catalog.ts';
import { encodeEntry } from '../../../servers/protocol/entry.ts';
import { eventExamples } from '../../../servers/protocol/event.ts';
import { openLab, until, type TestLab } from '../../../servers/testing/lab.ts';
import { RawClient, clientFrame, exchange, get, upgrade } from '../../../servers/testing/raw-client.ts';
import type { ConnectionDissector } from './connection.ts';
import type { Span } from './span.ts';
import { Recorder } from './testing/recorder.ts';
import { assertComplete, dissect } from './testing/tiling.ts';

/** What a client did, as it saw it and as the relay saw it. */
interface Recording {
  readonly arrivals: readonly Arrival[];
  readonly sent: readonly string[];
  readonly connections: readonly (readonly CaptureRecord[])[];
  readonly dissectors: readonly ConnectionDissector[];
}

const record = async (context: TestContext, id: TransportId, lab: TestLab): Promise<Recording> => {
  const recorder = await Recorder.open(context, lab.port, id);
  const sent: string[] = [];
  const onFrame = (direction: string, text: string): void => void (direction === 'sent' && sent.push(text));
  const runtime = createNodeRuntime({ headers: 'browser', onFrame });
  const { scheme, path } = catalog[id];
  const arrivals: Arrival[] = [];
  const end = new AbortController();
  const target = {
    url: new URL(`${scheme}://127.0.0.1:${recorder.port}${path}`),
    from: 'now',
    signal: end.signal,
    runtime,
    pollIntervalMs: 20,
    holdSeconds: 1,
    account: { id: '1001001', password: 'secret' },
  } as const;
  const following = (async () => {
    for await (const arrival of clientTransports[id].follow(target)) arrivals.push(arrival);
  })();
  await until(() => arrivals.some(({ kind }) => kind === 'ready'), `${id} is ready`);
  for (const event of Object.values(eventExamples)) lab.feed.publish(event);
  const count = Object.keys(eventExamples).length;
  await until(() => arrivals.filter(({ kind }) => kind === 'entry').length >= count, `${id} has all entries`);
  // Time for heartbeats, and for polls that bring nothing.
  await delay(70);
  end.abort();
  await following;
  await runtime.close();
  await until(
    () => recorder.connections.every((records) => records.at(-1)?.kind === 'close'),
    'all connections closed',
  );
  const dissectors = recorder.connections.map((records) => dissect(records, { transport: id }));
  return { arrivals, sent, connections: recorder.connections, dissectors };
};

const kindsIn = (spans: readonly Span[]): readonly string[] =>
  spans.flatMap(({ kind, children }) => [kind, ...kindsIn(children ?? [])]);

const sumOf = (dissectors: readonly ConnectionDissector[], name: 'entries' | 'payloadBytes' | 'frames'): number =>
  dissectors.flatMap(({ exchanges }) => exchanges).reduce((sum, row) => sum + row[name], 0);

/** The bench's ledger reads the same bytes with other code: payload and frames have to agree. */
const ledgerOf = (connections: readonly (readonly CaptureRecord[])[]): number =>
  connections.reduce((sum, records) => {
    const ledger = new ConnectionLedger(true, 1);
    for (const item of records) {
      if (item.kind === 'data' && item.direction === 'down') ledger.down(Buffer.from(item.bytes), item.atMs);
    }
    return sum + ledger.seen(0).layers.payload;
  }, 0);

describe('a recorded conversation', () => {
  for (const id of transportIds) {
    it(`${id}: every byte has a span, nothing is unread, and the counters are the client's`, async (context) => {
      const lab = await openLab(context, { heartbeatMs: 20 });
      const { arrivals, connections, dissectors, sent } = await record(context, id, lab);
      for (const dissector of dissectors) {
        assertComplete(dissector);
        const kinds = new Set(dissector.messages.flatMap((message) => kindsIn(message.spans())));
        for (const kind of kinds) assert.doesNotMatch(kind, /^unread|^ws\.(reserved|rsv)|^http\.field$/);
      }
      const entries = arrivals.flatMap((arrival) => (arrival.kind === 'entry' ? [arrival.entry] : []));
      const repeats = id === 'http10' || id === 'keep-alive' || id === 'xmpp' || id === 'bosh';
      if (!repeats) {
        const payload = entries.reduce((sum, entry) => sum + Buffer.byteLength(encodeEntry(entry)), 0);
        assert.deepEqual([sumOf(dissectors, 'entries'), sumOf(dissectors, 'payloadBytes')], [entries.length, payload]);
      }
      assert.ok(sumOf(dissectors, 'entries') >= entries.length);
      assert.equal(sumOf(dissectors, 'payloadBytes'), ledgerOf(connections));
      const texts = dissectors.flatMap(({ messages }) => messages.map(({ stanza }) => stanza));
      for (const frame of sent.filter((text) => !text.includes('<auth'))) assert.ok(texts.includes(frame), frame);
      assertTotals(dissectors, connections);
    });
  }
});

const assertTotals = (
  dissectors: readonly ConnectionDissector[],
  connections: readonly (readonly CaptureRecord[])[],
): void => {
  for (const [index, dissector] of dissectors.entries()) {
    const data = (connections[index] ?? []).flatMap((item) => (item.kind === 'data' ? [item] : []));
    for (const direction of ['up', 'down'] as const) {
      const bytes = data
        .filter((item) => item.direction === direction)
        .reduce((sum, item) => sum + item.bytes.byteLength, 0);
      const name = direction === 'up' ? 'requestBytes' : 'transferredBytes';
      const told = dissector.exchanges.reduce((sum, row) => sum + row[name], 0);
      assert.deepEqual([told, dissector.rawBytes(direction).byteLength], [bytes, bytes]);
    }
    assert.ok(dissector.exchanges.every(({ isOpen }) => !isOpen));
  }
};

describe('what the server refuses', () => {
  const refused = async (
    context: TestContext,
    ask: (port: number) => Promise<unknown>,
  ): Promise<ConnectionDissector> => {
    const lab = await openLab(context);
    const recorder = await Recorder.open(context, lab.port, 'short-poll');
    await ask(recorder.port);
    await until(() => recorder.connections[0]?.at(-1)?.kind === 'close', 'the connection is closed');
    const dissector = dissect(recorder.connections[0] ?? []);
    assertComplete(dissector);
    return dissector;
  };
  const cases: Readonly<Record<number, readonly [path: string, code: string]>> = {
    400: ['/short-poll/events?after=nonsense', 'LAB_CURSOR_INVALID'],
    410: ['/short-poll/events?after=old-1', 'LAB_CURSOR_EXPIRED'],
    426: ['/websocket/events', 'LAB_UPGRADE_REQUIRED'],
  };
  for (const [status, [path, code]] of Object.entries(cases)) {
    it(`${status} is told with the lab's code`, async (context) => {
      const dissector = await refused(context, (port) => exchange(port, get(path)));
      const [row] = dissector.exchanges;
      assert.equal(row?.status, Number(status));
      assert.deepEqual(
        row?.messages
          .filter(({ kind }) => kind === 'response-body')
          .map(({ summary }) => [summary.key, summary.values['code']]),
        [['json.error', code]],
      );
    });
  }
  it('a close with a code, after a frame with a reserved opcode', async (context) => {
    const dissector = await refused(context, async (port) => {
      const client = new RawClient(port, upgrade('/websocket/events'));
      await client.until('{"cursor"');
      client.send(clientFrame(3, 'what'));
      await client.end();
    });
    const keys = dissector.messages.map(({ summary }) => summary.key);
    assert.ok(keys.includes('ws.reserved') && keys.includes('ws.close'), keys.join());
  });
});

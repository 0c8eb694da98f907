// The lab's own clients through the tapped ports: a round trip and a cut do not show in what they deliver.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Collector } from '../../bench/conformance/collector.ts';
import { createNodeRuntime } from '../../clients/node-runtime.ts';
import { clientTransports } from '../../clients/registry.ts';
import { describeTransport, transportIds } from '../protocol/catalog.ts';
import { eventExamples } from '../protocol/event.ts';
import { openTapped } from './bed.ts';

test('every transport delivers each entry once and in order at 20 ms, across the connect and across a cut', async (context) => {
  const lab = await openTapped(context, { feed: { epoch: 'e1' } });
  lab.taps.setRtt(20);
  const publish = (count: number): readonly string[] =>
    Array.from({ length: count }, () => lab.feed.publish(eventExamples['agent-state']).cursor);
  const cursors = [...publish(5)];
  const clients = transportIds.map((id) => {
    const { scheme, path } = describeTransport(id);
    const url = new URL(`${scheme}://127.0.0.1:${lab.portOf(id)}${path}`);
    const target = { url, from: 'earliest', pollIntervalMs: 25, holdSeconds: 2 } as const;
    return { id, client: new Collector(clientTransports[id], { ...target, runtime: createNodeRuntime() }) };
  });
  const allCame = (): Promise<unknown> =>
    Promise.all(
      clients.map(({ id, client }) => client.until(`all of ${id}`, () => client.cursors.length >= cursors.length)),
    );
  cursors.push(...publish(3));
  await allCame();
  for (const id of transportIds) lab.taps.cut(id);
  cursors.push(...publish(2));
  await allCame();
  for (const { id, client } of clients) {
    assert.deepEqual(client.cursors, cursors, id);
    assert.deepEqual([client.count('missed'), client.count('dropped')], [0, 0], id);
  }
  await Promise.all(clients.map(({ client }) => client.stop()));
});

// A page that watches, one that does not read, and one that is gone.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { CaptureRecord } from '../../protocol/capture.ts';
import { TrainerToken } from '../trainer-token.ts';
import { until } from '../../testing/lab.ts';
import { clientFrame, RawClient, upgrade } from '../../testing/raw-client.ts';
import { openBed } from './bed.ts';

const record = (byteCount: number): CaptureRecord => ({
  kind: 'data',
  connection: 1,
  atMs: 5.5,
  direction: 'down',
  bytes: new Uint8Array(byteCount),
});

test('captures come as binary frames, and a new watch ends the one before', async (context) => {
  const { taps, open } = await openBed(context);
  const page = await open();
  await page.ask({ do: 'watch', transports: ['sse', 'bosh'] });
  const [first] = taps.watches;
  const opened: CaptureRecord = { kind: 'open', connection: 1, atMs: 5, transport: 'sse' };
  assert.equal(first?.take([opened, record(3)]), true);
  await until(() => page.records.length === 2, 'the records have come');
  assert.deepEqual(page.records[0], opened);
  assert.deepEqual(first.transports, ['sse', 'bosh']);
  await page.ask({ do: 'watch', transports: ['xmpp'] });
  assert.deepEqual(
    taps.watches.map(({ isClosed }) => isClosed),
    [true, false],
  );
  await page.ask({ do: 'watch', transports: [] });
  assert.deepEqual([taps.watches.length, taps.watches[1]?.isClosed], [2, true]);
});

test('the trainer watches the whole class, a viewer their own machine', async (context) => {
  const { taps, open } = await openBed(context, { lan: new TrainerToken('right') });
  await (await open({}, '?token=right')).ask({ do: 'watch', transports: ['sse'] });
  await (await open()).ask({ do: 'watch', transports: ['sse'] });
  assert.deepEqual(
    taps.watches.map(({ address }) => address),
    [null, '127.0.0.1'],
  );
});

test('a page that leaves watches no more', async (context) => {
  const { taps, open } = await openBed(context);
  const page = await open();
  await page.ask({ do: 'watch', transports: ['sse'] });
  page.socket.close();
  await until(() => taps.watches[0]?.isClosed === true, 'the watch is closed');
});

const asked = (command: object): Buffer => clientFrame(1, JSON.stringify({ id: 1, ...command }));
const opening = upgrade('/control').replace('Host: lab', 'Host: 127.0.0.1');

test('a page that does not read is sent no captures beyond 4 MiB, and is caught up when it reads again', async (context) => {
  const { lab, taps, open } = await openBed(context);
  const client = new RawClient(lab.port, opening);
  await client.until('"state"');
  client.send(asked({ do: 'watch', transports: ['sse'] }));
  await until(() => taps.watches.length === 1, 'it watches');
  const [watch] = taps.watches;
  client.socket.pause();
  let sent = 0;
  while (watch?.take([record(64 * 1024)])) sent += 1;
  assert.ok(sent > 60, String(sent));
  const other = await open();
  await other.ask({ do: 'set', settings: { rttMs: 123 } });
  client.socket.resume();
  await client.until('"rttMs":123');
  await until(() => watch?.resumed === 1, 'the watch is resumed');
  client.reset();
});

test('requests of a page that does not read wait', async (context) => {
  const { lab, taps, open } = await openBed(context);
  const client = new RawClient(lab.port, opening);
  await client.until('"state"');
  client.send(asked({ do: 'watch', transports: ['sse'] }));
  await until(() => taps.watches.length === 1, 'it watches');
  client.socket.pause();
  while (taps.watches[0]?.take([record(64 * 1024)]));
  // The first is read before the page is held back.
  client.send(asked({ do: 'cut', transport: 'sse' }));
  await until(() => taps.cuts.length === 1, 'the first has been read');
  client.send(asked({ do: 'cut', transport: 'bosh' }));
  await (await open()).ask({ do: 'clock' });
  assert.deepEqual(taps.cuts, ['sse']);
  client.socket.resume();
  await until(() => taps.cuts.length === 2, 'the second has been read');
  client.reset();
});

test('a page is pinged, and one that answers no ping twice is cut off', async (context) => {
  const { lab, open } = await openBed(context, { heartbeatMs: 30 });
  const page = await open();
  let pings = 0;
  page.socket.on('ping', () => (pings += 1));
  const silent = new RawClient(lab.port, opening);
  await silent.end();
  await until(() => pings >= 3, 'three pings');
  assert.equal(page.closed, undefined);
});

// The log: bounded, incremental, and true to the moment of the cursor.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { CaptureRecord } from '../../../servers/protocol/capture.ts';
import { CaptureStore } from '../session/capture-store.ts';
import { durationMs } from './columns.ts';
import { WireLog } from './wire-log.ts';
import { defaultLimits, WireReader, type WireLimits } from './wire-reader.ts';

const bytesOf = (text: string): Uint8Array => new TextEncoder().encode(text);
const never = (): boolean => false;
const all = Number.POSITIVE_INFINITY;

const open = (connection: number, atMs: number): CaptureRecord => ({
  kind: 'open',
  connection,
  atMs,
  transport: 'keep-alive',
});
const close = (connection: number, atMs: number): CaptureRecord => ({
  kind: 'close',
  connection,
  atMs,
  by: 'client',
  isReset: false,
});
const ask = (connection: number, atMs: number, target = '/'): CaptureRecord => ({
  kind: 'data',
  connection,
  atMs,
  direction: 'up',
  bytes: bytesOf(`GET ${target} HTTP/1.1\r\nHost: h\r\n\r\n`),
});
const answer = (connection: number, atMs: number): CaptureRecord => ({
  kind: 'data',
  connection,
  atMs,
  direction: 'down',
  bytes: bytesOf('HTTP/1.1 204 No Content\r\n\r\n'),
});

/** A clock that moves on with every look at it. */
const ticking = (stepMs: number): (() => number) => {
  let now = 0;
  return () => (now += stepMs);
};

/** A log that has read everything up to a moment. */
const settle = (log: WireLog, untilMs = all): readonly (readonly [string, number | null])[] => {
  for (let frame = 0; frame < 1000; frame += 1) log.advance(untilMs);
  return log.rows.value.map(({ exchange }) => [exchange.target, exchange.status] as const);
};

const newLog = (store: CaptureStore, limits?: WireLimits): WireLog => new WireLog(store, ticking(1), limits);

test('a reset by the server stops the clock of what was open, a WebSocket too', () => {
  const store = new CaptureStore();
  const log = newLog(store);
  store.push([open(1, 0), ask(1, 1, '/a'), open(2, 0), ask(2, 1, '/b')]);
  const upgrade = 'HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n\r\n';
  store.push([{ kind: 'data', connection: 2, atMs: 2, direction: 'down', bytes: bytesOf(upgrade) }]);
  assert.ok(settle(log).length === 2 && log.rows.value.every(({ exchange }) => exchange.isOpen));
  store.push([1, 2].map((number) => ({ ...close(number, 50), by: 'server', isReset: true }) as const));
  settle(log);
  assert.deepEqual(
    log.rows.value.map((row) => durationMs(row, 9000)),
    [49, 49],
  );
});

test('reads on from where it stopped', () => {
  const store = new CaptureStore();
  const log = newLog(store);
  store.push([open(1, 0), ask(1, 1, '/a')]);
  assert.deepEqual(settle(log), [['/a', null]]);
  store.push([answer(1, 2), ask(1, 3, '/b')]);
  assert.deepEqual(settle(log), [
    ['/a', 204],
    ['/b', null],
  ]);
});

test('stops when its time is up and goes on with the next frame', () => {
  const store = new CaptureStore();
  store.push([open(1, 0), ...Array.from({ length: 50 }, (_, index) => [ask(1, index), answer(1, index)]).flat()]);
  const reader = new WireReader(store, new Map());
  let looks = 0;
  const isTimeUp = (): boolean => (looks += 1) % 10 === 0;
  let frames = 1;
  while (!reader.read(all, isTimeUp)) frames += 1;
  assert.ok(frames > 5, `${frames} frames`);
  assert.equal(reader.rows.length, 50);
});

test('shows what had happened at the moment of the cursor, back and forth', () => {
  const store = new CaptureStore();
  store.push([open(1, 0), ask(1, 10, '/a'), answer(1, 20), ask(1, 30, '/b'), answer(1, 40)]);
  const log = newLog(store);
  const both = [
    ['/a', 204],
    ['/b', 204],
  ];
  assert.deepEqual(settle(log), both);
  assert.deepEqual(settle(log, 15), [['/a', null]]);
  assert.deepEqual(settle(log, 30), [
    ['/a', 204],
    ['/b', null],
  ]);
  assert.deepEqual(settle(log, 5), []);
  assert.deepEqual(settle(log), both);
});

test('a transport that is told again from the beginning is not counted twice, whatever the moment', () => {
  const store = new CaptureStore();
  const told = [open(1, 0), ask(1, 10, '/a'), answer(1, 20)];
  store.push([...told, open(2, 0), ask(2, 30, '/z')]);
  const log = newLog(store);
  assert.deepEqual(settle(log, 15), [['/a', null]]);
  store.push([...told, ask(1, 40, '/b')]);
  assert.deepEqual(settle(log, 15), [['/a', null]]);
  const later = settle(log);
  assert.deepEqual(
    later.toSorted(([one], [other]) => one.localeCompare(other)),
    [
      ['/a', 204],
      ['/b', null],
      ['/z', null],
    ],
  );
});

test('keeps a bounded number of connections, and lets closed ones go first', () => {
  const store = new CaptureStore();
  const limits = { ...defaultLimits, connections: 10 };
  store.push([open(1, 0), ask(1, 1, '/open')]);
  for (let connection = 2; connection < 100; connection += 1) {
    store.push([
      open(connection, connection),
      ask(connection, connection),
      answer(connection, connection),
      close(connection, connection),
    ]);
  }
  const reader = new WireReader(store, new Map(), limits);
  reader.read(all, never);
  assert.equal(reader.connections.length, 10);
  assert.equal(reader.rows[0]?.exchange.target, '/open');
});

test('an open connection that was given up stays away', () => {
  const store = new CaptureStore();
  store.push([open(1, 0), open(2, 0), open(3, 0), ask(1, 1, '/gone'), ask(2, 1, '/kept'), ask(3, 1, '/kept')]);
  const reader = new WireReader(store, new Map(), { ...defaultLimits, connections: 2 });
  reader.read(all, never);
  assert.deepEqual(
    reader.rows.map(({ exchange }) => exchange.target),
    ['/kept', '/kept'],
  );
});

test('what is paused stands, even when the store has let go of what came after', () => {
  const store = new CaptureStore();
  store.push([open(1, 0), ask(1, 1, '/a')]);
  const log = newLog(store);
  settle(log, 5);
  const big = new Uint8Array(8 * 1024 * 1024);
  for (let atMs = 10; atMs < 20; atMs += 1) {
    store.push([{ kind: 'data', connection: 1, atMs, direction: 'down', bytes: big }]);
  }
  assert.ok(store.first > 0);
  assert.deepEqual(settle(log, 5), [['/a', null]]);
});

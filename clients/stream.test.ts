// Streams: entries once and in order over any number of connections, and an end to each of them.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { setImmediate as turn } from 'node:timers/promises';
import { LabError } from '../servers/protocol/errors.ts';
import { followStream, guarded, type OpenStream, type StreamEvents } from './stream.ts';
import { entryAt, FakeRuntime, inShort, take, targetOn } from './testing/fake-runtime.ts';

/** Connections that do what the test says when they open. */
class Connections {
  readonly positions: string[] = [];
  closed = 0;
  readonly #scripts: ((events: StreamEvents) => void)[];

  constructor(...scripts: ((events: StreamEvents) => void)[]) {
    this.#scripts = scripts;
  }

  readonly open: OpenStream = (from, events) => {
    this.positions.push(from);
    const script = this.#scripts.shift();
    queueMicrotask(() => script?.(events));
    return () => {
      this.closed += 1;
    };
  };
}

test('entries come once and in order, and a new connection resumes after the last one', async () => {
  const runtime = new FakeRuntime();
  const connections = new Connections(
    (events) => {
      events.ready('e1-0');
      events.entry(entryAt(1));
      events.entry(entryAt(2));
      events.lost('cut');
      events.entry(entryAt(3));
    },
    (events) => {
      events.ready('e1-2');
      events.entry(entryAt(2));
      events.entry(entryAt(3));
    },
  );
  assert.deepEqual(await take(followStream(targetOn(runtime), connections.open), 7), [
    'ready e1-0',
    'entry e1-1',
    'entry e1-2',
    'reconnect 1',
    'ready e1-2',
    'dropped e1-2',
    'entry e1-3',
  ]);
  assert.deepEqual(connections.positions, ['now', 'e1-2']);
  assert.equal(connections.closed, 2);
  assert.deepEqual(runtime.sleeps, [150]);
});

test('a reader from now that has seen no entry resumes where the stream said it stands', async () => {
  const connections = new Connections(
    (events) => {
      events.ready('e1-5');
      events.position('e1-9');
      events.lost('cut');
    },
    (events) => events.ready('e1-9'),
  );
  await take(followStream(targetOn(new FakeRuntime()), connections.open), 3);
  assert.deepEqual(connections.positions, ['now', 'e1-9']);
});

test('pauses grow while no connection stands, and a ready one forgets them', async () => {
  const runtime = new FakeRuntime();
  const cut = (events: StreamEvents): void => events.lost('cut');
  const connections = new Connections(cut, cut, (events) => (events.ready(null), cut(events)), cut);
  await take(followStream(targetOn(runtime), connections.open), 5);
  assert.deepEqual(runtime.sleeps.slice(0, 3), [150, 300, 150]);
});

test('an expired cursor is reported as missed, and reading goes on from the earliest without a pause', async () => {
  const runtime = new FakeRuntime();
  const connections = new Connections(
    (events) => events.expired(),
    (events) => events.entry(entryAt(1, 'e2')),
  );
  assert.deepEqual(await take(followStream(targetOn(runtime, { from: 'e1-7' }), connections.open), 2), [
    'missed null',
    'entry e2-1',
  ]);
  assert.deepEqual(connections.positions, ['e1-7', 'earliest']);
  assert.deepEqual(runtime.sleeps, []);
});

test('a gap is reported as missed and moves the position; on a topic nobody knows how many', async () => {
  const gap = { after: 'e1-1', next: 'e1-9', missed: 8 } as const;
  for (const [topic, missed] of [
    [undefined, 'missed 8'],
    ['/mine', 'missed null'],
  ] as const) {
    const connections = new Connections(
      (events) => {
        events.gap(gap);
        events.lost('cut');
      },
      (events) => events.gap(gap),
    );
    const target = { ...targetOn(new FakeRuntime()), topic };
    assert.deepEqual(await take(followStream(target, connections.open), 3), [missed, 'reconnect 1', missed]);
    assert.deepEqual(connections.positions, ['now', 'e1-9']);
  }
});

test('a platform that reconnects by itself is reported, and not replaced', async () => {
  const connections = new Connections((events) => {
    events.ready('e1-0');
    events.interrupted('cut');
    events.interrupted('cut');
    events.ready(null);
  });
  assert.deepEqual(await take(followStream(targetOn(new FakeRuntime()), connections.open), 4), [
    'ready e1-0',
    'reconnect 1',
    'reconnect 2',
    'ready e1-0',
  ]);
  assert.deepEqual(connections.positions, ['now']);
});

test('a refusal ends the iteration after what has arrived, and closes the connection', async () => {
  const refused = new LabError('LAB_TOPIC_INVALID', 'No.');
  const connections = new Connections((events) => {
    events.entry(entryAt(1));
    events.refused(refused);
  });
  const seen: string[] = [];
  await assert.rejects(async () => {
    for await (const arrival of followStream(targetOn(new FakeRuntime()), connections.open))
      seen.push(inShort(arrival));
  }, refused);
  assert.deepEqual([seen, connections.closed], [['entry e1-1'], 1]);
});

test('a platform that cannot even open ends the iteration with its fault', async () => {
  const open: OpenStream = () => {
    throw new SyntaxError('no such scheme');
  };
  const arrivals = followStream(targetOn(new FakeRuntime()), open);
  await assert.rejects(take(arrivals, 1), /no such scheme/);
});

test('whoever leaves the iteration, or stops the target, closes the connection', async () => {
  const stopper = new AbortController();
  const ready = (events: StreamEvents): void => events.ready('e1-0');
  const [left, stopped] = [new Connections(ready), new Connections(ready)];
  await take(followStream(targetOn(new FakeRuntime()), left.open), 1);
  assert.equal(left.closed, 1);
  const reading = take(followStream(targetOn(new FakeRuntime(), { signal: stopper.signal }), stopped.open), 9);
  await turn();
  stopper.abort();
  assert.deepEqual(await reading, ['ready e1-0']);
  assert.equal(stopped.closed, 1);
});

test('a reader that is ten thousand behind gets a pause instead of an endless queue, and then the rest', async () => {
  const connections = new Connections(
    (events) => {
      for (let sequence = 1; sequence <= 15_000; sequence += 1) events.entry(entryAt(sequence));
    },
    (events) => {
      for (let sequence = 9000; sequence <= 15_000; sequence += 1) events.entry(entryAt(sequence));
    },
  );
  const seen = await take(followStream(targetOn(new FakeRuntime()), connections.open), 16_002);
  assert.equal(connections.positions[1], 'e1-10000');
  assert.deepEqual(
    seen.filter((arrival) => arrival.startsWith('entry')),
    Array.from({ length: 15_000 }, (_, index) => `entry e1-${index + 1}`),
  );
});

test('a listener that throws loses its connection, not the process', () => {
  const lost: string[] = [];
  const events = { lost: (why: string) => lost.push(why) } as unknown as StreamEvents;
  guarded(events, () => {
    throw new Error('broken frame');
  })(null);
  assert.deepEqual(lost, ['broken frame']);
});

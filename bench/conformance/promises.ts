// What every transport promises: one case a promise, run against any subject over real sockets.
import assert from 'node:assert/strict';
import { connect } from 'node:net';
import type { TransportDescription } from '../../servers/protocol/catalog.ts';
import { eventExamples } from '../../servers/protocol/event.ts';
import { userTopic } from '../../servers/protocol/topic.ts';
import { Bed, type Subject } from './bed.ts';
import { eventually, patienceMs } from './collector.ts';

/** One promise. `appliesTo` gives the reason when a transport keeps it in another way. */
export interface Promised {
  readonly title: string;
  /** `null` = it applies; else why not, by capability and never by name. */
  readonly exempt: (transport: TransportDescription) => string | null;
  readonly check: (subject: Subject) => Promise<void>;
}

const everyone = (): null => null;
const streams = (transport: TransportDescription): string | null =>
  transport.push ? null : 'an answer is bounded by itself: at most 1000 entries, or the window of a board';
const withCursor = (transport: TransportDescription): string | null =>
  transport.resume ? null : 'a board knows no cursor: it shows its window, and the client reports what it missed';

const cursorsOf = (entries: readonly { readonly cursor: string }[]): readonly string[] =>
  entries.map(({ cursor }) => cursor);

/** Text that a careless encoder breaks. */
export const hostileText =
  'a\r\nb\nc\rd\u0000\u0001\u001f ]]> </message> <!-- & -->"\' data: x\n\n id: 1 \u2028\u2029 ✆ 👩‍💻 \ufffe\uffff \ud800 end';

const onceAndInOrder: Promised = {
  title: 'delivers each entry once and in order across the connect',
  exempt: everyone,
  async check(subject) {
    await using bed = await Bed.open(subject);
    const early = bed.publish(5);
    const client = bed.follow('earliest');
    // Published while the connection is being made, in several turns of the event loop: replay has to meet live.
    const during: string[] = [];
    const deadline = Date.now() + patienceMs;
    while (client.count('ready') === 0 && Date.now() < deadline) {
      if (during.length < 10) during.push(...cursorsOf(bed.publish()));
      await new Promise((resolve) => setImmediate(resolve));
    }
    const late = bed.publish(3);
    const expected = [...cursorsOf(early), ...during, ...cursorsOf(late)];
    await client.until('all entries', () => client.entries.length >= expected.length);
    // Whatever came twice would arrive before the answer to one more event.
    const [last] = bed.publish();
    await client.until('the last entry', () => client.cursors.at(-1) === last?.cursor);
    assert.deepEqual(client.cursors, [...expected, last?.cursor]);
    assert.equal(client.count('missed'), 0);
    assert.equal(client.count('dropped'), 0, 'the server sent something twice');
  },
};

const startsAfterCursor: Promised = {
  title: 'starts right after the given cursor',
  exempt: everyone,
  async check(subject) {
    await using bed = await Bed.open(subject);
    const entries = bed.publish(6);
    const from = entries[2]?.cursor;
    assert.ok(from);
    const client = bed.follow(from);
    await client.until('three entries', () => client.entries.length >= 3);
    await client.until('ready', () => client.count('ready') === 1);
    const [last] = bed.publish();
    await client.until('the last entry', () => client.cursors.at(-1) === last?.cursor);
    assert.deepEqual(client.cursors, [...cursorsOf(entries.slice(3)), last?.cursor]);
  },
};

const onlyItsTopic: Promised = {
  title: 'delivers only the entries of the topic asked for',
  exempt: everyone,
  async check(subject) {
    await using bed = await Bed.open(subject);
    const client = bed.follow('now', { topic: userTopic('1001001') });
    await client.until('ready', () => client.count('ready') === 1);
    const [first] = bed.publish();
    bed.publish(5, { ...eventExamples['agent-state'], agent: '1001002' });
    const [last] = bed.publish();
    await client.until('the last entry', () => client.cursors.at(-1) === last?.cursor);
    assert.deepEqual(client.cursors, [first?.cursor, last?.cursor]);
  },
};

const nobodyLeftBehind: Promised = {
  title: 'leaves no reader and no connection behind when the client goes',
  exempt: everyone,
  async check(subject) {
    await using bed = await Bed.open(subject);
    const client = bed.follow('now');
    await client.until('ready', () => client.count('ready') === 1);
    bed.publish();
    await client.until('an entry', () => client.entries.length === 1);
    await client.stop();
    await eventually('the readers to leave', () => bed.built.feed.figures.readers === 0);
    await eventually('the connections to close', () => bed.connections === 0);
  },
};

const survivesCut: Promised = {
  title: 'picks up after the server drops the connection',
  exempt: everyone,
  async check(subject) {
    await using bed = await Bed.open(subject);
    const client = bed.follow('now');
    await client.until('ready', () => client.count('ready') === 1);
    const before = bed.publish(2);
    await client.until('two entries', () => client.entries.length === 2);
    bed.dropConnections();
    const during = bed.publish(3);
    await client.until('the entries of the outage', () => client.entries.length >= 5);
    const after = bed.publish(2);
    await client.until('the entries after it', () => client.entries.length >= 7);
    assert.deepEqual(client.cursors, cursorsOf([...before, ...during, ...after]));
    assert.equal(client.count('missed'), 0);
  },
};

const survivesRestart: Promised = {
  title: 'picks up after the server restarts, and says that something may be missing',
  exempt: everyone,
  async check(subject) {
    await using bed = await Bed.open(subject);
    const client = bed.follow('now');
    await client.until('ready', () => client.count('ready') === 1);
    bed.publish(2);
    await client.until('two entries', () => client.entries.length === 2);
    await bed.restart();
    const fresh = bed.publish(3);
    await client.until('the entries of the new epoch', () => client.entries.length >= 5);
    assert.deepEqual(client.cursors.slice(2), cursorsOf(fresh));
    const missed = client.arrivals.flatMap((arrival) => (arrival.kind === 'missed' ? [arrival.count] : []));
    assert.deepEqual(missed, [null]);
  },
};

const refusesExpired: Promised = {
  title: 'refuses an expired cursor: the client says so and goes on from the earliest',
  exempt: everyone,
  async check(subject) {
    await using bed = await Bed.open(subject, { capacity: 4 });
    const entries = bed.publish(10);
    const from = entries[1]?.cursor;
    assert.ok(from);
    const client = bed.follow(from);
    await client.until('what is left', () => client.entries.length >= 4);
    assert.equal(client.count('missed'), 1);
    assert.deepEqual(client.cursors, cursorsOf(entries.slice(6)));
  },
};

const boundsSlowReader: Promised = {
  title: 'bounds and names a reader that takes nothing',
  exempt: (transport) =>
    streams(transport) ?? (transport.needs.includes('xml') ? 'a login comes first: see its own test' : null),
  async check(subject) {
    await using bed = await Bed.open(subject, { capacity: 64 });
    const { url } = bed;
    const upgrade =
      subject.description.scheme === 'ws'
        ? 'Connection: Upgrade\r\nUpgrade: websocket\r\nSec-WebSocket-Version: 13\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n'
        : '';
    const stalled = connect({ host: url.hostname, port: Number(url.port) });
    stalled.pause();
    stalled.write(`GET ${url.pathname} HTTP/1.1\r\nHost: ${url.host}\r\n${upgrade}\r\n`);
    try {
      await eventually('the stalled reader to be there', () => bed.built.feed.figures.readers === 1);
      const filler = { ...eventExamples['team-message'], content: 'x'.repeat(60_000) };
      // More than the kernel's buffers take: the server has to stop, and the log runs away from the reader.
      for (let round = 0; round < 20; round += 1) {
        bed.publish(32, filler);
        await new Promise((resolve) => setImmediate(resolve));
      }
      const { rss } = process.memoryUsage();
      bed.publish(640, filler);
      assert.ok(
        process.memoryUsage().rss - rss < 128 * 1024 * 1024,
        'the server queues for a reader that takes nothing',
      );
      // Once it reads again, it is told how much it lost.
      stalled.resume();
      await eventually('the slow reader to be named', () => bed.slowReaders.length > 0);
      assert.match(bed.slowReaders[0] ?? 'nobody was named', new RegExp(`^${subject.id} \\S+:\\d+$`));
    } finally {
      stalled.destroy();
    }
  },
};

const keepsPayload: Promised = {
  title: 'keeps line breaks, NUL, emoji, ]]> and </message> byte for byte',
  exempt: everyone,
  async check(subject) {
    await using bed = await Bed.open(subject);
    const client = bed.follow('now');
    await client.until('ready', () => client.count('ready') === 1);
    const event = { ...eventExamples['team-message'], content: hostileText, from: hostileText };
    bed.publish(1, event);
    await client.until('the entry', () => client.entries.length === 1);
    assert.deepEqual(client.entries[0]?.event, event);
  },
};

const noticesLoss: Promised = {
  title: 'tells its reader when entries scrolled away between two ticks',
  exempt: (transport) => (transport.resume ? 'its cursor misses nothing' : null),
  async check(subject) {
    await using bed = await Bed.open(subject);
    const client = bed.follow('now');
    await client.until('ready', () => client.count('ready') === 1);
    const entries = bed.publish(50);
    await client.until('the window', () => client.entries.length >= 20);
    assert.deepEqual(client.cursors, cursorsOf(entries.slice(30)));
    const missed = client.arrivals.flatMap((arrival) => (arrival.kind === 'missed' ? [arrival.count] : []));
    assert.deepEqual(missed, [30]);
  },
};

const missesNothing: Promised = {
  title: 'misses nothing when far more comes between two ticks than a board would show',
  exempt: withCursor,
  async check(subject) {
    await using bed = await Bed.open(subject);
    const client = bed.follow('now');
    await client.until('ready', () => client.count('ready') === 1);
    const entries = bed.publish(2500);
    await client.until('all entries', () => client.entries.length >= 2500);
    assert.deepEqual(client.cursors, cursorsOf(entries));
  },
};

const endsOnDrain: Promised = {
  title: 'lets go of every client when the server drains',
  exempt: everyone,
  async check(subject) {
    await using bed = await Bed.open(subject);
    const client = bed.follow('now');
    await client.until('ready', () => client.count('ready') === 1);
    await bed.built.drain();
    assert.equal(bed.built.feed.figures.readers, 0);
    await eventually('the connections to close', () => bed.connections === 0);
    await client.until('word of the loss', () => client.count('reconnect') > 0);
  },
};

/** The suite. */
export const promises: readonly Promised[] = [
  onceAndInOrder,
  startsAfterCursor,
  onlyItsTopic,
  nobodyLeftBehind,
  survivesCut,
  survivesRestart,
  refusesExpired,
  boundsSlowReader,
  keepsPayload,
  noticesLoss,
  missesNothing,
  endsOnDrain,
];

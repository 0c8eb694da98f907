// The suite proves itself: each of these transports is broken in one way, and the suite has to notice.
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { clientTransports } from '../../clients/registry.ts';
import type { Arrival, ClientTransport } from '../../clients/transport.ts';
import type { EntrySink, FeedReader } from '../../servers/feed/reader.ts';
import { describeTransport, type TransportId } from '../../servers/protocol/catalog.ts';
import type { Entry } from '../../servers/protocol/entry.ts';
import { serverTransports } from '../../servers/registry.ts';
import type { ServerTransport } from '../../servers/transport.ts';
import type { Subject } from './bed.ts';
import { promises } from './promises.ts';

const subjectOf = (id: TransportId, broken: Partial<Subject>): Subject => ({
  id,
  description: describeTransport(id),
  server: serverTransports[id],
  client: clientTransports[id],
  ...broken,
});

/** The server half, with a feed reader that misbehaves. */
const withFeed = (id: TransportId, tamper: (feed: FeedReader) => Partial<FeedReader>): Subject => {
  const server: ServerTransport = {
    mount(app, lab) {
      const { feed } = lab;
      const honest: FeedReader = {
        locate: (start) => feed.locate(start),
        readAfter: (at) => feed.readAfter(at),
        waitAfter: (at, holdMs, signal) => feed.waitAfter(at, holdMs, signal),
        follow: (at, sink) => feed.follow(at, sink),
        board: (window, topic) => feed.board(window, topic),
      };
      return serverTransports[id].mount(app, { ...lab, feed: { ...honest, ...tamper(feed) } });
    },
  };
  return subjectOf(id, { server });
};

/** The client half, whose arrivals are changed on the way. */
const withArrivals = (id: TransportId, tamper: (arrival: Arrival) => readonly Arrival[]): Subject => {
  const client: ClientTransport = {
    async *follow(target) {
      for await (const arrival of clientTransports[id].follow(target)) yield* tamper(arrival);
    },
  };
  return subjectOf(id, { client });
};

const changedSink = (sink: EntrySink, change: (entries: readonly Entry[]) => readonly Entry[]): EntrySink => ({
  name: sink.name,
  write: (entries) => sink.write(change(entries)),
  gap: (missed) => sink.gap(missed),
});

const isEven = ({ cursor }: Entry): boolean => Number(cursor.split('-')[1]) % 2 === 0;

const mangled = (entry: Entry, change: (text: string) => string): Entry =>
  entry.event.type === 'team-message'
    ? { ...entry, event: { ...entry.event, content: change(entry.event.content) } }
    : entry;

const mangles = (change: (text: string) => string): Subject =>
  withFeed('sse', (feed) => ({
    follow: (at, sink) =>
      feed.follow(
        at,
        changedSink(sink, (entries) => entries.map((entry) => mangled(entry, change))),
      ),
  }));

const brokenSubjects: Readonly<Record<string, Subject>> = {
  'a server that sends everything twice': withFeed('sse', (feed) => ({
    follow: (at, sink) =>
      feed.follow(
        at,
        changedSink(sink, (entries) => entries.flatMap((entry) => [entry, entry])),
      ),
  })),
  'a stream that repeats': withArrivals('websocket', (arrival) =>
    arrival.kind === 'entry' ? [arrival, arrival] : [arrival],
  ),
  'a poll that repeats': withArrivals('short-poll', (arrival) =>
    arrival.kind === 'entry' ? [arrival, arrival] : [arrival],
  ),
  'a stream that skips': withFeed('sse', (feed) => ({
    follow: (at, sink) =>
      feed.follow(
        at,
        changedSink(sink, (entries) => entries.filter((entry) => !isEven(entry))),
      ),
  })),
  'a poll that skips': withFeed('short-poll', (feed) => ({
    readAfter: (at) => {
      const batch = feed.readAfter(at);
      return { ...batch, entries: batch.entries.filter((entry) => !isEven(entry)) };
    },
  })),
  'a stream that turns the order round': withArrivals(
    'sse',
    (() => {
      let held: Arrival | undefined;
      return (arrival: Arrival) => {
        if (arrival.kind !== 'entry') return [arrival];
        const [first, second] = [held, arrival];
        held = first ? undefined : second;
        return first ? [second, first] : [];
      };
    })(),
  ),
  'a stream that ignores the cursor': withFeed('websocket', (feed) => ({
    follow: (at, sink) => feed.follow({ ...at, cursor: feed.locate('now') }, sink),
  })),
  'a poll that ignores the cursor': withFeed('long-poll', (feed) => ({
    waitAfter: (at, holdMs, signal) => feed.waitAfter({ ...at, cursor: feed.locate('now') }, holdMs, signal),
  })),
  'a server that accepts an expired cursor': withFeed('short-poll', (feed) => ({
    locate: (start) => {
      try {
        return feed.locate(start);
      } catch {
        return feed.locate('earliest');
      }
    },
  })),
  'a server that leaks its reader': withFeed('sse', (feed) => ({
    follow: (at, sink) => {
      const follower = feed.follow(at, sink);
      return { cursor: follower.cursor, resume: () => follower.resume(), close: () => {} };
    },
  })),
  'a server that ignores the topic': withFeed('sse', (feed) => ({
    follow: (at, sink) => feed.follow({ cursor: at.cursor }, sink),
  })),
  'a server that never lets go': subjectOf('sse', {
    server: {
      mount: (app, lab) => serverTransports.sse.mount(app, { ...lab, closing: new AbortController().signal }),
    },
  }),
  'a board that keeps silent about what scrolled away': withArrivals('keep-alive', (arrival) =>
    arrival.kind === 'missed' ? [] : [arrival],
  ),
  'one that cuts at ]]>': mangles((text) => text.replace(']]>', ']]')),
  'one that drops NUL': mangles((text) => text.replace('\u0000', '')),
  'one that breaks emoji': mangles((text) => text.replace('👩‍💻', '??')),
  'one that turns CR LF into LF': mangles((text) => text.replace('\r\n', '\n')),
};

describe('the conformance suite fails for', { concurrency: 8 }, () => {
  for (const [title, subject] of Object.entries(brokenSubjects)) {
    it(title, async () => {
      const outcomes = await Promise.allSettled(
        promises.filter(({ exempt }) => exempt(subject.description) === null).map(({ check }) => check(subject)),
      );
      const failed = outcomes.filter(({ status }) => status === 'rejected').length;
      assert.ok(failed > 0, 'all its promises were kept');
    });
  }
});

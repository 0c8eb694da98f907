// Which event each lane had last.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { eventExamples } from '../../../servers/protocol/event.ts';
import { RaceBook } from '../session/race-book.ts';
import { lastEvents } from './last-events.ts';

const book = new RaceBook();
const arrive = (id: 'sse' | 'short-poll', cursor: `e-${number}`, publishedMs: number, atMs: number): void =>
  book.arrive(id, { cursor, event: eventExamples['agent-state'], publishedMs }, atMs);
arrive('sse', 'e-1', 100, 120);
arrive('sse', 'e-2', 200, 215);
arrive('short-poll', 'e-1', 100, 900);

test('tells each lane’s own newest event, and how long it took', () => {
  const last = lastEvents(book.races, ['sse', 'short-poll', 'xmpp'], 1000);
  assert.deepEqual([last.sse?.race.cursor, last.sse?.delayMs], ['e-2', 15]);
  assert.deepEqual([last['short-poll']?.race.cursor, last['short-poll']?.delayMs], ['e-1', 800]);
  assert.equal(last.xmpp, undefined);
});

test('knows nothing of what came after the time of the cursor', () => {
  const last = lastEvents(book.races, ['sse', 'short-poll'], 150);
  assert.deepEqual([last.sse?.race.cursor, last['short-poll']], ['e-1', undefined]);
});

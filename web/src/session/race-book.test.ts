// Finish orders and the book of races.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { eventExamples } from '../../../servers/protocol/event.ts';
import { behindFirstMs, finishOrder, maximumRaces, RaceBook } from './race-book.ts';

const event = eventExamples['team-message'];
const at = (sequence: number) => ({ cursor: `e-${sequence}` as const, event, publishedMs: 995 });

test('counts from the publish time when the event came from elsewhere', () => {
  const book = new RaceBook();
  book.arrive('keep-alive', at(1), 1400);
  book.arrive('sse', at(1), 1002);
  book.arrive('websocket', at(1), 1000);
  const race = book.newestComplete(['sse']);
  assert.ok(race);
  assert.deepEqual(finishOrder(race), [
    { id: 'websocket', place: 1, delayMs: 5 },
    { id: 'sse', place: 2, delayMs: 7 },
    { id: 'keep-alive', place: 3, delayMs: 405 },
  ]);
  assert.equal(behindFirstMs(race, 'keep-alive'), 400);
  assert.equal(behindFirstMs(race, 'xmpp'), null);
});

test('counts from the click when this page published, whichever comes first: arrival or answer', () => {
  const book = new RaceBook();
  book.arrive('sse', at(1), 1010);
  book.claim('e-1', 1000);
  book.claim('e-2', 2000);
  book.arrive('sse', at(2), 2020);
  assert.deepEqual(
    book.races.map((race) => finishOrder(race)[0]?.delayMs),
    [10, 20],
  );
  assert.equal(book.newestOwn()?.cursor, 'e-2');
});

test('gives equal times the same place', () => {
  const book = new RaceBook();
  book.arrive('sse', at(1), 5);
  book.arrive('xmpp', at(1), 5);
  book.arrive('http10', at(1), 6);
  const [race] = book.races;
  assert.ok(race);
  assert.deepEqual(
    finishOrder(race).map(({ place }) => place),
    [1, 1, 3],
  );
});

test('keeps the first time when a transport brings an event again', () => {
  const book = new RaceBook();
  book.arrive('sse', at(1), 5);
  book.arrive('sse', at(1), 50);
  assert.equal(book.races[0]?.arrivals.get('sse'), 5);
});

test('prefers the newest event that all have over one that is on its way', () => {
  const book = new RaceBook();
  for (const id of ['sse', 'http10'] as const) book.arrive(id, at(1), 10);
  book.arrive('sse', at(2), 20);
  assert.equal(book.newestComplete(['sse', 'http10'])?.cursor, 'e-1');
  assert.equal(book.newestComplete(['sse', 'http10', 'xmpp'])?.cursor, 'e-2');
});

test('shows as of a time what was there at that time', () => {
  const book = new RaceBook();
  book.claim('e-1', 1000);
  book.arrive('sse', at(1), 1010);
  book.arrive('http10', at(1), 1400);
  book.arrive('sse', at(2), 2000);
  const race = book.newestComplete(['sse'], 1500);
  assert.equal(race?.cursor, 'e-1');
  assert.ok(race);
  assert.deepEqual(
    finishOrder(race, 1100).map(({ id }) => id),
    ['sse'],
  );
  assert.equal(book.newestOwn(999), undefined);
  assert.deepEqual(book.claims, [['e-1', 1000]]);
});

test('is bounded, and does not take a late old event for a new one', () => {
  const book = new RaceBook();
  for (let sequence = 1; sequence <= maximumRaces + 5; sequence += 1) book.arrive('sse', at(sequence), sequence);
  assert.equal(book.races.length, maximumRaces);
  book.arrive('http10', at(3), 9999);
  assert.equal(book.races.at(-1)?.cursor, `e-${maximumRaces + 5}`);
  book.arrive('http10', { cursor: 'f-1', event, publishedMs: 1 }, 10_000);
  assert.equal(book.races.at(-1)?.cursor, 'f-1');
});

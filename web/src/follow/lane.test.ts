// The lane's reducer and its table of moves.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Arrival } from '../../../clients/transport.ts';
import { eventExamples } from '../../../servers/protocol/event.ts';
import { foldArrival, laneMoves, moveLane, newLane, type LaneStatus } from './lane.ts';

const entry: Arrival = {
  kind: 'entry',
  receivedAtNs: 1n,
  entry: { cursor: 'e-1', publishedAtNs: 1n, topics: [], event: eventExamples['agent-state'] },
};
const lost: Arrival = { kind: 'reconnect', attempt: 1, why: 'the socket closed with 1006' };

test('counts entries, empty answers, reconnects and missed entries', () => {
  const arrivals: Arrival[] = [
    { kind: 'ready', cursor: 'e-0' },
    entry,
    { kind: 'empty', receivedAtNs: 2n },
    { kind: 'missed', count: 3 },
    lost,
    entry,
  ];
  assert.deepEqual(arrivals.reduce(foldArrival, newLane), {
    status: 'live',
    why: null,
    events: 2,
    empty: 1,
    reconnects: 1,
    missed: 3,
    hasUnknownGap: false,
  });
});

test('keeps the counted gap beside one that cannot be counted', () => {
  const arrivals: Arrival[] = [
    { kind: 'missed', count: 2 },
    { kind: 'missed', count: null },
  ];
  const lane = arrivals.reduce(foldArrival, newLane);
  assert.equal(lane.missed, 2);
  assert.equal(lane.hasUnknownGap, true);
});

test('says why it is lost, and forgets it when the connection stands again', () => {
  const lane = foldArrival(newLane, lost);
  assert.deepEqual([lane.status, lane.why], ['lost', 'the socket closed with 1006']);
  const again = foldArrival(lane, { kind: 'ready', cursor: null });
  assert.deepEqual([again.status, again.why], ['live', null]);
});

test('makes the moves of the table and no other', () => {
  const statuses = Object.keys(laneMoves) as LaneStatus[];
  for (const from of statuses) {
    for (const to of statuses) {
      const isAllowed = from === to || laneMoves[from].includes(to);
      assert.equal(moveLane({ ...newLane, status: from }, to).status, isAllowed ? to : from, `${from} to ${to}`);
    }
  }
});

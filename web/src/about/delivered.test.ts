// Counting what arrived on a lane.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { markCode } from '../session/mark-ring.ts';
import { Session } from '../session/session.ts';
import { deliveredOn, newestOn } from './delivered.ts';

const laneWith = (sequences: readonly number[]): Session => {
  const session = new Session(0);
  session.lanes.sse.marks.push({
    times: Float64Array.from(sequences, (_, at) => 1000 + at),
    codes: Uint8Array.from(sequences, (sequence) => (Number.isNaN(sequence) ? markCode.empty : markCode.entry)),
    sequences: Float64Array.from(sequences),
    latencies: Float32Array.from(sequences, () => 1),
  });
  return session;
};

test('counts each entry of the span once, and says what came twice', () => {
  const session = laneWith([3, 4, Number.NaN, 5, 5, 7, 8]);
  const span = { from: 3, to: 7, sinceMs: 0 };
  assert.deepEqual(deliveredOn(session, 'sse', span), { id: 'sse', distinct: 3, twice: 1 });
  assert.deepEqual(deliveredOn(session, 'xmpp', span), { id: 'xmpp', distinct: 0, twice: 0 });
});

test('knows the newest entry of a lane', () => {
  assert.equal(newestOn(laneWith([3, 8, Number.NaN, 5]), 'sse', 0), 8);
  assert.equal(newestOn(laneWith([]), 'sse', 0), 0);
});

// Tests of tally.ts: nothing that was lost, repeated or misdirected goes unnoticed.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { ClientRecord } from '../measure/recorder.ts';
import type { Workload } from '../report/result.ts';
import { defaultTransports, workloads } from '../workload.ts';
import type { SegmentResult } from './segment.ts';
import { checkDeliveries } from './tally.ts';

const desktops: Workload = { ...(workloads['desktops'] as Workload), transports: defaultTransports, clients: 2 };
/** Events 1 and 3 are client 0's, 2 and 4 client 1's. */
const segment = {
  plan: { atMs: Float64Array.of(1, 2, 3, 4), client: Uint32Array.of(0, 1, 0, 1), phaseMs: new Float64Array(2) },
  sequences: Uint32Array.of(1, 2, 3, 4),
} as unknown as SegmentResult;

const record = (missed: number, ...sequences: readonly number[]): ClientRecord =>
  ({ sequences: Uint32Array.from(sequences), missed }) as unknown as ClientRecord;

const check = (records: readonly ClientRecord[], mayMiss = false): ReturnType<typeof checkDeliveries> =>
  checkDeliveries(desktops, segment, records, { mayMiss, firstReader: 0 });

test('all is well when each client has just its own', () => {
  assert.deepEqual(check([record(0, 1, 3), record(0, 2, 4)]), { lost: 0, missed: 0, foreign: 0 });
});

test('what a client lacks is lost, whatever a client with a cursor says of gaps', () => {
  assert.deepEqual(check([record(5, 1), record(0, 2, 4)]), { lost: 1, missed: 0, foreign: 0 });
});

test('a board that says it scrolled has missed what it lacks', () => {
  assert.deepEqual(check([record(1), record(0, 2, 4)], true), { lost: 0, missed: 2, foreign: 0 });
  assert.deepEqual(check([record(0), record(0, 2, 4)], true), { lost: 2, missed: 0, foreign: 0 });
});

test("another client's entries are seen", () => {
  assert.equal(check([record(0, 1, 2, 3, 4), record(0, 2, 4)]).foreign, 2);
});

test('on a wallboard everyone is to have everything', () => {
  const wallboard = { ...desktops, kind: 'wallboard' } as const;
  const options = { mayMiss: false, firstReader: 0 };
  assert.equal(checkDeliveries(wallboard, segment, [record(0, 1, 2, 3, 4), record(0, 1, 3)], options).lost, 2);
});

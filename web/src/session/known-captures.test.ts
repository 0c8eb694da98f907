// Captures are taken once, however often they are sent.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import * as fc from 'fast-check';
import type { CaptureRecord } from '../../../servers/protocol/capture.ts';
import { KnownCaptures } from './known-captures.ts';

const step = fc.record({ connection: fc.integer({ min: 1, max: 4 }), laterMs: fc.integer({ min: 0, max: 2 }) });

const recordsOf = (
  steps: readonly { readonly connection: number; readonly laterMs: number }[],
): readonly CaptureRecord[] => {
  let atMs = 0;
  return steps.map(({ connection, laterMs }, index) => {
    atMs += laterMs;
    return { kind: 'data', connection, atMs, direction: 'up', bytes: Uint8Array.of(index & 255) };
  });
};

test('takes each record once and in order, also where what is kept has lost its beginning', () => {
  fc.assert(
    fc.property(fc.array(step, { maxLength: 60 }), fc.nat(60), fc.nat(60), (steps, firstShare, dropped) => {
      const all = recordsOf(steps);
      const seen = Math.min(firstShare, all.length);
      const known = new KnownCaptures();
      const first = known.takeNew(all.slice(0, seen));
      known.expectRepeats();
      // What the server still keeps begins somewhere among what was seen.
      const second = known.takeNew(all.slice(Math.min(dropped, seen)));
      // Records of one connection and one moment can only be told apart by their number.
      const lostMoments = new Set(
        all.slice(0, Math.min(dropped, seen)).map(({ connection, atMs }) => `${connection} ${atMs}`),
      );
      const key = ({ connection, atMs }: CaptureRecord): string => `${connection} ${atMs}`;
      const clear = (record: CaptureRecord): boolean => !lostMoments.has(key(record));
      assert.deepEqual([...first, ...second].filter(clear), all.filter(clear));
    }),
  );
});

test('ends the connections of a server that is gone, and numbers those of the next one on', () => {
  const known = new KnownCaptures();
  known.takeNew([
    { kind: 'open', connection: 7, atMs: 1, transport: 'sse' },
    { kind: 'open', connection: 8, atMs: 1, transport: 'sse' },
    { kind: 'close', connection: 7, atMs: 2, by: 'client', isReset: false },
  ]);
  assert.deepEqual(known.changeServer(9), [{ kind: 'close', connection: 8, atMs: 9, by: 'server', isReset: true }]);
  known.expectRepeats();
  const [first] = known.takeNew([{ kind: 'open', connection: 1, atMs: 10, transport: 'sse' }]);
  assert.equal(first?.connection, 9);
});

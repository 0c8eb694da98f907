// Tests of contradictions.ts: a run agrees with itself, and each figure that is changed alone is told.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { contradictions } from './contradictions.ts';
import type { RunResult, TransportResult } from './report/result.ts';

const bytes = {
  total: 1500,
  setup: 500,
  steady: 1000,
  perDelivery: 10,
  deliveries: 100,
  payloadUp: 1,
  payloadDown: 1,
  packets: 10,
  source: 'kernel',
} as const;

const run = (rest: Partial<TransportResult> = {}): RunResult =>
  ({
    workload: { clients: 10, repeats: 1 },
    transports: [
      {
        id: 'sse',
        bytes,
        ledger: { steady: { kernelBytes: 1000 }, whole: { kernelBytes: 1500 } },
        requests: 200,
        emptyResponses: 50,
        connections: 10,
        model: [{ name: 'empty = e^(-λT)', measured: 0.25 }],
        ...rest,
      },
    ],
  }) as unknown as RunResult;

test('a run that agrees with itself says nothing', () => assert.deepEqual(contradictions(run()), []));

test('each figure that does not follow from the others is told', () => {
  const wrong: readonly (readonly [Partial<TransportResult>, RegExp])[] = [
    [{ bytes: { ...bytes, perDelivery: 5 } }, /bytes an event are 5, and 10/],
    [{ bytes: { ...bytes, setup: 0 } }, /all bytes are 1500, and 1000/],
    [{ emptyResponses: 25 }, /empty answers are 25, and 50/],
    [{ connections: 0 }, /0 connections cannot carry 10 clients/],
  ];
  for (const [rest, sentence] of wrong) {
    const said = contradictions(run(rest));
    assert.equal(said.length, 1);
    assert.match(said[0] ?? '', sentence);
  }
});

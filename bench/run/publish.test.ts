// Tests of publish.ts: an event weighs what it is asked to weigh, whoever it is of.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { benchEvent } from './publish.ts';

test('the JSON of an event has exactly as many bytes as were asked for', () => {
  for (const [client, index, bytes] of [
    [0, 0, 200],
    [7, 1, 200],
    [4999, 3, 110],
    [12, 2, 20_000],
  ] as const) {
    assert.equal(Buffer.byteLength(JSON.stringify(benchEvent(client, index, bytes))), bytes);
  }
});

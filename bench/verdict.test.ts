// Tests of verdict.ts: its claims, in the order of the file.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { exampleFanOut, examplePeer } from './report/fixture-peer.ts';
import { exampleRun } from './report/fixture.ts';
import type { RunResult } from './report/result.ts';
import { judgeRun, withExpectations } from './verdict.ts';

const run = exampleRun();
const withFirst = (rest: Partial<RunResult['transports'][number]>): RunResult => ({
  ...run,
  transports: run.transports.map((transport, index) => (index === 0 ? { ...transport, ...rest } : transport)),
});

test('a run without faults exits with 0', () => {
  const honest = { ...run, transports: run.transports.map((transport) => ({ ...transport, model: [] })) };
  assert.equal(judgeRun(honest).exitCode, 0);
});

for (const fault of ['lost', 'duplicated', 'outOfOrder'] as const) {
  test(`one entry ${fault} exits with 1 and names the transport`, () => {
    const { exitCode, sentence } = judgeRun(withFirst({ [fault]: 1 }));
    assert.equal(exitCode, 1);
    assert.match(sentence, /http10/);
  });
}

test('a false prediction exits with 1 and names the row', () => {
  const row = { name: 'mean', predicted: 1, measured: 2, unit: 'ms', tolerance: 0.1, ok: false };
  assert.match(judgeRun(withFirst({ model: [row] })).sentence, /http10: “mean” is false/);
});

test('entries that a board reports as missed are no fault', () => {
  const honest = { ...run, transports: run.transports.map((transport) => ({ ...transport, model: [], missed: 9 })) };
  assert.equal(judgeRun(honest).exitCode, 0);
});

test('a void run exits with 3, whatever else it shows', () => {
  assert.equal(judgeRun({ ...withFirst({ lost: 5 }), void: { reason: 'the generator was busy' } }).exitCode, 3);
});

test("what a peer lost is said and is not this run's fault", () => {
  const honest = { ...run, transports: run.transports.map((transport) => ({ ...transport, model: [] })) };
  const { exitCode, sentence } = judgeRun({ ...honest, peers: [examplePeer({ lost: 2 })] });
  assert.equal(exitCode, 0);
  assert.match(sentence, /Prosody 0\.12\.3 PubSub, the peer, lost 2/);
});

test("what the lab's own server loses in the fan-out exits with 1", () => {
  const fanOut = exampleFanOut();
  const rows = fanOut.rows.map((row) => ({ ...row, missing: row.id === 'xmpp' ? 3 : 0 }));
  const { exitCode, sentence } = judgeRun({ ...run, fanOut: { ...fanOut, rows } });
  assert.equal(exitCode, 1);
  assert.match(sentence, /in the fan-out xmpp lost 3 entries and repeated 0/);
});

test('an expectation that is not met makes a fine run end with 1, and a void one still with 3', () => {
  const judged = [{ text: 'sse.p99 < 60', outcome: 'not held', seen: 71, limit: 60 }] as const;
  const fine = { exitCode: 0, sentence: 'Fine.' } as const;
  assert.deepEqual(withExpectations(fine, judged), {
    exitCode: 1,
    sentence: 'Fine.\n✗ not held: sse.p99 < 60 (71)',
  });
  assert.equal(withExpectations({ ...fine, exitCode: 3 }, judged).exitCode, 3);
  assert.deepEqual(withExpectations(fine, []), fine);
});

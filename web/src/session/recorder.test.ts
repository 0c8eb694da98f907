// A recorded session is replayed as it was, and a damaged file is refused in one sentence.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import * as fc from 'fast-check';
import { LabError } from '../../../servers/protocol/errors.ts';
import { eventExamples } from '../../../servers/protocol/event.ts';
import { newLane } from '../follow/lane.ts';
import type { LaneReport } from '../follow/messages.ts';
import { maximumRecordingBytes, pack } from './recording-file.ts';
import { openRecording, Recorder } from './recorder.ts';
import { Session } from './session.ts';

const reportAt = (atMs: number, sequence: number): LaneReport => ({
  atMs,
  lane: { ...newLane, status: 'live', events: sequence },
  requests: sequence,
  latency: { n: sequence, p50: null, p99: null, curve: [] },
  protocol: 'http/1.1',
  marks: {
    times: Float64Array.of(atMs),
    codes: Uint8Array.of(0),
    sequences: Float64Array.of(sequence),
    latencies: Float32Array.of(2.5),
  },
  briefs: [{ cursor: `e-${sequence}`, publishedMs: atMs - 2.5, atMs, event: eventExamples.dialog }],
});

const bytesOf = async (file: Blob): Promise<Uint8Array<ArrayBuffer>> => new Uint8Array(await file.arrayBuffer());

const record = async (): Promise<Uint8Array<ArrayBuffer>> => {
  const session = new Session(1000);
  const recorder = new Recorder(session, 1000);
  for (let count = 1; count <= 3; count += 1) {
    session.tally({ sse: { bytesUp: 500, bytesDown: count * 100, opened: 1, open: 1 } });
    const report = reportAt(1000 + count * 1000, count);
    session.report('sse', report);
    recorder.report('sse', report);
  }
  session.book.claim('e-2', 2990);
  const records = [{ kind: 'data', connection: 7, atMs: 2000, direction: 'down', bytes: Uint8Array.of(1, 2) }] as const;
  recorder.captured(records);
  return bytesOf(await recorder.save(5000));
};

test('brings back lanes, marks, bytes, races and claims', async () => {
  const session = await openRecording('a.lab', await record());
  assert.equal(session.recording, 'a.lab');
  assert.deepEqual([session.startMs, session.endMs, session.oldestMs], [1000, 5000, 1000]);
  const { lane, requests, wire } = session.lanes.sse.at(3500);
  assert.deepEqual([lane.events, requests, wire?.bytesDown], [2, 2, 200]);
  assert.equal(session.lanes.sse.marks.kept, 3);
  assert.deepEqual([...session.lanes.sse.marks.copy().latencies], [2.5, 2.5, 2.5]);
  assert.deepEqual(session.wire.read(0, 10), [
    { kind: 'data', connection: 7, atMs: 2000, direction: 'down', bytes: Uint8Array.of(1, 2) },
  ]);
  assert.equal(session.book.newestOwn()?.cursor, 'e-2');
  assert.equal(session.lanes.http10.at(9999).lane.events, 0);
});

test('refuses a damaged file with a sentence and nothing else', async () => {
  const whole = await record();
  await fc.assert(
    fc.asyncProperty(fc.nat(whole.length - 1), fc.nat(255), fc.boolean(), async (at, byte, isCut) => {
      const damaged = isCut ? whole.slice(0, at) : whole.slice();
      if (!isCut) damaged[at] = byte;
      await openRecording('a.lab', damaged).catch((cause: unknown) =>
        assert.ok(cause instanceof LabError, String(cause)),
      );
    }),
    { numRuns: 200 },
  );
});

test('refuses what was written by something else, and what unpacks to more than a page holds', async () => {
  await assert.rejects(
    openRecording('b', await pack(new TextEncoder().encode('{}'))),
    /no recorded session of this version/,
  );
  await assert.rejects(openRecording('c', Uint8Array.of(1, 2, 3)), /no recorded session, or it is damaged/);
  await assert.rejects(
    openRecording('d', await pack(new Uint8Array(2 * maximumRecordingBytes + 1))),
    /unpacks to more than/,
  );
});

test('is bounded: a full recording takes nothing more and can still be saved', async () => {
  const recorder = new Recorder(new Session(0), 0);
  const bytes = new Uint8Array(60_000);
  const records = [{ kind: 'data', connection: 1, atMs: 1, direction: 'up', bytes }] as const;
  while (!recorder.isFull) recorder.captured(records);
  recorder.captured(records);
  assert.ok(recorder.bytes <= maximumRecordingBytes);
  assert.ok((await recorder.save(1)).size > 0);
});

// Planted faults, each of which has to turn the judgement red. The same faults in the real harness: planted-faults.long.ts.
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { transportIds, type TransportId } from '../../servers/protocol/catalog.ts';
import { workload } from '../model/bed.ts';
import { voidBecause } from '../run/void.ts';
import { recordsOf, sum } from '../run/tally.ts';
import type { Fault } from './virtual-clients.ts';
import { redRows, virtualRun, type VirtualResult } from './virtual-run.ts';

const run = (fault: Fault): readonly VirtualResult[] => virtualRun({ ...workload, transports: transportIds }, 7, fault);

/** The transports in which a row of that name is false. */
const redIn = (fault: Fault, name: RegExp): readonly string[] =>
  redRows(run(fault))
    .filter((row) => name.test(row))
    .map((row) => row.split(':')[0] ?? '');

const polls: readonly TransportId[] = ['http10', 'keep-alive', 'short-poll'];

describe('planted faults', () => {
  it('nothing is red without one', () => assert.deepEqual(redRows(run({})), []));

  it('a timer that drifts by half a percent', () =>
    assert.deepEqual(redIn({ drift: 0.005 }, /off its own wait/), polls));

  it('empty answers of which one in fifty is not counted', () =>
    assert.deepEqual(redIn({ uncountedEmpties: 0.02 }, /an answer a request/), polls));

  it('a correction for omission on top of intended times', () =>
    assert.deepEqual(redIn({ isCorrectedTwice: true }, /one sample an event$/), polls));

  it('bytes of the payload alone', () =>
    assert.deepEqual(redIn({ isPayloadOnly: true }, /ledger = kernel/), transportIds));

  it('a publisher in step with the polls, whatever the distance', () => {
    for (const phaseLockMs of [0, 10, 125, 250, 400]) {
      const red = redIn({ phaseLockMs }, /(mean = T\/2|p90 = 0.9 T) \+ transit/);
      assert.deepEqual([...new Set(red)], polls, `${phaseLockMs} ms`);
    }
  });

  it('one delivery in fifty twice', () => {
    for (const { id, segments } of run({ duplicateEvery: 50 })) {
      assert.ok(sum(recordsOf(segments), ({ duplicated }) => duplicated) > 0, id);
    }
    assert.deepEqual(redIn({ duplicateEvery: 50 }, /one sample an event$/), transportIds);
  });

  it('a relay that skips the round trip of a handshake', () => {
    assert.deepEqual(redIn({ isHandshakeFree: true }, /request time/), ['http10']);
    assert.deepEqual(redIn({ isHandshakeFree: true }, /off its own wait/), ['http10']);
  });

  it('a load generator that stands still', () => {
    const stalled = run({ stallMs: 400 }).map(({ segments }) => segments[0]);
    const standstillMs = Math.max(...stalled.map((segment) => segment?.standstillMs.clients ?? 0));
    const calm = { clientUtilisation: 0.2, clientCpuShare: 0.2, relayCpuShare: 0.2, oneWayDelayMs: 41 };
    assert.equal(voidBecause({ ...calm, standstillMs: 50 }, 0), null);
    assert.match(voidBecause({ ...calm, standstillMs }, 0)?.reason ?? '', /stood still for 402 ms/);
  });
});

// Tests of model.ts: its claims, in the order of the file.
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { seededRandom } from '../../servers/simulation/random.ts';
import { makePlan } from '../run/plan.ts';
import { evenly, observed, observedSteady, workload } from './bed.ts';
import { longPollRows } from './long-poll.ts';
import type { ModelRow } from '../report/result.ts';
import type { Observed } from './observed.ts';
import { pollRows } from './polls.ts';
import { predict } from './predict.ts';
import { pushRows } from './push.ts';
import { judge } from './row.ts';
import { plannedPolls, plannedWait } from './timetable.ts';
import { predictPackets, wireRows } from './wire.ts';

describe('a row', () => {
  const row = { name: 'x', predicted: 100, unit: 'ms', tolerance: 5 };
  it('holds inside the tolerance and is false outside it', () => {
    assert.equal(judge({ ...row, measured: 104.9 }).ok, true);
    assert.equal(judge({ ...row, measured: 105.1 }).ok, false);
  });
  it('is null when four standard errors exceed the tolerance', () => {
    assert.equal(judge({ ...row, measured: 100, standardError: 1.26 }).ok, null);
    assert.equal(judge({ ...row, measured: 100, standardError: 1.25 }).ok, true);
  });
  it('is null where the model itself cannot know, and false only beyond that', () => {
    assert.equal(judge({ ...row, measured: 1e6, uncertainty: 6 }).ok, false);
    assert.equal(judge({ ...row, measured: 1e6, standardError: 2 }).ok, false);
    assert.equal(judge({ ...row, measured: 106, uncertainty: 2 }).ok, null);
    assert.equal(judge({ ...row, measured: 108, uncertainty: 2 }).ok, false);
    assert.equal(judge({ ...row, measured: 100, uncertainty: 6 }).ok, null);
  });
  it('is null without a measurement', () => {
    assert.equal(judge({ ...row, measured: NaN }).ok, null);
  });
});

/** The rows by their names. */
const byName = (rows: readonly ModelRow[]): ReadonlyMap<string, ModelRow> =>
  new Map(rows.map((row) => [row.name, row]));
const named = (rows: readonly ModelRow[], name: string): ModelRow => {
  const row = byName(rows).get(name);
  assert.ok(row, `${name} is not among ${rows.map((one) => one.name).join(', ')}`);
  return row;
};

describe('the closed forms of polls', () => {
  const rows = pollRows(observed());
  it('give half the interval and the way, shares of it for quantiles, all of it for the maximum', () => {
    assert.equal(named(rows, 'mean = T/2 + transit').predicted, 291);
    assert.equal(named(rows, 'p90 = 0.9 T + transit').predicted, 491);
    assert.equal(named(rows, 'p99 = 0.99 T + transit').predicted, 536);
    assert.equal(named(rows, 'max = T + transit').predicted, 541);
  });
  it('give e^(-λT) for empty answers and 1/(λT) requests an event', () => {
    assert.ok(Math.abs(named(rows, 'empty = e^(-λT)').predicted - 0.3679) < 1e-4);
    assert.equal(named(rows, 'requests per event = 1/(λT)').predicted, 1);
  });
  it('know that a new connection costs a round trip, and TLS another', () => {
    const times = (rest: Partial<Observed>): number =>
      pollRows(observed(rest)).find(({ name }) => name.startsWith('request time'))?.predicted ?? NaN;
    assert.equal(times({}), 82);
    assert.equal(times({ costModel: 'board-new-connection' }), 164);
    assert.equal(times({ costModel: 'board-new-connection', workload: { ...workload, isTls: true } }), 246);
    assert.equal(times({ workload: { ...workload, isTls: true } }), 82);
  });
  it('all hold for honest figures', () =>
    assert.deepEqual(
      rows.filter(({ ok }) => ok !== true),
      [],
    ));
  it('judge nothing by closed forms on a wallboard, where samples hang together', () => {
    const names = [...byName(pollRows(observed({ workload: { ...workload, kind: 'wallboard' } }))).keys()];
    assert.ok(names.includes('mean, this timetable') && names.includes('empty, this timetable'));
    assert.ok(!names.includes('mean = T/2 + transit') && !names.includes('empty = e^(-λT)'));
  });
  it('leave a maximum open for as long as a process stood still', () => {
    const late = evenly(1600, 41, 560);
    assert.equal(named(pollRows(observed({ latenciesMs: late })), 'max = T + transit').ok, false);
    assert.equal(named(pollRows(observed({ latenciesMs: late, worstStallMs: 60 })), 'max = T + transit').ok, null);
  });
});

describe('the closed forms of a long poll', () => {
  it('reproduce the literature: d 20.37 ms, hold 400 ms', () => {
    const published = [
      { ratePerSecond: 1, mean: 22.69, requests: 2.81 },
      { ratePerSecond: 8, mean: 26.89, requests: 7.85 },
      { ratePerSecond: 60, mean: 40.04, requests: 23.7 },
    ];
    for (const { ratePerSecond, mean, requests } of published) {
      const there = { ...workload, ratePerSecond };
      const rows = longPollRows(
        observed({ costModel: 'long-poll', floorMeanMs: 20.37, transitMs: 20.37, holdMs: 400, workload: there }),
      );
      const latency = named(rows, 'mean = transit + away').predicted;
      const cycle = named(rows, 'E[cycle] = A + p0(1 - e^(-λτ))/λ').predicted;
      assert.ok(Math.abs(latency - mean) < 0.02, `${latency}, not ${mean}`);
      assert.ok(Math.abs(1000 / cycle - requests) < 0.05, `${1000 / cycle}, not ${requests}`);
    }
  });
  it('say three transits for the maximum (RFC 6202 §2.2)', () => {
    assert.equal(named(longPollRows(observed({ costModel: 'long-poll' })), 'max = three transits').predicted, 123);
  });
});

describe('the closed forms of push', () => {
  it('add to the floor what the server spends on its frames', () => {
    const rows = pushRows(observed({ costModel: 'push', ownCostMs: 0.5 }));
    assert.equal(named(rows, 'mean = floor + own cost').predicted, 41.5);
  });
});

describe('bytes and packets', () => {
  it('need ten packets for a poll over a new connection, four for one that is reused, two for a push', () => {
    const packets = (costModel: Observed['costModel']): number => predictPackets(observed({ costModel })) / 1000;
    assert.deepEqual(
      [packets('board-new-connection'), packets('board'), packets('short-poll'), packets('long-poll'), packets('push')],
      [10, 4, 4, 3, 2],
    );
  });
  it('need one packet less when the answer comes before the acknowledgement is due', () => {
    assert.equal(predictPackets(observed({ workload: { ...workload, rttMs: 20 } })) / 1000, 3);
  });
  it('say that an answer is acknowledged by itself where requests take turns over two connections', () => {
    const packetsOver = (connectionsEach: 1 | 2): number =>
      predictPackets(observed({ costModel: 'long-poll', connectionsEach }));
    const { requests } = observed().steady;
    assert.equal(packetsOver(2) - packetsOver(1), requests);
  });

  it('hold the heartbeats of a longer run, and doubt where one may or may not have come', () => {
    const heartbeat = { everySeconds: 10, packets: 4 };
    const pushed = (seconds: number): Observed => observedSteady({ seconds }, { costModel: 'push', heartbeat });
    assert.equal(predictPackets(pushed(5)), 2000);
    assert.equal(predictPackets(pushed(12)), 2000 + 4 * 100 * 2);
    assert.equal(predictPackets(pushed(9)), 2000 + (4 * 100 * 2) / 2);
    const [row] = wireRows(observedSteady({ seconds: 9, packets: 2400 }, { costModel: 'push', heartbeat }));
    assert.equal(row?.ok, null);
  });
  it('are false when only the payload was counted', () => {
    const rows = wireRows(observedSteady({ ipBytes: 800_000 }));
    assert.equal(rows.find(({ unit }) => unit === 'B')?.ok, false);
  });
  it('are not judged where they are estimated by the same model', () => {
    assert.deepEqual(wireRows(observedSteady({ ipBytes: null, packets: null })), []);
  });
});

describe('the timetable', () => {
  const plan = makePlan(workload, 0);
  const polls = {
    plan,
    kind: 'desktops',
    intervalMs: 500,
    goMs: 123_456.7,
    readAfterMs: 41,
    fromMs: 1000,
    toMs: 5000,
  } as const;

  it('agrees with stepping through every poll', () => {
    let sum = 0;
    plan.atMs.forEach((atMs, index) => {
      if (atMs < 1000 || (plan.client[index] ?? 0) >= 100) return;
      const phase = plan.phaseMs[plan.client[index] ?? 0] ?? 0;
      let readAt = phase + 41;
      while (readAt < polls.goMs + atMs) readAt += 500;
      sum += readAt - polls.goMs - atMs;
    });
    let planned = 0;
    let waits = 0;
    plan.atMs.forEach((atMs, index) => {
      const client = plan.client[index] ?? 0;
      if (atMs < 1000 || client >= 100) return;
      planned += plannedWait(polls, client, atMs);
      waits += 1;
    });
    assert.equal(waits, 800);
    assert.ok(Math.abs(planned - sum) < 1e-3 * 800);
  });

  it('comes out at T/2 and e^(-λT) on average', () => {
    let sum = 0;
    let count = 0;
    let empties = 0;
    for (let repeat = 0; repeat < 30; repeat += 1) {
      const drawn = makePlan(workload, repeat);
      const there = { ...polls, plan: drawn, goMs: seededRandom(repeat).next() * 1e6 };
      drawn.atMs.forEach((atMs, index) => {
        const client = drawn.client[index] ?? 0;
        if (atMs < 1000 || client >= 100) return;
        sum += plannedWait(there, client, atMs);
        count += 1;
      });
      const planned = plannedPolls(there);
      empties += planned.emptyPolls / planned.polls / 30;
    }
    assert.ok(Math.abs(sum / count - 250) < 4, `${sum / count}`);
    assert.ok(Math.abs(empties - Math.exp(-1)) < 0.01, `${empties}`);
  });
});

describe('planted faults turn a row red', () => {
  const falseRows = (rest: Partial<Observed>): number =>
    predict(observed(rest)).filter(({ ok }) => ok === false).length;
  it('the honest figures hold', () => assert.equal(falseRows({}), 0));
  it('an uncounted empty answer', () => assert.ok(falseRows({ emptyAnswers: 480 }) > 0));
  it('a doubled omission correction', () => assert.ok(falseRows({ meanMs: 291 / 2 }) > 0));
  it('connections that are silently reopened', () => assert.ok(falseRows(observedSteady({ connections: 100 })) > 0));
  it('a timer that drifts by a tenth', () => assert.ok(falseRows({ meanMs: 275 + 41 }) > 0));
});

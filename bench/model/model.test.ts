// Tests of model.ts: its claims, in the order of the file.
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { seededRandom } from '../../servers/simulation/random.ts';
import type { Workload } from '../report/result.ts';
import { makePlan } from '../run/plan.ts';
import { defaultTransports, workloads } from '../workload.ts';
import { longPollRows, pollRows, pushRows } from './latency.ts';
import type { Observed } from './observed.ts';
import { predict } from './predict.ts';
import { judge } from './row.ts';
import { plannedWaits } from './timetable.ts';
import { predictPackets, wireRows } from './wire.ts';

const workload: Workload = { ...(workloads['desktops'] as Workload), transports: defaultTransports };

const observed = (rest: Partial<Observed> = {}): Observed => ({
  costModel: 'short-poll',
  connectionsEach: 1,
  heartbeat: null,
  workload,
  floorMeanMs: 41,
  floorErrorMs: 0.05,
  stalledShare: 0,
  meanErrorMs: 0.05,
  meanMs: 291,
  n: 1600,
  hasMissed: false,
  distinctEvents: 1600,
  plannedWaitMs: null,
  plannedEmptyShare: null,
  answers: 1600,
  emptyAnswers: 589,
  ownCostMs: 0.01,
  ownClientCostMs: 0,
  crowdedShare: 0,
  sharedFirstAcks: 0,
  steady: {
    seconds: 5.4,
    requests: 1000,
    connections: 0,
    deliveries: 1000,
    appBytes: 800_000,
    ipBytes: 1_008_000,
    packets: 4000,
  },
  ...rest,
});

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

describe('the closed forms', () => {
  it('give half the interval and the way for a poll, and e^(-λT) for its empty answers', () => {
    const [mean, empty] = pollRows(observed());
    assert.equal(mean?.predicted, 291);
    assert.ok(Math.abs((empty?.predicted ?? 0) - 0.3679) < 1e-4);
    assert.deepEqual([mean?.ok, empty?.ok], [true, true]);
  });

  it('reproduce the long polls of the literature: d 20.37 ms, hold 400 ms', () => {
    const published = [
      { ratePerSecond: 1, mean: 22.69, requests: 2.81 },
      { ratePerSecond: 8, mean: 26.89, requests: 7.85 },
      { ratePerSecond: 60, mean: 40.04, requests: 23.7 },
    ];
    for (const { ratePerSecond, mean, requests } of published) {
      const there = { ...workload, ratePerSecond, holdSeconds: 0.4 };
      const [latency, , cycle] = longPollRows(
        observed({ costModel: 'long-poll', floorMeanMs: 20.37, workload: there }),
      );
      assert.ok(Math.abs((latency?.predicted ?? 0) - mean) < 0.02, `${latency?.predicted}, not ${mean}`);
      assert.ok(Math.abs((cycle?.predicted ?? 0) - requests) < 0.05, `${cycle?.predicted}, not ${requests}`);
    }
  });

  it('add to a push what the server spends on it', () => {
    assert.equal(pushRows(observed({ costModel: 'push', ownCostMs: 0.5 }))[0]?.predicted, 41.5);
  });

  it('judge nothing by closed forms on a wallboard, where samples hang together', () => {
    const rows = pollRows(
      observed({ workload: { ...workload, kind: 'wallboard' }, plannedWaitMs: 250, plannedEmptyShare: 0.37 }),
    );
    assert.deepEqual(
      rows.map(({ name }) => name),
      ['mean, this timetable', 'empty, this timetable'],
    );
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
    const pushed = (seconds: number): Observed =>
      observed({ costModel: 'push', heartbeat, steady: { ...observed().steady, seconds } });
    assert.equal(predictPackets(pushed(5)), 2000);
    assert.equal(predictPackets(pushed(12)), 2000 + 4 * 100 * 2);
    assert.equal(predictPackets(pushed(9)), 2000 + (4 * 100 * 2) / 2);
    const [row] = wireRows({ ...pushed(9), steady: { ...pushed(9).steady, packets: 2400 } });
    assert.equal(row?.ok, null);
  });
  it('are false when only the payload was counted', () => {
    const rows = wireRows(observed({ steady: { ...observed().steady, ipBytes: 800_000 } }));
    assert.equal(rows.find(({ unit }) => unit === 'B')?.ok, false);
  });
  it('are not judged where they are estimated by the same model', () => {
    assert.deepEqual(wireRows(observed({ steady: { ...observed().steady, ipBytes: null, packets: null } })), []);
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
    const planned = plannedWaits(polls);
    assert.equal(planned.waits, 800);
    assert.ok(Math.abs(planned.waitSumMs - sum) < 1e-3 * 800);
  });

  it('comes out at T/2 and e^(-λT) on average', () => {
    let waits = 0;
    let empties = 0;
    for (let repeat = 0; repeat < 30; repeat += 1) {
      const planned = plannedWaits({
        ...polls,
        plan: makePlan(workload, repeat),
        goMs: seededRandom(repeat).next() * 1e6,
      });
      waits += planned.waitSumMs / planned.waits / 30;
      empties += planned.emptyPolls / planned.polls / 30;
    }
    assert.ok(Math.abs(waits - 250) < 4, `${waits}`);
    assert.ok(Math.abs(empties - Math.exp(-1)) < 0.01, `${empties}`);
  });
});

describe('planted faults turn a row red', () => {
  const falseRows = (rest: Partial<Observed>): number =>
    predict(observed(rest)).filter(({ ok }) => ok === false).length;
  it('the honest figures hold', () => assert.equal(falseRows({}), 0));
  it('an uncounted empty answer', () => assert.ok(falseRows({ emptyAnswers: 480 }) > 0));
  it('a doubled omission correction', () => assert.ok(falseRows({ meanMs: 291 / 2 }) > 0));
  it('connections that are silently reopened', () =>
    assert.ok(falseRows({ steady: { ...observed().steady, connections: 100 } }) > 0));
  it('a timer that drifts by a tenth', () => assert.ok(falseRows({ meanMs: 275 + 41 }) > 0));
});

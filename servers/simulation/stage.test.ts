// The stage: what is played is changed while it plays, and the same seed tells the same story each time.
import assert from 'node:assert/strict';
import { test, type TestContext } from 'node:test';
import { Desk } from '../finesse/desk.ts';
import { demoDirectory } from '../finesse/directory.ts';
import { eventExamples, payloadBytesOf, type AgentEvent } from '../protocol/event.ts';
import type { Due } from './pace.ts';
import { Stage } from './stage.ts';
import type { TraceItem } from './trace.ts';

interface Bed {
  readonly stage: Stage;
  readonly desk: Desk;
  /** Without the time, which is the only thing that differs from one telling to the next. */
  readonly take: () => readonly object[];
  readonly run: (ms: number) => void;
}

const bed = (context: TestContext, trace?: readonly Due<TraceItem>[]): Bed => {
  let nowMs = 0;
  context.mock.timers.enable({ apis: ['setTimeout'] });
  context.mock.method(process.hrtime, 'bigint', () => BigInt(nowMs) * 1_000_000n);
  const published: AgentEvent[] = [];
  const publish = (event: AgentEvent) => {
    published.push(event);
    return { cursor: 'e1-1', publishedAtNs: 0n, topics: [], event } as const;
  };
  const desk: Desk = new Desk(
    demoDirectory(),
    (event) => publish(stage.wrap(event)),
    () => 'now',
  );
  const stage = new Stage({ desk, publish, trace });
  context.after(() => stage.stop());
  return {
    stage,
    desk,
    take: () => published.splice(0).map(({ at: _at, pad: _pad, ...rest }) => rest),
    run(ms) {
      for (let step = 0; step < ms; step += 1) {
        nowMs += 1;
        context.mock.timers.tick(1);
      }
    },
  };
};

test('it is silent until it is told what to play', (context) => {
  const { stage, take, run } = bed(context);
  run(1000);
  assert.deepEqual(take(), []);
  assert.deepEqual(stage.settings, { scenario: 'poisson', seed: 1, ratePerSecond: 0, payloadBytes: 0 });
});

test('the same seed tells the same story again, from its beginning', (context) => {
  const { stage, take, run } = bed(context);
  stage.change({ scenario: 'fixed', seed: 7, ratePerSecond: 100 });
  run(1000);
  const first = take();
  stage.change({ seed: 7 });
  take();
  run(1000);
  assert.equal(first.length, 100);
  assert.deepEqual(take(), first);
  stage.change({ seed: 8 });
  take();
  run(1000);
  assert.notDeepEqual(take(), first);
});

test('a story that begins anew ends every call and signs out everybody whom nobody claimed', (context) => {
  const { stage, desk, take, run } = bed(context);
  desk.claim('1001001');
  stage.change({ scenario: 'fixed', ratePerSecond: 1000 });
  run(500);
  assert.ok(desk.calls.legs.length > 0);
  take();
  stage.change({ scenario: 'poisson', ratePerSecond: 0 });
  const told = take() as readonly { readonly type: string; readonly state: string }[];
  assert.deepEqual(
    [...new Set(told.map(({ type, state }) => `${type} ${state}`))],
    ['dialog DROPPED', 'agent-state LOGOUT'],
  );
  assert.deepEqual(desk.calls.legs, []);
  const states = [...desk.directory.agents.keys()].map((id) => desk.statusOf(id).state);
  assert.deepEqual(states, ['NOT_READY', ...states.slice(1).fill('LOGOUT')]);
});

test('another rate alone plays the same story on, at another pace', (context) => {
  const { stage, take, run } = bed(context);
  stage.change({ scenario: 'fixed', seed: 7, ratePerSecond: 100 });
  run(1000);
  const whole = take();
  stage.change({ seed: 7 });
  take();
  run(400);
  stage.change({ ratePerSecond: 10 });
  run(1000);
  stage.change({ ratePerSecond: 0 });
  run(1000);
  stage.change({ ratePerSecond: 1000 });
  run(50);
  assert.deepEqual(take(), whole);
});

const trace: readonly Due<TraceItem>[] = [
  { atMs: 5, item: { event: eventExamples['agent-state'], topics: [], hasTime: true } },
];

test('a trace is replayed from its beginning whenever it is chosen, whatever the rate and the seed', (context) => {
  const { stage, take, run } = bed(context, trace);
  const { at: _at, ...recorded } = eventExamples['agent-state'];
  stage.change({ scenario: 'trace' });
  run(10);
  assert.deepEqual(take(), [recorded]);
  stage.change({ seed: 3, ratePerSecond: 50 });
  run(100);
  assert.deepEqual(take(), []);
  stage.change({ scenario: 'trace' });
  run(10);
  assert.deepEqual(take(), [{ type: 'agent-state', agent: '1001001', state: 'LOGOUT', team: '5000' }, recorded]);
});

test('a trace that is not there is refused, and nothing is changed', (context) => {
  const { stage } = bed(context);
  const before = stage.settings;
  assert.throws(() => stage.change({ scenario: 'trace', seed: 9 }), {
    code: 'LAB_PARAMETER_INVALID',
    message: 'scenario is "trace"; the server was started without --trace.',
  });
  assert.deepEqual(stage.settings, before);
});

test('every event is filled up to the payload, and what is longer is left as it is', (context) => {
  const { stage } = bed(context);
  const event = eventExamples['queue-statistics'];
  assert.equal(stage.wrap(event), event);
  stage.change({ payloadBytes: 400 });
  assert.equal(payloadBytesOf(stage.wrap(event)), 400);
  const longer = { ...event, pad: 'x'.repeat(500) };
  assert.equal(stage.wrap(longer), longer);
});

test('agents’ moves are filled up as well as calls', (context) => {
  const { stage, desk, run } = bed(context);
  const lengths: number[] = [];
  const wrap = stage.wrap.bind(stage);
  context.mock.method(stage, 'wrap', (event: AgentEvent) => {
    const wrapped = wrap(event);
    lengths.push(payloadBytesOf(wrapped));
    return wrapped;
  });
  stage.change({ scenario: 'fixed', ratePerSecond: 1000, payloadBytes: 512 });
  run(200);
  desk.claim('1001001');
  assert.deepEqual([...new Set(lengths)], [512]);
});

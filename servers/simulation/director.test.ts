// The director: the story reaches the feed through the desk, which keeps claimed agents out of it.
import assert from 'node:assert/strict';
import { test, type TestContext } from 'node:test';
import type { PublishOptions } from '../feed/feed.ts';
import { Desk } from '../finesse/desk.ts';
import { demoDirectory } from '../finesse/directory.ts';
import type { Entry } from '../protocol/entry.ts';
import { eventExamples, type AgentEvent } from '../protocol/event.ts';
import { replay, simulate, type SimulationOptions } from './director.ts';

const fixed: SimulationOptions = { seed: 1, ratePerSecond: 1000, pattern: 'fixed' };

interface Stage {
  readonly desk: Desk;
  readonly published: (readonly [AgentEvent, PublishOptions | undefined])[];
  readonly publish: (event: AgentEvent, options?: PublishOptions) => Entry;
}

const stage = (): Stage => {
  const published: (readonly [AgentEvent, PublishOptions | undefined])[] = [];
  const publish = (event: AgentEvent, options?: PublishOptions): Entry => {
    published.push([event, options]);
    return { cursor: 'e1-1', publishedAtNs: 0n, topics: [], event };
  };
  return { desk: new Desk(demoDirectory(), publish, () => 'now'), published, publish };
};

/** Runs timers and the monotonic clock together for so many milliseconds. */
const play = (context: TestContext, ms: number): { run: () => void } => {
  let nowMs = 0;
  context.mock.timers.enable({ apis: ['setTimeout'] });
  context.mock.method(process.hrtime, 'bigint', () => BigInt(nowMs) * 1_000_000n);
  return {
    run() {
      for (let step = 0; step < ms; step += 1) {
        nowMs += 1;
        context.mock.timers.tick(1);
      }
    },
  };
};

const agentStatesIn = ({ published }: Stage, agent: string): readonly string[] =>
  published.flatMap(([event]) => (event.type === 'agent-state' && event.agent === agent ? [event.state] : []));

test('the same seed publishes the same events, one a place on the timetable', (context) => {
  const time = play(context, 500);
  const [one, other] = [stage(), stage()];
  const paces = [one, other].map(({ desk, publish }) => simulate(desk, publish, fixed));
  time.run();
  for (const running of paces) running.stop();
  const timeless = ({ published }: Stage): unknown =>
    published.map(([event, options]) => ({ ...event, at: 0, options }));
  assert.deepEqual(timeless(one), timeless(other));
  assert.equal(one.published.length, 500);
  assert.deepEqual(one.published[9]?.[1], { intendedAtNs: 10_000_000n });
});

test('a claimed agent is left alone until they log out, and then comes back', (context) => {
  const time = play(context, 1500);
  const { desk, publish, published } = stage();
  desk.claim('1001001');
  const running = simulate(desk, publish, fixed);
  time.run();
  assert.deepEqual(agentStatesIn({ desk, publish, published }, '1001001'), ['NOT_READY']);
  desk.changeState('1001001', { state: 'LOGOUT' });
  time.run();
  running.stop();
  assert.deepEqual(agentStatesIn({ desk, publish, published }, '1001001').slice(0, 4), [
    'NOT_READY',
    'LOGOUT',
    'LOGIN',
    'NOT_READY',
  ]);
});

test('the desk knows the calls that are told of, and a claimed agent leaves theirs', (context) => {
  const time = play(context, 300);
  const { desk, publish, published } = stage();
  const running = simulate(desk, publish, fixed);
  time.run();
  const going = new Set<string>();
  for (const [event] of published) {
    if (event.type !== 'dialog') continue;
    if (event.state === 'DROPPED') going.delete(event.dialog);
    else going.add(event.dialog);
  }
  const busy = [...desk.directory.agents.keys()].find((agent) => desk.calls.of(agent).length > 0) ?? assert.fail();
  for (const dialog of going) assert.ok(desk.calls.find(dialog), dialog);
  desk.claim(busy);
  time.run();
  running.stop();
  assert.deepEqual(desk.calls.of(busy), []);
  const last = published.findLast(([event]) => event.type === 'dialog' && event.agent === busy)?.[0];
  assert.equal(last?.type === 'dialog' && last.state, 'DROPPED');
});

test('an agent moved from outside is followed: the next move starts where they are', (context) => {
  const time = play(context, 300);
  const { desk, publish, published } = stage();
  const running = simulate(desk, publish, fixed);
  time.run();
  for (const agent of desk.directory.agents.keys()) {
    desk.adopt({ ...eventExamples['agent-state'], agent, state: 'LOGOUT' });
  }
  published.length = 0;
  time.run();
  running.stop();
  for (const agent of desk.directory.agents.keys()) {
    const [first = 'LOGIN'] = agentStatesIn({ desk, publish, published }, agent);
    assert.equal(first, 'LOGIN', agent);
  }
});

test('a call of a trace is one that the desk knows', async (context) => {
  const time = play(context, 10);
  const { desk, publish } = stage();
  const running = replay(desk, publish, [
    { atMs: 5, item: { event: eventExamples.dialog, topics: [], hasTime: true } },
  ]);
  time.run();
  await running.done;
  assert.deepEqual(desk.calls.find('16804377')?.newest, eventExamples.dialog);
});

test('a trace is replayed once, with its topics, and the desk believes it', async (context) => {
  const time = play(context, 10);
  const { desk, publish, published } = stage();
  const event = eventExamples['agent-state'];
  const running = replay(desk, publish, [{ atMs: 5, item: { event, topics: ['/mine'], hasTime: true } }]);
  time.run();
  await running.done;
  assert.deepEqual(published, [[event, { topics: ['/mine'], intendedAtNs: 5_000_000n }]]);
  assert.equal(desk.statusOf('1001001').state, 'READY');
});

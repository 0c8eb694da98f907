// The desk: who is claimed, who may move, and what is published for it.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import {
  agentStates,
  eventExamples,
  type AgentEvent,
  type AgentState,
  type AgentStateEvent,
} from '../protocol/event.ts';
import { Desk } from './desk.ts';
import { benchAgent, demoDirectory } from './directory.ts';
import { isAllowedMove, settableStates } from './states.ts';

const agent = '1001001';

class Scene {
  readonly published: AgentEvent[] = [];
  #ticks = 0;
  readonly desk = new Desk(
    demoDirectory([benchAgent(1)]),
    (event) => this.published.push(event),
    () => `t${(this.#ticks += 1)}`,
  );

  get states(): readonly AgentState[] {
    return this.published.map((event) => (event as AgentStateEvent).state);
  }

  /** Puts the agent into a state that calls would bring. */
  put(state: AgentState): this {
    this.desk.adopt({ ...eventExamples['agent-state'], agent, state });
    return this;
  }
}

test('everybody starts logged out and in nobody’s hands', () => {
  const { desk } = new Scene();
  for (const id of desk.directory.agents.keys()) {
    assert.equal(desk.statusOf(id).state, 'LOGOUT');
    assert.equal(desk.statusOf(id).isClaimed, false);
  }
});

for (const state of agentStates) {
  test(`claimed from ${state}, an agent is NOT_READY first`, () => {
    const scene = new Scene().put(state);
    scene.desk.claim(agent);
    assert.deepEqual(scene.states, ['NOT_READY']);
    assert.ok(scene.desk.statusOf(agent).isClaimed);
    scene.desk.claim(agent);
    assert.deepEqual(scene.states, ['NOT_READY']);
  });

  test(`a request for READY claims an agent who is ${state}: NOT_READY, then READY`, () => {
    const scene = new Scene().put(state);
    scene.desk.changeState(agent, { state: 'READY', requestId: 'r1' });
    assert.deepEqual(scene.states, ['NOT_READY', 'READY']);
    assert.deepEqual(
      scene.published.map((event) => (event as AgentStateEvent).requestId),
      [undefined, 'r1'],
    );
  });

  for (const wanted of settableStates.filter((target) => target !== 'LOGIN')) {
    const isAllowed = state === wanted || isAllowedMove(state, wanted);
    test(`claimed and ${state}, an agent ${isAllowed ? 'may' : 'may not'} ask for ${wanted}`, () => {
      const scene = new Scene();
      scene.desk.claim(agent);
      scene.put(state).published.length = 0;
      const change = (): void => scene.desk.changeState(agent, { state: wanted });
      // LOGOUT gives an agent back, so that the next request claims them afresh from NOT_READY.
      if (isAllowed || state === 'LOGOUT') assert.doesNotThrow(change);
      else assert.throws(change, { code: 'LAB_STATE_REFUSED' });
      if (isAllowed && state !== 'LOGOUT') assert.deepEqual(scene.states, [wanted]);
      if (!isAllowed && state !== 'LOGOUT') assert.deepEqual(scene.states, []);
    });
  }
}

test('to ask for NOT_READY or LOGIN is answered by one event', () => {
  for (const state of ['NOT_READY', 'LOGIN'] as const) {
    const scene = new Scene();
    scene.desk.changeState(agent, { state, reasonCode: 16, requestId: 'r1' });
    const at = scene.desk.statusOf(agent).since;
    assert.deepEqual(scene.published, [
      { type: 'agent-state', agent, state: 'NOT_READY', team: '5000', reasonCode: 16, requestId: 'r1', at },
    ]);
    assert.ok(scene.desk.statusOf(agent).isClaimed);
  }
});

test('REST’s way: what the table forbids is refused on the feed, with the RequestId', () => {
  const scene = new Scene();
  scene.desk.requestState(agent, { state: 'READY' });
  scene.put('TALKING').published.length = 0;
  scene.desk.requestState(agent, { state: 'LOGOUT', requestId: 'r1' });
  scene.desk.requestState(agent, { state: 'LOGOUT' });
  const refused = {
    type: 'agent-error',
    agent,
    errorType: 'Invalid State',
    errorMessage: 'CF_INVALID_OBJECT_STATE',
    errorData: '22',
  };
  assert.deepEqual(
    scene.published.map(({ at: _at, ...event }) => event),
    [{ ...refused, requestId: 'r1' }, refused],
  );
  assert.equal(scene.desk.statusOf(agent).state, 'TALKING');
  scene.desk.requestState(agent, { state: 'NOT_READY' });
  assert.equal(scene.desk.statusOf(agent).state, 'NOT_READY');
});

test('REST’s way is closed while the system is out of service', () => {
  const scene = new Scene();
  scene.desk.system.set('OUT_OF_SERVICE');
  scene.published.length = 0;
  assert.throws(() => scene.desk.requestState(agent, { state: 'READY' }), { code: 'LAB_SERVER_BUSY' });
  assert.throws(() => scene.desk.requestState('nobody', { state: 'READY' }), { code: 'LAB_AGENT_UNKNOWN' });
  assert.deepEqual(scene.published, []);
});

for (const state of agentStates.filter((one) => one !== 'LOGOUT')) {
  test(`the system signs a claimed agent out who is ${state}, with its reason`, () => {
    const scene = new Scene();
    scene.desk.claim(agent);
    scene.put(state).published.length = 0;
    scene.desk.forceOut(agent, 255);
    scene.desk.forceOut(agent, 255);
    const at = scene.desk.statusOf(agent).since;
    assert.deepEqual(scene.published, [
      { type: 'agent-state', agent, state: 'LOGOUT', team: '5000', reasonCode: 255, at },
    ]);
    assert.equal(scene.desk.statusOf(agent).isClaimed, false);
  });
}

test('the system signs nobody out whom no person claimed', () => {
  const scene = new Scene().put('READY');
  scene.desk.forceOut(agent, 255);
  scene.desk.forceOut('nobody', 255);
  assert.deepEqual(scene.published, []);
  assert.equal(scene.desk.statusOf(agent).state, 'READY');
});

test('signing in again does not end a call', () => {
  const scene = new Scene();
  scene.desk.claim(agent);
  scene.put('TALKING');
  assert.throws(() => scene.desk.changeState(agent, { state: 'LOGIN' }), { code: 'LAB_STATE_REFUSED' });
  assert.equal(scene.desk.statusOf(agent).state, 'TALKING');
});

test('states that only calls bring cannot be asked for', () => {
  for (const state of agentStates.filter((one) => !settableStates.includes(one))) {
    const scene = new Scene();
    assert.throws(() => scene.desk.changeState(agent, { state }), { code: 'LAB_STATE_REFUSED' }, state);
    assert.deepEqual(scene.published, []);
    assert.equal(scene.desk.statusOf(agent).isClaimed, false);
  }
});

test('the simulation moves an agent who is free, and only as the table allows', () => {
  const scene = new Scene();
  assert.equal(scene.desk.simulate(agent, 'READY', 1n), false);
  assert.equal(scene.desk.simulate(agent, 'LOGIN', 1n), true);
  assert.equal(scene.desk.simulate('nobody', 'LOGIN', 1n), false);
  assert.deepEqual(scene.states, ['LOGIN']);
});

test('the simulation never moves a claimed agent, whatever it asks for', () => {
  const scene = new Scene();
  scene.desk.changeState(agent, { state: 'READY' });
  for (const state of agentStates) assert.equal(scene.desk.simulate(agent, state, 1n), false, state);
  assert.equal(scene.desk.statusOf(agent).state, 'READY');
  assert.deepEqual(scene.states, ['NOT_READY', 'READY']);
});

test('LOGOUT gives the agent back to the simulation', () => {
  const scene = new Scene();
  scene.desk.changeState(agent, { state: 'READY' });
  scene.desk.changeState(agent, { state: 'LOGOUT', reasonCode: 3 });
  assert.equal(scene.desk.statusOf(agent).isClaimed, false);
  assert.equal(scene.desk.simulate(agent, 'LOGIN', 1n), true);
  assert.equal(scene.desk.statusOf(agent).reasonCode, undefined);
});

test('an event from outside is believed, and its LOGOUT gives the agent back', () => {
  const scene = new Scene();
  scene.desk.claim(agent);
  scene.put('TALKING');
  assert.equal(scene.desk.statusOf(agent).state, 'TALKING');
  assert.ok(scene.desk.statusOf(agent).isClaimed);
  scene.put('LOGOUT');
  assert.equal(scene.desk.statusOf(agent).isClaimed, false);
  scene.desk.adopt({ ...eventExamples['agent-state'], agent: 'a stranger' });
  scene.desk.adopt(eventExamples['queue-statistics']);
  assert.deepEqual(scene.states, ['NOT_READY']);
});

test('a call and a status of the system from outside are believed, and not published again', () => {
  const { desk, published } = new Scene();
  desk.adopt(eventExamples.dialog);
  desk.adopt({ ...eventExamples['system-info'], status: 'OUT_OF_SERVICE' });
  assert.deepEqual(desk.calls.of(agent)[0]?.newest, eventExamples.dialog);
  assert.equal(desk.system.status, 'OUT_OF_SERVICE');
  assert.deepEqual(published, []);
});

test('an agent without a team is published without one', () => {
  const scene = new Scene();
  scene.desk.claim('bench-1', 'r1');
  assert.deepEqual(Object.keys(scene.published[0] ?? {}), ['type', 'agent', 'state', 'requestId', 'at']);
});

test('an unknown agent and a wrong password are refused alike; ids are no members of an object', () => {
  const { desk } = new Scene();
  assert.equal(desk.authenticate(agent, 'secret').id, agent);
  const wrong = { code: 'LAB_CREDENTIALS_WRONG', message: 'There is no agent of this id and password.' };
  for (const [id, password] of [
    [agent, 'wrong'],
    [agent, ''],
    ['nobody', 'secret'],
    ['__proto__', ''],
    ['', ''],
  ] as const) {
    assert.throws(() => desk.authenticate(id, password), wrong, id);
  }
  for (const id of ['nobody', '__proto__', 'ünknown', '']) {
    for (const call of [
      () => desk.find(id),
      () => desk.statusOf(id),
      () => desk.claim(id),
      () => desk.changeState(id, { state: 'READY' }),
      () => desk.requestState(id, { state: 'READY' }),
    ]) {
      assert.throws(call, { code: 'LAB_AGENT_UNKNOWN' }, id);
    }
  }
});

// The story: the same seed tells the same one, and every move is one that the table of states allows.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { demoDirectory } from '../finesse/directory.ts';
import { isAllowedMove } from '../finesse/states.ts';
import type { AgentState } from '../protocol/event.ts';
import { ContactCentre, type ContactCentreView, type Step } from './contact-centre.ts';
import { seededRandom } from './random.ts';

const at = '2026-11-22T10:00:00.000Z';
const nobody: ContactCentreView = { isClaimed: () => false, nowIso: () => at };

const centreOf = (seed: number, view = nobody): ContactCentre =>
  new ContactCentre(demoDirectory(), seededRandom(seed), view);

const story = (centre: ContactCentre, length: number): readonly (Step | undefined)[] =>
  Array.from({ length }, () => centre.next());

test('the same seed tells the same story, another seed another one', () => {
  assert.deepEqual(story(centreOf(1), 2000), story(centreOf(1), 2000));
  assert.notDeepEqual(story(centreOf(1), 50), story(centreOf(2), 50));
});

test('agents move only as the table allows, from LOGOUT on, and all of them do', () => {
  const states = new Map<string, AgentState>();
  for (const step of story(centreOf(1), 20_000)) {
    if (step?.kind !== 'move') continue;
    const from = states.get(step.agent) ?? 'LOGOUT';
    assert.ok(isAllowedMove(from, step.state), `${from} to ${step.state}`);
    states.set(step.agent, step.state);
  }
  assert.equal(states.size, 20);
  assert.ok(!states.has('administrator'));
});

test('calls are told in the order in which they happen, and each ends once', () => {
  const calls = new Map<string, string[]>();
  for (const step of story(centreOf(1), 20_000)) {
    if (step?.kind !== 'event' || step.event.type !== 'dialog') continue;
    const { dialog, state } = step.event;
    calls.set(dialog, [...(calls.get(dialog) ?? []), state]);
  }
  assert.ok(calls.size > 1000);
  const over = [...calls.values()].filter((states) => states.includes('DROPPED'));
  assert.ok(over.length >= calls.size - 20);
  for (const states of over) assert.match(states.join(' '), /^ALERTING( ACTIVE( HELD ACTIVE)*)? DROPPED$/);
});

test('every kind of event is told', () => {
  const kinds = new Set(story(centreOf(1), 500).map((step) => (step?.kind === 'event' ? step.event.type : step?.kind)));
  assert.deepEqual(kinds, new Set(['dialog', 'move', 'queue-statistics', 'team-message']));
});

test('an agent whom a person claimed is not moved', () => {
  const view: ContactCentreView = { ...nobody, isClaimed: (agent) => agent !== '1001002' };
  const moved = story(centreOf(1, view), 500).filter((step) => step?.kind === 'move');
  assert.ok(moved.length > 100);
  assert.ok(moved.every((step) => step.agent === '1001002'));
});

test('when every agent is claimed, only queues and messages go on', () => {
  const steps = story(centreOf(1, { ...nobody, isClaimed: () => true }), 100);
  assert.ok(steps.every((step) => step?.kind !== 'move'));
  assert.ok(steps.some((step) => step === undefined));
});

test('an agent given back goes on from the state they are in, and their call is over', () => {
  const only: ContactCentreView = { ...nobody, isClaimed: (agent) => agent !== '1001001' };
  const centre = centreOf(1, only);
  let step = centre.next();
  while (!(step?.kind === 'move' && step.state === 'TALKING')) step = centre.next();
  centre.follow('1001001', 'LOGOUT');
  const told = story(centre, 30).filter((next) => next?.kind !== 'event' || next.event.type === 'dialog');
  assert.deepEqual(
    told
      .slice(0, 3)
      .map((next) =>
        next?.kind === 'event' && next.event.type === 'dialog' ? next.event.state : next?.kind === 'move' && next.state,
      ),
    ['ACTIVE', 'DROPPED', 'LOGIN'],
  );
});

test('to follow an unknown agent, or one who is there already, changes nothing', () => {
  const centre = centreOf(1);
  centre.follow('nobody', 'READY');
  centre.follow('1001001', 'LOGOUT');
  assert.deepEqual(story(centre, 100), story(centreOf(1), 100));
});

// The table of agent states, walked cell by cell.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { agentStates, type AgentState } from '../protocol/event.ts';
import { allowedMoves, isAllowedMove, settableStates } from './states.ts';

test('every state has a row, and every move leads to a state', () => {
  assert.deepEqual(new Set(Object.keys(allowedMoves)), new Set(agentStates));
  for (const targets of Object.values(allowedMoves)) {
    assert.ok(targets.every((state) => agentStates.includes(state)));
    assert.equal(new Set(targets).size, targets.length);
  }
});

test('a move is allowed exactly when it stands in the table', () => {
  for (const from of agentStates) {
    for (const to of agentStates)
      assert.equal(isAllowedMove(from, to), allowedMoves[from].includes(to), `${from} ${to}`);
  }
});

test('from every state an agent can come to READY and to LOGOUT', () => {
  for (const start of agentStates) {
    const reached = new Set<AgentState>([start]);
    for (const state of reached) for (const next of allowedMoves[state]) reached.add(next);
    assert.ok(reached.has('READY') && reached.has('LOGOUT'), start);
  }
});

test('in the middle of a call nobody logs out', () => {
  for (const state of ['RESERVED', 'TALKING', 'HOLD'] as const) assert.ok(!isAllowedMove(state, 'LOGOUT'), state);
});

test('a person asks for four states, calls bring the others', () => {
  assert.deepEqual(settableStates, ['LOGIN', 'READY', 'NOT_READY', 'LOGOUT']);
});

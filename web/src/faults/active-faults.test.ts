// Which faults are active.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { noFaults } from '../../../servers/protocol/control.ts';
import { activeFaults } from './active-faults.ts';

test('a healthy wire has none, and neither has one that nobody has told of', () => {
  assert.deepEqual(activeFaults(noFaults), []);
  assert.deepEqual(activeFaults(undefined), []);
});

test('names each fault that is active, in the order of the menu', () => {
  const faults = { extraRttMs: 5, isDark: true, isBuffering: true, idleTimeoutMs: 60_000, isRefusing: true };
  assert.deepEqual(activeFaults(faults), ['delay', 'dark', 'buffering', 'idle', 'refusing']);
  assert.deepEqual(activeFaults({ ...noFaults, isBuffering: true }), ['buffering']);
});

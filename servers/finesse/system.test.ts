// The system's status: what is published for it, and who is told.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { AgentEvent, SystemStatus } from '../protocol/event.ts';
import { FinesseSystem } from './system.ts';

const openSystem = (): { system: FinesseSystem; published: AgentEvent[]; told: SystemStatus[]; leave: () => void } => {
  const published: AgentEvent[] = [];
  const told: SystemStatus[] = [];
  const system = new FinesseSystem(
    (event) => published.push(event),
    () => 'now',
  );
  return { system, published, told, leave: system.onChange((status) => told.push(status)) };
};

test('a system starts in service, and only a change is published and told', () => {
  const { system, published, told } = openSystem();
  system.set('IN_SERVICE');
  system.set('OUT_OF_SERVICE');
  system.set('OUT_OF_SERVICE');
  assert.deepEqual(published, [{ type: 'system-info', status: 'OUT_OF_SERVICE', at: 'now' }]);
  assert.deepEqual(told, ['OUT_OF_SERVICE']);
  assert.equal(system.status, 'OUT_OF_SERVICE');
});

test('a status that others published is told and not published again', () => {
  const { system, published, told } = openSystem();
  system.adopt('OUT_OF_SERVICE');
  system.adopt('OUT_OF_SERVICE');
  assert.deepEqual([published, told], [[], ['OUT_OF_SERVICE']]);
});

test('a listener that has left is told nothing', () => {
  const { system, told, leave } = openSystem();
  leave();
  system.set('OUT_OF_SERVICE');
  assert.deepEqual(told, []);
});

test('service is demanded in vain while there is none', () => {
  const { system } = openSystem();
  system.demandService();
  system.set('OUT_OF_SERVICE');
  assert.throws(() => system.demandService(), { code: 'LAB_SERVER_BUSY', message: /OUT_OF_SERVICE/ });
  system.set('IN_SERVICE');
  system.demandService();
});

// The directory: who works here.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { isId } from '../protocol/event.ts';
import { benchAgent, demoDirectory, demoPassword } from './directory.ts';

test('twenty agents in two teams, and a supervisor', () => {
  const { agents, teams } = demoDirectory();
  assert.equal(agents.size, 21);
  assert.deepEqual([...teams.keys()], ['5000', '5001']);
  assert.deepEqual(agents.get('1001001'), {
    id: '1001001',
    password: demoPassword,
    firstName: 'Ana',
    lastName: 'Ito',
    extension: '2001',
    role: 'Agent',
    team: '5000',
  });
  assert.equal(agents.get('1001020')?.team, '5001');
  assert.equal(agents.get('administrator')?.role, 'Supervisor');
});

test('everybody has an id, a name, and an extension of their own', () => {
  const people = [...demoDirectory([benchAgent(0), benchAgent(1)]).agents.values()];
  assert.ok(people.every(({ id, firstName, lastName }) => isId(id) && firstName !== '' && lastName !== ''));
  assert.equal(new Set(people.map(({ extension }) => extension)).size, people.length);
});

test('added accounts are outside the teams', () => {
  const { agents } = demoDirectory([benchAgent(7)]);
  assert.equal(agents.get('bench-7')?.team, undefined);
  assert.equal(agents.size, 22);
});

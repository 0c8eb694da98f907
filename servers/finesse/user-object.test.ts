// The user object, byte for byte.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { benchAgent, demoDirectory } from './directory.ts';
import { userObject } from './user-object.ts';

const directory = demoDirectory();
const since = '2026-11-22T10:00:00.000Z';
const agent = directory.agents.get('1001001') ?? assert.fail();

test('an agent of a team who is not ready', () => {
  const status = { state: 'NOT_READY', since, reasonCode: 16, isClaimed: true } as const;
  assert.equal(
    userObject('User', { agent, status, directory }),
    '<User><dialogs>/finesse/api/User/1001001/Dialogs</dialogs><extension>2001</extension>' +
      '<firstName>Ana</firstName><lastName>Ito</lastName><loginId>1001001</loginId><loginName>ana.ito</loginName>' +
      '<mediaType>1</mediaType><pendingState></pendingState><reasonCodeId>16</reasonCodeId>' +
      '<roles><role>Agent</role></roles>' +
      '<settings><wrapUpOnIncoming>OPTIONAL</wrapUpOnIncoming><wrapUpOnOutgoing>OPTIONAL</wrapUpOnOutgoing></settings>' +
      '<state>NOT_READY</state><stateChangeTime>2026-11-22T10:00:00.000Z</stateChangeTime>' +
      '<teamId>5000</teamId><teamName>Sales</teamName>' +
      '<teams><Team><id>5000</id><name>Sales</name><uri>/finesse/api/Team/5000</uri></Team></teams>' +
      '<uri>/finesse/api/User/1001001</uri><wrapUpTimer>7200</wrapUpTimer></User>',
  );
});

test('without a reason it is -1, and a ready agent has none', () => {
  const status = { state: 'LOGOUT', since, isClaimed: false } as const;
  assert.match(
    userObject('user', { agent, status, directory }),
    /^<user>.*<reasonCodeId>-1<\/reasonCodeId>.*<\/user>$/,
  );
  const ready = userObject('user', { agent, status: { ...status, state: 'READY', reasonCode: 16 }, directory });
  assert.doesNotMatch(ready, /reasonCodeId/);
});

test('an agent outside every team has no team; names are escaped', () => {
  const status = { state: 'READY', since, isClaimed: true } as const;
  const xml = userObject('User', { agent: { ...benchAgent(1), firstName: '<&>' }, status, directory });
  assert.doesNotMatch(xml, /team/i);
  assert.match(xml, /<firstName>&lt;&amp;&gt;<\/firstName>/);
});

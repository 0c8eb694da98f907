// The Updates of Finesse, one literal for each type of event.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { SaxesParser } from 'saxes';
import { assert as assertProperty, property, string } from 'fast-check';
import type { Entry } from '../protocol/entry.ts';
import { eventExamples, type AgentEvent } from '../protocol/event.ts';
import type { Topic } from '../protocol/topic.ts';
import { readXml, textOf } from '../protocol/xml.ts';
import { demoDirectory } from './directory.ts';
import { updateOf } from './update.ts';

const update = (event: AgentEvent, node: Topic = '/lab/events'): string => {
  const entry: Entry = { cursor: 'e-7', publishedAtNs: 0n, topics: [], event };
  return updateOf(entry, node, demoDirectory());
};

test('an agent’s own node shows the whole user, in the order of Finesse 12.5', () => {
  assert.equal(
    update(
      { ...eventExamples['agent-state'], state: 'NOT_READY', reasonCode: 16, requestId: 'r<1' },
      '/finesse/api/User/1001001',
    ),
    '<Update><data><user><dialogs>/finesse/api/User/1001001/Dialogs</dialogs><extension>2001</extension>' +
      '<firstName>Ana</firstName><lastName>Ito</lastName><loginId>1001001</loginId><loginName>ana.ito</loginName>' +
      '<mediaType>1</mediaType><pendingState></pendingState><reasonCodeId>16</reasonCodeId>' +
      '<roles><role>Agent</role></roles><settings><wrapUpOnIncoming>OPTIONAL</wrapUpOnIncoming>' +
      '<wrapUpOnOutgoing>OPTIONAL</wrapUpOnOutgoing></settings><state>NOT_READY</state>' +
      '<stateChangeTime>2026-11-22T10:00:00.000Z</stateChangeTime><teamId>5000</teamId><teamName>Sales</teamName>' +
      '<teams><Team><id>5000</id><name>Sales</name><uri>/finesse/api/Team/5000</uri></Team></teams>' +
      '<uri>/finesse/api/User/1001001</uri><wrapUpTimer>7200</wrapUpTimer></user></data><event>PUT</event>' +
      '<requestId>r&lt;1</requestId><source>/finesse/api/User/1001001</source></Update>',
  );
});

test('a team’s node shows a summary, and READY has no reason', () => {
  assert.equal(
    update(eventExamples['agent-state'], '/finesse/api/Team/5000/Users'),
    '<Update><data><user><dialogs>/finesse/api/User/1001001/Dialogs</dialogs><firstName>Ana</firstName>' +
      '<lastName>Ito</lastName><loginId>1001001</loginId><state>READY</state>' +
      '<stateChangeTime>2026-11-22T10:00:00.000Z</stateChangeTime><uri>/finesse/api/User/1001001</uri></user></data>' +
      '<event>PUT</event><requestId></requestId><source>/finesse/api/Team/5000/Users</source></Update>',
  );
});

test('a stranger has what the event tells', () => {
  const text = update({ ...eventExamples['agent-state'], agent: 'guest', state: 'LOGOUT' });
  assert.match(text, /<loginId>guest<\/loginId><reasonCodeId>-1<\/reasonCodeId><state>LOGOUT<\/state>/);
  assert.doesNotMatch(text, /firstName/);
});

test('a call that comes is added to the agent’s list', () => {
  assert.equal(
    update(eventExamples.dialog),
    '<Update><data><dialogs><Dialog><associatedDialogUri></associatedDialogUri><fromAddress>+15550100</fromAddress>' +
      '<id>16804377</id><mediaProperties><queueNumber>10</queueNumber></mediaProperties><mediaType>Voice</mediaType>' +
      '<participants><Participant><mediaAddress>2001</mediaAddress><mediaAddressType>AGENT_DEVICE</mediaAddressType>' +
      '<state>ALERTING</state><stateChangeTime>2026-11-22T10:00:00.000Z</stateChangeTime></Participant></participants>' +
      '<state>ALERTING</state><toAddress>1001001</toAddress><uri>/finesse/api/Dialog/16804377</uri></Dialog></dialogs></data>' +
      '<event>POST</event><requestId></requestId><source>/finesse/api/User/1001001/Dialogs</source></Update>',
  );
});

test('a call that changes is its own source, and one that ends is removed', () => {
  assert.match(
    update({ ...eventExamples.dialog, state: 'HELD' }),
    /^<Update><data><dialog>.*<\/dialog><\/data><event>PUT<.*<source>\/finesse\/api\/Dialog\/16804377</,
  );
  assert.match(
    update({ ...eventExamples.dialog, state: 'DROPPED' }),
    /<event>DELETE<.*<source>\/finesse\/api\/User\/1001001\/Dialogs</,
  );
});

test('a team message is named by its place in the feed', () => {
  assert.equal(
    update(eventExamples['team-message']),
    '<Update><data><TeamMessage><uri>/finesse/api/TeamMessage/7</uri><id>7</id><createdBy><id>administrator</id>' +
      '<firstName>Ada</firstName><lastName>Supervisor</lastName></createdBy><createdAt>2026-11-22T10:00:00.000Z</createdAt>' +
      '<duration>100</duration><content>Long queue: please postpone breaks.</content><teams><team>5000</team></teams>' +
      '</TeamMessage></data><event>POST</event><requestId></requestId><source>/finesse/api/TeamMessage/7</source></Update>',
  );
});

test('a queue says since when its longest call waits', () => {
  assert.equal(
    update(eventExamples['queue-statistics']),
    '<Update><data><Queue><uri>/finesse/api/Queue/10</uri><name>10</name><statistics><callsInQueue>3</callsInQueue>' +
      '<startTimeOfLongestCallInQueue>2026-11-22T09:59:19.000Z</startTimeOfLongestCallInQueue><agentsReady>5</agentsReady>' +
      '</statistics></Queue></data><event>PUT</event><requestId></requestId><source>/finesse/api/Queue/10</source></Update>',
  );
  const empty = /<startTimeOfLongestCallInQueue><\/startTimeOfLongestCallInQueue>/;
  assert.match(update({ ...eventExamples['queue-statistics'], callsInQueue: 0 }), empty);
  assert.match(update({ ...eventExamples['queue-statistics'], at: 'some day' }), empty);
});

test('a refused request is Finesse’s error, with its own order and a verb in lower case', () => {
  const error = (requestId: string): string =>
    '<Update><data><apiErrors><apiError><errorType>Invalid State</errorType>' +
    '<errorMessage>CF_INVALID_OBJECT_STATE</errorMessage><errorData>22</errorData></apiError></apiErrors></data>' +
    `<requestId>${requestId}</requestId><source>/finesse/api/User/1001001</source><event>put</event></Update>`;
  assert.equal(update(eventExamples['agent-error']), error(''));
  assert.equal(update({ ...eventExamples['agent-error'], requestId: 'r<1' }), error('r&lt;1'));
});

test('the system’s status is told with the place to ask for the rest', () => {
  assert.equal(
    update({ ...eventExamples['system-info'], status: 'OUT_OF_SERVICE' }),
    '<Update><data><SystemInfo><currentTimestamp>2026-11-22T10:00:00.000Z</currentTimestamp>' +
      '<status>OUT_OF_SERVICE</status><uri>/finesse/api/SystemInfo</uri></SystemInfo></data><event>PUT</event>' +
      '<requestId></requestId><source>/finesse/api/SystemInfo</source></Update>',
  );
});

test('whatever a field holds, the Update is well-formed and shows it', () => {
  assertProperty(
    property(string({ unit: 'grapheme' }), (content) => {
      const xml = update({ ...eventExamples['team-message'], content });
      const text = textOf(readXml(xml, new SaxesParser({ xmlns: true })));
      assert.ok(text.includes(content.replaceAll('\r\n', '\n').replaceAll('\r', '\n')));
    }),
    { seed: 7 },
  );
});

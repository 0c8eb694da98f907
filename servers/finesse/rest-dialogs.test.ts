// `/finesse/api/Dialog`: a call while it goes on, and who may see it.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { eventExamples } from '../protocol/event.ts';
import { agent, ask, basic, by, openFinesse, supervisor } from './bed.ts';

const dialog =
  '<Dialog><associatedDialogUri></associatedDialogUri><fromAddress>+15550100</fromAddress>' +
  '<id>16804377</id><mediaProperties><queueNumber>10</queueNumber></mediaProperties><mediaType>Voice</mediaType>' +
  '<participants><Participant><mediaAddress>2001</mediaAddress><mediaAddressType>AGENT_DEVICE</mediaAddressType>' +
  '<state>ALERTING</state><stateChangeTime>2026-11-22T10:00:00.000Z</stateChangeTime></Participant></participants>' +
  '<state>ALERTING</state><toAddress>1001001</toAddress><uri>/finesse/api/Dialog/16804377</uri></Dialog>';

test('a call is in its agent’s list and by itself, until it is dropped', async (context) => {
  const lab = await openFinesse(context);
  lab.desk.adopt(eventExamples.dialog);
  for (const authorization of [agent, supervisor]) {
    const list = await ask(lab, '/User/1001001/Dialogs', by(authorization));
    assert.deepEqual([list.status, list.text], [200, `<Dialogs>${dialog}</Dialogs>`]);
    const one = await ask(lab, '/Dialog/16804377', by(authorization));
    assert.deepEqual([one.status, one.text], [200, dialog]);
  }
  lab.desk.adopt({ ...eventExamples.dialog, state: 'DROPPED' });
  assert.equal((await ask(lab, '/User/1001001/Dialogs', by(agent))).text, '<Dialogs></Dialogs>');
  const gone = await ask(lab, '/Dialog/16804377', by(agent));
  assert.equal(gone.status, 404);
  assert.match(gone.text, /<ErrorType>Not Found<\/ErrorType>/);
});

test('whoever takes part sees the whole call, others do not: 403', async (context) => {
  const lab = await openFinesse(context);
  lab.desk.adopt(eventExamples.dialog);
  const colleague = basic('1001002', 'secret');
  assert.equal((await ask(lab, '/Dialog/16804377', by(colleague))).status, 403);
  assert.equal((await ask(lab, '/User/1001001/Dialogs', by(colleague))).status, 403);
  lab.desk.adopt({ ...eventExamples.dialog, agent: '1001002', state: 'ACTIVE' });
  const { status, text } = await ask(lab, '/Dialog/16804377', by(colleague));
  assert.equal(status, 200);
  assert.deepEqual(text.match(/<mediaAddress>\d+/g), ['<mediaAddress>2001', '<mediaAddress>2002']);
  assert.match(text, /<\/participants><state>ACTIVE<\/state>/);
});

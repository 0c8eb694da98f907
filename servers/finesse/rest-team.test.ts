// `/finesse/api/Team`: the team object, and who may see it.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { agent, ask, basic, by, openFinesse, supervisor } from './bed.ts';

test('a team is shown to itself and to a supervisor, with its people in short', async (context) => {
  const lab = await openFinesse(context);
  const since = lab.desk.statusOf('1001001').since;
  for (const authorization of [agent, supervisor]) {
    const { status, text, headers } = await ask(lab, '/Team/5000', by(authorization));
    assert.deepEqual([status, headers.get('content-type')], [200, 'application/xml; charset=utf-8']);
    assert.ok(
      text.startsWith(
        '<Team><uri>/finesse/api/Team/5000</uri><id>5000</id><name>Sales</name><users>' +
          '<User><dialogs>/finesse/api/User/1001001/Dialogs</dialogs><firstName>Ana</firstName><lastName>Ito</lastName>' +
          `<loginId>1001001</loginId><reasonCodeId>-1</reasonCodeId><state>LOGOUT</state><stateChangeTime>${since}` +
          '</stateChangeTime><uri>/finesse/api/User/1001001</uri></User>',
      ),
      text,
    );
    // Ten agents and the supervisor.
    assert.equal(text.match(/<User>/g)?.length, 11);
  }
});

test('another team, and none at all, see nothing: 403', async (context) => {
  const lab = await openFinesse(context);
  for (const [authorization, path] of [
    [agent, '/Team/5001'],
    [basic('bench-1', 'secret'), '/Team/5000'],
  ] as const) {
    const { status, text } = await ask(lab, path, by(authorization));
    assert.equal(status, 403);
    assert.match(text, /^<ApiErrors>/);
  }
});

test('a team nobody knows is not found: 404', async (context) => {
  const lab = await openFinesse(context);
  for (const id of ['9999', '__proto__', '%3Cx%3E']) {
    const { status, text } = await ask(lab, `/Team/${id}`, by(supervisor));
    assert.equal(status, 404, id);
    assert.match(text, /<ErrorType>Not Found<\/ErrorType>/);
    assert.doesNotMatch(text, /<x>/);
  }
});

// `/finesse/api/ReasonCode`: the objects, and the list of a category.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { agent, ask, by, openFinesse, supervisor } from './bed.ts';
import { reasonCategories, reasonCodes } from './reason-codes.ts';

test('every reason code has an id of its own, and a category knows each code once', () => {
  assert.equal(new Set(reasonCodes.map(({ id }) => id)).size, reasonCodes.length);
  assert.equal(new Set(reasonCodes.map(({ category, code }) => `${category} ${code}`)).size, reasonCodes.length);
  assert.ok(reasonCodes.every(({ id }) => /^\d{1,6}$/.test(id)));
});

test('a reason code is found by its id', async (context) => {
  const lab = await openFinesse(context);
  const { status, text, headers } = await ask(lab, '/ReasonCode/12', by(agent));
  assert.deepEqual([status, headers.get('content-type')], [200, 'application/xml; charset=utf-8']);
  assert.equal(
    text,
    '<ReasonCode><uri>/finesse/api/ReasonCode/12</uri><category>NOT_READY</category><code>12</code>' +
      '<label>Lunch</label><forAll>true</forAll><systemCode>false</systemCode></ReasonCode>',
  );
  const system = await ask(lab, '/ReasonCode/255', by(agent));
  assert.match(system.text, /<category>LOGOUT<\/category><code>255<\/code>.*<systemCode>true<\/systemCode>/);
  assert.equal((await ask(lab, '/ReasonCode/9999', by(agent))).status, 404);
});

for (const category of reasonCategories) {
  test(`the list of ${category} has its codes and no others`, async (context) => {
    const lab = await openFinesse(context);
    const path = `/User/1001001/ReasonCodes?category=${category}`;
    for (const authorization of [agent, supervisor]) {
      const { status, text } = await ask(lab, path, by(authorization));
      assert.equal(status, 200);
      assert.match(text, new RegExp(`^<ReasonCodes category="${category}"><ReasonCode>.*</ReasonCodes>$`));
      const wanted = reasonCodes.filter((one) => one.category === category).map(({ code }) => `<code>${code}</code>`);
      assert.deepEqual([...(text.match(/<code>\d+<\/code>/g) ?? [])], wanted);
    }
  });
}

for (const query of ['', '?category=', '?category=LUNCH', '?category=toString', '?category=LOGOUT&category=LOGOUT']) {
  test(`a list of "${query}" is refused with 400 Invalid Input`, async (context) => {
    const { status, text } = await ask(await openFinesse(context), `/User/1001001/ReasonCodes${query}`, by(agent));
    assert.equal(status, 400);
    assert.match(text, /<ErrorType>Invalid Input<\/ErrorType><ErrorMessage>INVALID_INPUT</);
  });
}

test('the list of somebody else is theirs: 403', async (context) => {
  const lab = await openFinesse(context);
  assert.equal((await ask(lab, '/User/1001002/ReasonCodes?category=LOGOUT', by(agent))).status, 403);
});

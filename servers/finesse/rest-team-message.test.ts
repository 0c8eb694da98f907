// `POST /finesse/api/TeamMessage`: what is created, what is published, and every limit.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { agent, ask, openFinesse, published, send, supervisor } from './bed.ts';

interface Parts {
  readonly duration?: string;
  readonly content?: string;
  readonly teams?: readonly string[];
}

const message = ({ duration = '100', content = 'Hello &amp; welcome', teams = ['5000'] }: Parts = {}): string =>
  `<TeamMessage><duration>${duration}</duration><content>${content}</content>` +
  `<teams>${teams.map((team) => `<team>${team}</team>`).join('')}</teams></TeamMessage>`;

test('a message is published for its team and answered as it was created', async (context) => {
  const lab = await openFinesse(context);
  const { status, text } = await ask(lab, '/TeamMessage', send('POST', supervisor, message()));
  const [event] = published(lab);
  assert.deepEqual(event, {
    type: 'team-message',
    team: '5000',
    from: 'administrator',
    content: 'Hello & welcome',
    durationSeconds: 100,
    at: event?.at,
  });
  assert.equal(status, 200);
  assert.equal(
    text,
    '<TeamMessage><uri>/finesse/api/TeamMessage/1</uri><id>1</id><createdBy><id>administrator</id>' +
      `<firstName>Ada</firstName><lastName>Supervisor</lastName></createdBy><createdAt>${event?.at}</createdAt>` +
      '<duration>100</duration><content>Hello &amp; welcome</content><teams><team>5000</team></teams></TeamMessage>',
  );
});

test('each team gets a message of its own, once', async (context) => {
  const lab = await openFinesse(context);
  const body = message({ teams: ['5001', '5000', '5001'] });
  const { status, text } = await ask(lab, '/TeamMessage', send('POST', supervisor, body));
  assert.equal(status, 200);
  assert.match(text, /^<TeamMessages><TeamMessage>.*<\/TeamMessage><TeamMessage>.*<\/TeamMessage><\/TeamMessages>$/);
  assert.deepEqual(
    lab.feed.readAfter({ cursor: 'e1-0' }).entries.map(({ topics }) => topics[1]),
    ['/finesse/api/Team/5001/TeamMessages', '/finesse/api/Team/5000/TeamMessages'],
  );
});

test('teams that do not exist are left out: 207, or 404 when none is left', async (context) => {
  const lab = await openFinesse(context);
  const some = message({ teams: ['9999', '5000'] });
  const { status, text } = await ask(lab, '/TeamMessage', send('POST', supervisor, some));
  assert.equal(status, 207);
  assert.match(text, /^<TeamMessages><TeamMessage>[^]*<\/TeamMessage><\/TeamMessages>$/);
  const none = message({ teams: ['9999', '__proto__'] });
  assert.equal((await ask(lab, '/TeamMessage', send('POST', supervisor, none))).status, 404);
  assert.equal(published(lab).length, 1);
});

test('the limits themselves are allowed', async (context) => {
  const lab = await openFinesse(context);
  const teams = Array.from({ length: 20 }, () => '5000');
  for (const duration of ['1', '28800']) {
    const body = message({ duration, content: 'x'.repeat(255), teams });
    assert.equal((await ask(lab, '/TeamMessage', send('POST', supervisor, body))).status, 200, duration);
  }
});

const refused: readonly (readonly [what: string, parts: Parts, type: string])[] = [
  ['no duration', { duration: '' }, 'Parameter Missing'],
  ['a duration of 0', { duration: '0' }, 'Invalid Input'],
  ['a duration of 28801', { duration: '28801' }, 'Invalid Input'],
  ['a duration in words', { duration: 'long' }, 'Invalid Input'],
  ['a duration of 1.5', { duration: '1.5' }, 'Invalid Input'],
  ['no content', { content: ' ' }, 'Parameter Missing'],
  ['256 characters', { content: 'x'.repeat(256) }, 'Invalid Input'],
  ['no team', { teams: [] }, 'Parameter Missing'],
  ['21 teams', { teams: Array.from({ length: 21 }, () => '5000') }, 'Invalid Input'],
];
for (const [what, parts, type] of refused) {
  test(`a message with ${what} is refused with 400 ${type}`, async (context) => {
    const lab = await openFinesse(context);
    const { status, text } = await ask(lab, '/TeamMessage', send('POST', supervisor, message(parts)));
    assert.equal(status, 400);
    assert.match(text, new RegExp(`<ErrorType>${type}</ErrorType>`));
    assert.deepEqual(published(lab), []);
  });
}

test('an agent writes to nobody: 403; out of service nobody writes: 503', async (context) => {
  const lab = await openFinesse(context);
  assert.equal((await ask(lab, '/TeamMessage', send('POST', agent, message()))).status, 403);
  lab.desk.system.adopt('OUT_OF_SERVICE');
  assert.equal((await ask(lab, '/TeamMessage', send('POST', supervisor, message()))).status, 503);
  assert.deepEqual(published(lab), []);
});

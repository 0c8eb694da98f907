// The trainer's token: long enough that nobody guesses it, and who tries is stopped for a minute.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { TrainerToken } from './trainer-token.ts';

test('it is 128 random bits, as they may stand in an address', () => {
  const [one, other] = [new TrainerToken(), new TrainerToken()];
  assert.match(one.text, /^[\w-]{22}$/);
  assert.notEqual(one.text, other.text);
  one.demand(one.text, '192.168.0.9');
  assert.throws(() => one.demand(other.text, '192.168.0.9'), { code: 'LAB_CREDENTIALS_WRONG' });
});

test('after ten wrong ones an address waits for a minute, and the others do not', () => {
  let nowMs = 0;
  const token = new TrainerToken('right', () => nowMs);
  for (let count = 0; count < 10; count += 1) {
    assert.throws(() => token.demand('wrong', '192.168.0.9'), { code: 'LAB_CREDENTIALS_WRONG' });
  }
  nowMs = 59_999;
  assert.throws(() => token.demand('right', '192.168.0.9'), {
    code: 'LAB_SERVER_BUSY',
    message: '10 wrong tokens came from 192.168.0.9; wait for a minute.',
  });
  token.demand('right', '192.168.0.8');
  nowMs = 60_000;
  token.demand('right', '192.168.0.9');
});

test('addresses without end are not remembered without end', () => {
  const token = new TrainerToken('right');
  const guess = (address: string): void => assert.throws(() => token.demand('wrong', address));
  for (let count = 0; count < 10; count += 1) guess('first');
  for (let count = 0; count < 1024; count += 1) guess(String(count));
  token.demand('right', 'first');
});

test('a bearer token is read as RFC 6750 writes it', () => {
  const token = new TrainerToken('right');
  token.demandBearer('Bearer right', 'a');
  token.demandBearer('bearer  right', 'a');
  assert.throws(() => token.demandBearer('Bearer wrong', 'a'), { code: 'LAB_CREDENTIALS_WRONG' });
  for (const none of [undefined, '', 'Bearer', 'Basic cmlnaHQ=', 'right']) {
    assert.throws(() => token.demandBearer(none, 'a'), { code: 'LAB_TRAINER_ONLY' });
  }
});

// Query parameters: absent, present, repeated, and out of range.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { LabError } from './errors.ts';
import { parseNumber, readStart, readText, readTopic, withPosition } from './parameters.ts';

test('an absent parameter is undefined, a repeated one is refused by name', () => {
  assert.equal(readText({}, 'after'), undefined);
  assert.equal(readText({ after: '' }, 'after'), '');
  assert.throws(() => readText({ after: ['a', 'b'] }, 'after'), {
    code: 'LAB_PARAMETER_INVALID',
    message: 'The parameter after may stand only once.',
  });
});

test('a start is now, earliest or a cursor', () => {
  assert.equal(readStart({}), 'now');
  assert.equal(readStart({ after: 'earliest' }), 'earliest');
  assert.equal(readStart({ after: 'e1-7' }), 'e1-7');
  for (const after of ['', 'now', 'EARLIEST', 'e1-9999999999999999']) {
    assert.throws(() => readStart({ after }), { code: 'LAB_CURSOR_INVALID' }, after);
  }
});

test('a topic is absent or a node name', () => {
  assert.equal(readTopic({}), undefined);
  assert.equal(readTopic({ topic: '/lab/events' }), '/lab/events');
  assert.throws(() => readTopic({ topic: '' }), { code: 'LAB_TOPIC_INVALID' });
  assert.throws(() => readTopic({ topic: ['/a', '/b'] }), { code: 'LAB_PARAMETER_INVALID' });
});

test('numbers in plain notation within the range are read', () => {
  assert.equal(parseNumber('0', 'hold', { least: 0, most: 60 }), 0);
  assert.equal(parseNumber('60', 'hold', { least: 0, most: 60 }), 60);
  assert.equal(parseNumber('0.25', 'hold', { least: 0, most: 60 }), 0.25);
  assert.equal(parseNumber('007', '--port', { least: 0, most: 60, isWhole: true }), 7);
});

for (const text of [
  '',
  ' 1',
  '1 ',
  '-1',
  '+1',
  '1e1',
  '0x10',
  '.5',
  '5.',
  '1_0',
  'NaN',
  'Infinity',
  '61',
  '1'.repeat(13),
]) {
  test(`${JSON.stringify(text)} is no number from 0 to 60`, () => {
    assert.throws(
      () => parseNumber(text, 'hold', { least: 0, most: 60 }),
      (error: LabError) =>
        error.message === `hold is ${JSON.stringify(text)}; it has to be a number from 0 to 60.` &&
        error.code === 'LAB_PARAMETER_INVALID',
    );
  });
}

test('a whole number has no fraction', () => {
  assert.throws(() => parseNumber('1.5', '--port', { least: 0, most: 9, isWhole: true }), {
    message: '--port is "1.5"; it has to be a whole number from 0 to 9.',
  });
});

test('a position is written as after and topic, and keeps what the URL has', () => {
  const url = new URL('http://a/x?hold=1');
  assert.equal(withPosition(url, 'now').href, 'http://a/x?hold=1');
  assert.equal(withPosition(url, 'e1-7', '/lab/events').href, 'http://a/x?hold=1&after=e1-7&topic=%2Flab%2Fevents');
  assert.equal(url.href, 'http://a/x?hold=1');
});

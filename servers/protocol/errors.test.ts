// The table of failures: every code is complete, and any thrown value becomes one of them.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { asLabError, failures, isLabErrorCode, LabError } from './errors.ts';

test('every failure has an HTTP status of 4xx or 5xx, a close code and a condition', () => {
  for (const [code, failure] of Object.entries(failures)) {
    assert.match(code, /^LAB(_[A-Z]+){2,3}$/);
    assert.ok(failure.httpStatus >= 400 && failure.httpStatus < 600, code);
    assert.ok(failure.webSocketClose >= 1001 && failure.webSocketClose < 5000, code);
    assert.match(failure.xmppCondition, /^[a-z]+(-[a-z]+)+$|^forbidden$/, code);
    assert.ok(failure.meaning.length > 10, code);
  }
});

test('what may be retried is a fault of the server or the network, never of the request', () => {
  for (const [code, { retry, httpStatus }] of Object.entries(failures)) assert.equal(retry, httpStatus >= 500, code);
});

test('an error shows its code and its sentence in JSON, and nothing else', () => {
  const error = new LabError('LAB_CURSOR_EXPIRED', 'Gone.', { cause: new Error('why') });
  assert.equal(JSON.stringify(error), '{"code":"LAB_CURSOR_EXPIRED","message":"Gone."}');
  assert.equal(error.name, 'LabError');
  assert.equal(error.failure, failures.LAB_CURSOR_EXPIRED);
});

test('a LabError passes unchanged; anything else becomes LAB_SERVER_FAILED and keeps its cause', () => {
  const known = new LabError('LAB_SERVER_BUSY', 'Later.');
  assert.equal(asLabError(known), known);
  const cause = new TypeError('secret detail');
  const error = asLabError(cause);
  assert.equal(error.code, 'LAB_SERVER_FAILED');
  assert.equal(error.cause, cause);
  assert.doesNotMatch(error.message, /secret/);
});

test('only the codes of the table are codes', () => {
  assert.ok(isLabErrorCode('LAB_CURSOR_INVALID'));
  for (const other of ['LAB_NO_SUCH', 'toString', '__proto__', 400, null, undefined]) {
    assert.ok(!isLabErrorCode(other), String(other));
  }
});

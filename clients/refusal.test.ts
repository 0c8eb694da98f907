// Refusals as the server meant them, and as nobody meant them.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { LabError } from '../servers/protocol/errors.ts';
import { refusalIn, refusalOf } from './refusal.ts';

test('a code of the table is taken with its sentence', () => {
  const { code, message } = refusalOf(503, '{"code":"LAB_SERVER_CLOSING","message":"Later."}');
  assert.deepEqual([code, message], ['LAB_SERVER_CLOSING', 'Later.']);
});

test('another body is judged by its status: 5xx may be retried, 4xx may not', () => {
  for (const body of ['', '<html>', 'null', '5', '{"code":"LAB_NO_SUCH"}', '{"code":"toString"}']) {
    assert.equal(refusalOf(502, body).code, 'LAB_SERVER_FAILED', body);
    assert.equal(refusalOf(404, body).code, 'LAB_PARAMETER_INVALID', body);
  }
  assert.equal(refusalOf(404, 'nothing here').message, 'The server answered 404: nothing here');
  assert.ok(refusalOf(500, 'x'.repeat(9999)).message.length < 200);
});

test('an error of the platform refuses for good when nothing would change it', () => {
  const untrusted = new LabError('LAB_CERTIFICATE_UNTRUSTED', 'No.');
  assert.equal(refusalIn({ type: 'error', error: untrusted }), untrusted);
  for (const error of [undefined, new Error('x'), new LabError('LAB_CONNECTION_LOST', 'Later.')]) {
    assert.equal(refusalIn({ type: 'error', error }), undefined);
  }
});

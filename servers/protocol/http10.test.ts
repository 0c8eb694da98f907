// HTTP/1.0 messages: literal bytes out, and short or foreign answers refused.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { formatRequest, formatResponseHead, parseResponse } from './http10.ts';

const bytes = (text: string): Uint8Array => new TextEncoder().encode(text);

test('a request is a line, its fields in order and an empty line', () => {
  assert.equal(
    formatRequest('/x?y=1', { Host: 'a:1', accept: '*/*' }),
    'GET /x?y=1 HTTP/1.0\r\nHost: a:1\r\naccept: */*\r\n\r\n',
  );
});

test('a response head is a status line, its fields and an empty line', () => {
  assert.equal(
    formatResponseHead(200, 'OK', { 'Content-Length': '2' }),
    'HTTP/1.0 200 OK\r\nContent-Length: 2\r\n\r\n',
  );
});

test('a response is taken apart; its length counts bytes, not characters', () => {
  const response = parseResponse(bytes('HTTP/1.0 200 OK\r\nContent-Length: 4\r\nLab-Cursor:  e1-7 \r\n\r\n😀'));
  assert.equal(response.status, 200);
  assert.equal(response.body, '😀');
  assert.deepEqual(
    [...response.headers],
    [
      ['content-length', '4'],
      ['lab-cursor', 'e1-7'],
    ],
  );
});

test('a response without a length ends with the connection', () => {
  assert.equal(parseResponse(bytes('HTTP/1.0 404\r\n\r\nnothing')).body, 'nothing');
});

for (const text of ['', 'HTTP/1.0 200 OK', 'HTTP/1.1 200 OK\r\n\r\n', 'HTTP/1.0 2000 OK\r\n\r\n', 'nonsense\r\n\r\n']) {
  test(`${JSON.stringify(text)} is no HTTP/1.0 response`, () => {
    assert.throws(() => parseResponse(bytes(text)), { code: 'LAB_ANSWER_INVALID' });
  });
}

for (const length of ['3', '1', 'nonsense']) {
  test(`a body of 2 bytes where ${length} are announced is a lost connection`, () => {
    assert.throws(() => parseResponse(bytes(`HTTP/1.0 200 OK\r\nContent-Length: ${length}\r\n\r\nab`)), {
      code: 'LAB_CONNECTION_LOST',
    });
  });
}

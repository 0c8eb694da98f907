// The row of the Network tab, as wide as the terminal allows.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { handshakeTable } from './handshake-table.ts';

const handshake = {
  status: 101,
  method: 'GET',
  url: new URL('ws://127.0.0.1:8080/websocket/events?from=earliest&topic=/finesse/api/User/1001001'),
  sentBytes: 584,
  receivedBytes: 129,
  bodyBytes: 0,
} as const;

test('the eight columns stand below their headings', () => {
  const url = new URL('ws://127.0.0.1:8080/ws/');
  assert.deepEqual(handshakeTable({ ...handshake, url }), [
    'Status  Method  Domain          File  Initiator  Type       Transferred  Size',
    '101     GET     127.0.0.1:8080  /ws/  watch      websocket  129 B        0 B',
  ]);
});

test('an exchange over HTTP has a body, hence a size', () => {
  const url = new URL('http://127.0.0.1:8080/http-bind/');
  const post = { ...handshake, url, status: 200, method: 'POST', receivedBytes: 700, bodyBytes: 500 } as const;
  assert.match(handshakeTable(post)[1], /^200 +POST +127\.0\.0\.1:8080 +\/http-bind\/ +watch +xml +700 B +500 B$/);
});

test('a long file is cut, so that headings and row fit', () => {
  for (const width of [90, 100, 120]) {
    const lines = handshakeTable(handshake, width);
    assert.equal(Math.max(...lines.map(({ length }) => length)), width);
    assert.match(lines[1], /\/websocket\S*…/);
  }
});

// Where messages end, however their bytes are cut.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { array, assert as assertProperty, nat, property } from 'fast-check';
import { HttpExchange } from './http-framing.ts';

const bytes = (text: string): Buffer => Buffer.from(text, 'latin1');
const get = 'GET / HTTP/1.1\r\nHost: lab\r\n\r\n';

const answers: readonly (readonly [what: string, request: string, answer: string])[] = [
  ['a length', get, 'HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nab\r\nc'],
  ['a length of nothing', get, 'HTTP/1.1 200 OK\r\ncontent-length: 0\r\n\r\n'],
  [
    'chunks',
    get,
    'HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n3;x=y\r\na\r\n\r\nA\r\n0123456789\r\n0\r\n\r\n',
  ],
  ['chunks and a trailer', get, 'HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n1\r\na\r\n0\r\nX: y\r\n\r\n'],
  ['a 204', get, 'HTTP/1.1 204 No Content\r\nlab-cursor: e1-0\r\n\r\n'],
  ['a 304', get, 'HTTP/1.1 304 Not Modified\r\nContent-Length: 7\r\n\r\n'],
  ['an answer to HEAD', 'HEAD / HTTP/1.1\r\nHost: lab\r\n\r\n', 'HTTP/1.0 200 OK\r\nContent-Length: 375\r\n\r\n'],
  ['an interim answer', get, 'HTTP/1.1 100 Continue\r\n\r\n'],
];
for (const [what, request, answer] of answers) {
  test(`${what} ends where it ends, however it is cut`, () => {
    const cuts = array(nat(answer.length), { maxLength: 4 });
    assertProperty(
      property(cuts, (at) => {
        const { requests, responses } = new HttpExchange();
        assert.equal(requests.read(bytes(request)), request.length);
        const edges = [0, ...at.toSorted((one, other) => one - other), answer.length];
        const read = edges.slice(1).map((end, index) => responses.read(bytes(answer.slice(edges[index], end))));
        const last = answer.length - (edges.findLast((edge) => edge < answer.length) ?? 0);
        assert.equal(
          read.find((whole) => whole > 0),
          last,
        );
      }),
    );
  });
}

test('of answers that come together, all that are whole are told of', () => {
  const { requests, responses } = new HttpExchange();
  requests.read(
    bytes(`HEAD / HTTP/1.1\r\n\r\n${get}POST / HTTP/1.1\r\nContent-Length: 4\r\n\r\nHEADGET / HTTP/1.1\r\n\r\n`),
  );
  const whole =
    'HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\nHTTP/1.1 204 No\r\n\r\nHTTP/1.1 200 OK\r\nContent-Length: 1\r\n\r\nx';
  assert.equal(responses.read(bytes(`${whole}HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\ny`)), whole.length);
});

test('an answer without a length is never whole, nor one that cannot be read', () => {
  for (const head of [
    'HTTP/1.0 200 OK\r\n\r\n',
    'HTTP/1.1 200 OK\r\nContent-Length: x\r\n\r\n',
    `X${'x'.repeat(70_000)}`,
  ]) {
    const { responses } = new HttpExchange();
    assert.equal(responses.read(bytes(head)), 0);
    assert.equal(responses.read(bytes('a\r\n\r\n')), 0);
  }
  const { responses } = new HttpExchange();
  assert.equal(responses.read(bytes('HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n\r\n')), 0);
});

test('behind a 101 everything passes', () => {
  const { responses } = new HttpExchange();
  const answer = bytes('HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\n\r\n\u0081\u0001');
  assert.equal(responses.read(answer), answer.length);
  assert.ok(responses.isTunnel);
  assert.equal(responses.read(bytes('\u0081')), 1);
});

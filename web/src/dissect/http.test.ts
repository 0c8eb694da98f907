// HTTP/1.x: heads byte by byte, and where each body ends.
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { headSpans } from './head-spans.ts';
import { Source } from './source.ts';
import type { Span } from './span.ts';
import { chunk, recordsOf, type Said } from './testing/records.ts';
import { assertComplete, assertTiled, dissect, leaves } from './testing/tiling.ts';

const spansOf = (text: string, isRequest = true): readonly Span[] => {
  const spans = headSpans(new Source(Buffer.from(text)), isRequest);
  assertTiled(spans, 0, Buffer.byteLength(text));
  return spans;
};

const kindsOf = (spans: readonly Span[] | undefined): readonly string[] =>
  (spans ?? []).map(({ kind, value }) => (value === undefined ? kind : `${kind} ${value}`));

const exchangesOf = (...said: readonly Said[]) => {
  const dissector = dissect(recordsOf(said));
  assertComplete(dissector);
  return dissector.exchanges.map(({ method, target, status, isOpen, messages }) => ({
    asked: `${method} ${target}`,
    status,
    isOpen,
    messages: messages.map(({ kind, start, end }) => `${kind} ${end - start}`).join(', '),
  }));
};

const ask = (line: string, ...fields: readonly string[]): Said => ['up', [line, ...fields, '', ''].join('\r\n')];
const answer = (line: string, body: string, ...fields: readonly string[]): Said => [
  'down',
  [line, ...fields, '', body].join('\r\n'),
];

describe('a request head', () => {
  it('has a method, a target with path and parameters, and a version', () => {
    const [line] = spansOf('GET /long-poll/events?after=e1-4&hold=25&x HTTP/1.1\r\n\r\n');
    assert.deepEqual(kindsOf(line?.children), [
      'http.method GET',
      'http.space',
      'http.target /long-poll/events?after=e1-4&hold=25&x',
      'http.space',
      'http.version HTTP/1.1',
      'http.line-end',
    ]);
    const target = line?.children?.[2]?.children;
    assert.deepEqual(kindsOf(target), [
      'http.path /long-poll/events',
      'http.query-mark',
      'parameter.after after=e1-4',
      'http.ampersand',
      'parameter.hold hold=25',
      'http.ampersand',
      'http.parameter x',
    ]);
    assert.deepEqual(kindsOf(target?.[2]?.children), [
      'http.parameter-name after',
      'http.equals',
      'http.parameter-value e1-4',
    ]);
  });
  it('has fields of name, colon, space, value and line end; those that are known are called by their name', () => {
    const [, host, hints, fetch, other, end] = spansOf(
      'GET / HTTP/1.1\r\nHost: lab:8080\r\nsec-ch-ua-mobile:?0\r\nSec-Fetch-Mode: cors\r\nX-Mine:  a \r\n\r\n',
    );
    assert.equal(host?.kind, 'field.host');
    assert.deepEqual(kindsOf(host?.children), [
      'http.field-name Host',
      'http.colon',
      'http.whitespace',
      'http.field-value lab:8080',
      'http.line-end',
    ]);
    assert.deepEqual(
      [hints?.kind, fetch?.kind, other?.kind, end?.kind],
      ['field.sec-ch-ua', 'field.sec-fetch', 'http.field', 'http.head-end'],
    );
    assert.deepEqual(kindsOf(other?.children).slice(2, 5), [
      'http.whitespace',
      'http.field-value a',
      'http.whitespace',
    ]);
  });
  it('does not tell a password', () => {
    const [, field] = spansOf('GET / HTTP/1.1\r\nAuthorization: Basic MTAwMTAwMTpzZWNyZXQ=\r\n');
    assert.doesNotMatch(JSON.stringify(field), /MTAw/);
    assert.equal(field?.children?.[3]?.value, 'Basic ••••');
  });
  it('is read as far as it goes, and a line that is no field is unread', () => {
    const [line] = spansOf('GET /a');
    assert.equal(line?.kind, 'http.request-line');
    assert.equal(spansOf('GET / HTTP/1.1\r\nno field\r\n\r\n')[1]?.kind, 'unread');
  });
});

describe('a response head', () => {
  it('has a version, a code and a reason, also in HTTP/1.0', () => {
    assert.deepEqual(kindsOf(spansOf('HTTP/1.0 404 Not Found\r\n\r\n', false)[0]?.children), [
      'http.version HTTP/1.0',
      'http.space',
      'http.status-code 404',
      'http.space',
      'http.reason Not Found',
      'http.line-end',
    ]);
  });
});

describe('a body', () => {
  it('has the length that the head says; then the next message begins, pipelined or not', () => {
    const two = exchangesOf(
      ['up', 'POST /a HTTP/1.1\r\nContent-Length: 3\r\n\r\nabcGET /b HTTP/1.1\r\n\r\n'],
      ['down', 'HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nhiHTTP/1.1 204 No Content\r\n\r\n'],
    );
    assert.deepEqual(two, [
      {
        asked: 'POST /a',
        status: 200,
        isOpen: false,
        messages: 'request-head 39, request-body 3, response-head 38, response-body 2',
      },
      { asked: 'GET /b', status: 204, isOpen: false, messages: 'request-head 19, response-head 27' },
    ]);
  });
  it('is absent after 204, 304, HEAD, and interim responses', () => {
    const statuses = exchangesOf(
      ask('HEAD / HTTP/1.1'),
      answer('HTTP/1.1 200 OK', '', 'Content-Length: 9'),
      ask('GET / HTTP/1.1'),
      answer('HTTP/1.1 100 Continue', ''),
      answer('HTTP/1.1 304 Not Modified', '', 'Content-Length: 9'),
    ).map(({ status, isOpen }) => [status, isOpen]);
    assert.deepEqual(statuses, [
      [200, false],
      [304, false],
    ]);
  });
  it('ends with the connection when nobody says how long it is', () => {
    const records = recordsOf([ask('GET / HTTP/1.0'), answer('HTTP/1.0 200 OK', 'abc')]);
    const dissector = dissect(records);
    const [exchange] = dissector.exchanges;
    assert.deepEqual([exchange?.httpVersion, exchange?.isOpen, exchange?.sizeBytes], ['1.0', true, 3]);
    dissector.push({ kind: 'close', connection: 1, atMs: 9, by: 'server', isReset: false });
    assert.deepEqual([exchange?.isOpen, exchange?.endedMs], [false, 9]);
    assert.deepEqual([dissector.isClosed, dissector.closedBy, dissector.isReset], [true, 'server', false]);
    assert.equal(exchange?.messages.at(-1)?.stanza, 'abc');
  });
});

describe('a body in chunks', () => {
  it('has all its parts named: size, extension, data, line ends, the last chunk, trailers', () => {
    const dissector = dissect(
      recordsOf([
        ask('GET / HTTP/1.1'),
        answer('HTTP/1.1 200 OK', '', 'Transfer-Encoding: chunked'),
        ['down', `5;a=b\r\nhello\r\n${chunk('you')}0\r\nX-T: 1\r\n\r\n`],
        ask('GET /2 HTTP/1.1'),
      ]),
    );
    assertComplete(dissector);
    const [, ...rest] = leaves(dissector, 'down')
      .filter(([kind]) => kind !== 'http.line-end')
      .slice(9);
    assert.deepEqual(rest, [
      ['chunk.size', '5'],
      ['chunk.extension', ';a=b'],
      ['content.text', 'hello'],
      ['chunk.data-end', '\r\n'],
      ['chunk.size', '3'],
      ['content.text', 'you'],
      ['chunk.data-end', '\r\n'],
      ['chunk.last', '0'],
      ['http.field-name', 'X-T'],
      ['http.colon', ':'],
      ['http.whitespace', ' '],
      ['http.field-value', '1'],
      ['chunk.end', '\r\n'],
    ]);
    const [first, second] = dissector.exchanges;
    assert.deepEqual([first?.sizeBytes, first?.chunks, first?.isOpen, second?.target], [8, 2, false, '/2']);
  });
});

describe('what goes wrong', () => {
  it('a bad chunk size is unread until a response begins', () => {
    const kinds = exchangesOf(
      ask('GET / HTTP/1.1'),
      answer(
        'HTTP/1.1 200 OK',
        'zz\r\nwhat\r\nHTTP/1.1 200 OK\r\nContent-Length: 1\r\n\r\nx',
        'Transfer-Encoding: chunked',
      ),
    );
    assert.match(kinds.map(({ messages }) => messages).join(), /unread 10.*response-head 38, response-body 1/);
  });
  it('garbage before a request is unread', () => {
    const [noise, real] = exchangesOf(['up', '\x16\x03\x01\x02\r\n\r\nGET / HTTP/1.1\r\n\r\n']);
    assert.deepEqual([noise?.messages, real?.asked], ['unread 8', 'GET /']);
  });
  it('an answer that nobody asked for has a row of its own', () => {
    const [row] = exchangesOf(['down', 'HTTP/1.1 408 Request Timeout\r\nContent-Length: 0\r\n\r\n']);
    assert.deepEqual([row?.asked, row?.status], [' ', 408]);
  });
  it('a preflight and an upgrade are told as such', () => {
    const dissector = dissect(
      recordsOf([
        ask('OPTIONS / HTTP/1.1', 'Origin: http://a', 'Access-Control-Request-Method: GET'),
        answer('HTTP/1.1 204 No Content', '', 'Access-Control-Allow-Origin: http://a'),
        ask('GET /ws/ HTTP/1.1', 'Upgrade: websocket'),
        answer('HTTP/1.1 426 Upgrade Required', '', 'Content-Length: 0'),
        ask('GET /next HTTP/1.1'),
      ]),
    );
    assert.deepEqual(
      dissector.messages.map(({ summary }) => summary.key),
      ['request.preflight', 'response', 'request.upgrade', 'response', 'request'],
    );
    assert.equal(dissector.exchanges.length, 3);
  });
});

// Answers are counted from the bytes of a tap alone.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { CaptureRecord } from '../../../servers/protocol/capture.ts';
import { tappedAnswers } from './tapped-answers.ts';

const data = (connection: number, direction: 'up' | 'down', text: string): CaptureRecord => ({
  kind: 'data',
  connection,
  atMs: 0,
  direction,
  bytes: new TextEncoder().encode(text),
});
const ask = (connection: number, target: string): CaptureRecord =>
  data(connection, 'up', `GET ${target} HTTP/1.1\r\nHost: a\r\n\r\n`);
const head = 'HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\n';

test('counts head and body of a marked answer, however it was cut', () => {
  const records = [
    ask(1, '/e?m=7.1'),
    data(1, 'down', head.slice(0, 30)),
    data(1, 'down', `${head.slice(30)}he`),
    data(1, 'down', 'llo'),
  ];
  assert.deepEqual(tappedAnswers(records, 'm=7.'), [{ target: '/e?m=7.1', headBytes: head.length, bodyBytes: 5 }]);
});

test('leaves out what is not marked, on the same connection and on others', () => {
  const records = [
    ask(1, '/e'),
    data(1, 'down', `${head}other`),
    ask(2, '/e?m=7.1'),
    ask(1, '/e?m=7.2'),
    data(1, 'down', `${head}hello`),
    data(2, 'down', `${head}hel`),
    ask(1, '/e'),
    data(1, 'down', `${head}other`),
  ];
  assert.deepEqual(
    tappedAnswers(records, 'm=7.').map(({ target, bodyBytes }) => [target, bodyBytes]),
    [
      ['/e?m=7.1', 3],
      ['/e?m=7.2', 5],
    ],
  );
});

test('knows no answer whose head has not come, and counts nothing after a loss', () => {
  const lost: CaptureRecord = { kind: 'lost', connection: 1, atMs: 0, direction: 'down', byteCount: 9 };
  assert.deepEqual(tappedAnswers([ask(1, '/e?m=7.1'), data(1, 'down', 'HTTP/1.1 200')], 'm=7.'), []);
  const cut = tappedAnswers([ask(1, '/e?m=7.1'), data(1, 'down', `${head}he`), lost, data(1, 'down', 'llo')], 'm=7.');
  assert.equal(cut[0]?.bodyBytes, 2);
});

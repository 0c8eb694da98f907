// What the table says of a row.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { fileOf } from './columns.ts';
import { fieldsIn, initiatorIn } from './initiator.ts';
import { streamWindow } from './stream-window.ts';
import type { WireMessage } from '../dissect/message.ts';

test('a file is the last step of the path with what is asked of it', () => {
  assert.deepEqual(['/sse/events', '/ws/', '/', '/a/b?after=1?2', '*'].map(fileOf), [
    'events',
    'ws/',
    '/',
    'b?after=1?2',
    '*',
  ]);
});

test('the initiator is this page, or some page of the lab when there are several, another page, a program with a name, or nobody knows', () => {
  const self = { origin: 'http://h:1', userAgent: 'Mozilla/5.0 X', isAlone: true };
  const head = (...fields: readonly string[]): string => ['GET / HTTP/1.1', 'Host: h', ...fields, '', ''].join('\r\n');
  const kindOf = (text: string, me: typeof self | null = self): string => initiatorIn(fieldsIn(text), me).kind;
  const own = head('origin: http://h:1', 'User-Agent: Mozilla/5.0 X');
  assert.equal(kindOf(own), 'own');
  assert.equal(kindOf(own, { ...self, isAlone: false }), 'lab');
  assert.equal(kindOf(own, null), 'page');
  assert.equal(kindOf(head('User-Agent: Mozilla/5.0 Y')), 'page');
  assert.deepEqual(initiatorIn(fieldsIn(head('User-Agent: node/26 (x)')), self), { kind: 'client', name: 'node' });
  assert.equal(kindOf(head()), 'unknown');
});

test('a stream shows its newest messages, or those from one on', () => {
  const all = Array.from({ length: 300 }, (_, at) => ({ number: 2 * at + 1 })) as unknown as readonly WireMessage[];
  const newest = streamWindow(all, null);
  assert.deepEqual([newest.messages.at(-1)?.number, newest.after], [599, 0]);
  assert.equal(newest.before + newest.messages.length, 300);
  const held = streamWindow(all, 100);
  assert.deepEqual([held.messages[0]?.number, held.before], [101, 50]);
  assert.equal(held.before + held.messages.length + held.after, 300);
});

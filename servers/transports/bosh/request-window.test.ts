// The window of request ids: in order, once, repeated when asked for again, refused when out of reach.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { readBody, bodyFrame } from '../../protocol/bosh.ts';
import { parseFrame } from '../../xmpp/parse.ts';
import { RequestWindow, type BoshRequest } from './request-window.ts';

/** A request that keeps its answers. */
const request = (rid: number): BoshRequest & { readonly answers: string[] } => {
  const body = readBody(parseFrame(bodyFrame({ rid, sid: 's' })));
  assert.ok(body);
  const answers: string[] = [];
  return { rid, body, receivedAtMs: 0, answers, respond: (bytes) => answers.push(new TextDecoder().decode(bytes)) };
};

const bytes = (text: string): Uint8Array => new TextEncoder().encode(text);
const dueIn = (window: RequestWindow): readonly number[] => [...window.due()].map(({ rid }) => rid);

test('requests are due in the order of their ids, whichever comes first', () => {
  const window = new RequestWindow(10, 2);
  assert.equal(window.take(request(11)), 'placed');
  assert.deepEqual(dueIn(window), []);
  assert.equal(window.take(request(10)), 'placed');
  assert.deepEqual(dueIn(window), [10, 11]);
  assert.equal(window.heldCount, 2);
});

test('an id beyond the window, or long gone, is outside', () => {
  const window = new RequestWindow(10, 2);
  assert.equal(window.take(request(12)), 'outside');
  for (const rid of [10, 11, 12, 13]) {
    window.take(request(rid));
    for (const due of window.due()) window.answer(due, bytes(String(due.rid)));
  }
  assert.equal(window.take(request(11)), 'outside');
  assert.equal(window.take(request(14)), 'placed');
});

test('a repeated request gets the answer that was lost, byte for byte', () => {
  const window = new RequestWindow(1, 2);
  window.take(request(1));
  for (const due of window.due()) window.answer(due, bytes('<body/>'));
  const again = request(1);
  assert.equal(window.take(again), 'placed');
  assert.deepEqual(again.answers, ['<body/>']);
  assert.deepEqual(dueIn(window), [], 'it is not processed a second time');
});

test('a repeated request that had no answer yet takes the place of the older one', () => {
  const window = new RequestWindow(1, 2);
  const [first, again] = [request(1), request(1)];
  window.take(first);
  assert.deepEqual(dueIn(window), [1]);
  window.take(again);
  assert.deepEqual(first.answers, ['<body xmlns="http://jabber.org/protocol/httpbind"/>']);
  assert.deepEqual(window.held(), [again]);
  window.forget(again);
  const third = request(1);
  window.take(third);
  assert.deepEqual(window.held(), [third], 'a connection that broke is waited for');
});

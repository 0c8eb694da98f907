// The text of an event stream, block by block, and as a parser of the standard reads it.
import assert from 'node:assert/strict';
import { once } from 'node:events';
import { test } from 'node:test';
import { EventSource } from 'eventsource';
import { encodeEvent, encodeGapEvent, encodeHeartbeat, encodeRetry, eventStreamType } from './server-sent-events.ts';

test('an entry is an id and one line of data', () => {
  assert.equal(encodeEvent('e1-7', '{"a":1}'), 'id: e1-7\ndata: {"a":1}\n\n');
});

test('a heartbeat is a comment and an id', () => {
  assert.equal(encodeHeartbeat('e1-7'), ': \nid: e1-7\n\n');
});

test('a gap is an event of its own name, which moves the id behind the gap', () => {
  assert.equal(
    encodeGapEvent({ after: 'e1-1', next: 'e1-9', missed: 8 }),
    'id: e1-9\nevent: gap\ndata: {"after":"e1-1","next":"e1-9","missed":8}\n\n',
  );
});

test('a retry is one field', () => {
  assert.equal(encodeRetry(2000), 'retry: 2000\n\n');
});

test('an EventSource dispatches the entry and the gap, and nothing for a heartbeat or a retry', async () => {
  const gap = { after: 'e1-1', next: 'e1-9', missed: null } as const;
  const text = encodeHeartbeat('e1-1') + encodeGapEvent(gap) + encodeRetry(2000) + encodeEvent('e1-10', '{}');
  const answer = new Response(text, { headers: { 'content-type': eventStreamType } });
  const source = new EventSource('http://127.0.0.1/', { fetch: () => Promise.resolve(answer) });
  const seen: unknown[] = [];
  const listen = ({ type, data, lastEventId }: MessageEvent): unknown => seen.push([type, data, lastEventId]);
  source.addEventListener('gap', listen);
  source.addEventListener('message', listen);
  await once(source, 'message');
  source.close();
  assert.deepEqual(seen, [
    ['gap', '{"after":"e1-1","next":"e1-9","missed":null}', 'e1-9'],
    ['message', '{}', 'e1-10'],
  ]);
});

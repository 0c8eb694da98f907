// Tests of counting-client.ts: not one item is missed or counted twice, wherever the bytes are cut.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { clientFrame, FrameReader, itemMark, MarkCounter } from './counting-client.ts';

const parts = (bytes: Buffer, size: number): readonly Buffer[] =>
  Array.from({ length: Math.ceil(bytes.byteLength / size) }, (_, index) =>
    bytes.subarray(index * size, (index + 1) * size),
  );

test('counts each item once, wherever the stream is cut', () => {
  const text = `<items node='a'><item id='1'>&lt;item id=</item></items><item id="2"/><item id=<item id='3'/>`;
  for (let size = 1; size <= text.length; size += 1) {
    const counter = new MarkCounter(itemMark);
    for (const part of parts(Buffer.from(text), size)) counter.add(part);
    assert.equal(counter.count, 4, `cut every ${size} bytes`);
  }
});

test('tells whether a part brought one, and keeps none of the bytes it was lent', () => {
  const counter = new MarkCounter(itemMark);
  const lent = Buffer.from('<item');
  assert.equal(counter.add(lent), false);
  lent.fill('x');
  assert.equal(counter.add(Buffer.from(' id="1"/>')), true);
});

test('takes frames of every length out of the stream, wherever it is cut', () => {
  const texts = ['<a/>', `<b>${'x'.repeat(200)}</b>`, `<c>${'é'.repeat(40_000)}</c>`];
  const frames = texts.map((text) => {
    const payload = Buffer.from(text);
    const length = payload.byteLength;
    const header =
      length < 126 ? [length] : length < 65_536 ? [126, length >> 8, length & 255] : [127, 0, 0, 0, 0, 0, 1, 56, 135];
    return Buffer.concat([Buffer.from([0x81, ...header]), payload]);
  });
  for (const size of [1, 3, 1000, 1e6]) {
    const reader = new FrameReader();
    const read = parts(Buffer.concat(frames), size).flatMap((part) => [...reader.read(part)]);
    assert.deepEqual(read, texts);
  }
});

test('writes a masked final text frame, short and long', () => {
  assert.equal(clientFrame('<a/>').toString('hex'), '8184000000003c612f3e');
  assert.equal(clientFrame('x'.repeat(300)).subarray(0, 8).toString('hex'), '81fe012c00000000');
});

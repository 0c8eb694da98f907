// WebSocket frames as bytes, at the borders of the three lengths (RFC 6455 §5.2).
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { textFrameHeader } from './websocket-frame.ts';

const headers: readonly (readonly [payloadBytes: number, hex: string])[] = [
  [0, '8100'],
  [1, '8101'],
  [125, '817d'],
  [126, '817e007e'],
  [127, '817e007f'],
  [65_535, '817effff'],
  [65_536, '817f0000000000010000'],
  [2 ** 32, '817f0000000100000000'],
];
for (const [payloadBytes, hex] of headers) {
  test(`a payload of ${payloadBytes} bytes has the header ${hex}`, () => {
    assert.equal(Buffer.from(textFrameHeader(payloadBytes)).toString('hex'), hex);
  });
}

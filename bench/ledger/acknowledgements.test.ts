// Tests of acknowledgements.ts: when Linux acknowledges; the kernel itself is asked in golden.long.ts.
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { AcknowledgingSide } from './acknowledgements.ts';

describe('a side that only listens', () => {
  it('acknowledges each segment, however close they come', () => {
    const side = new AcknowledgingSide();
    for (const atMs of [0, 1, 2, 500]) side.received(atMs);
    assert.equal(side.count(1000), 4);
  });
});

/** One that has answered within the delay is in pingpong mode. */
const talking = (): AcknowledgingSide => {
  const side = new AcknowledgingSide();
  side.received(0);
  side.sent(1);
  return side;
};

describe('a side that answers at once', () => {
  it('lets its answer carry the acknowledgement', () => {
    const side = talking();
    const before = side.count(2);
    side.received(100);
    side.sent(110);
    assert.equal(side.count(200), before);
  });
  it('acknowledges by itself when the answer takes 40 ms, and is no longer in that mood', () => {
    const side = talking();
    const before = side.count(2);
    side.received(100);
    assert.equal(side.count(139), before);
    assert.equal(side.count(140), before + 1);
    side.received(200);
    assert.equal(side.count(200), before + 2);
  });
  it('acknowledges two segments at once', () => {
    const side = talking();
    const before = side.count(2);
    side.received(100);
    side.received(105);
    assert.equal(side.count(200), before + 1);
  });
});

describe('on a kernel that wants to see three answers', () => {
  it('the first three questions are acknowledged at once, and answers carry it from then on', () => {
    const side = new AcknowledgingSide(3);
    for (let atMs = 0; atMs < 1000; atMs += 200) {
      side.received(atMs);
      side.sent(atMs + 10);
    }
    assert.equal(side.count(2000), 3);
  });
});

describe('a side that answers late', () => {
  it('acknowledges each question by itself', () => {
    const side = new AcknowledgingSide();
    for (let atMs = 0; atMs < 1000; atMs += 250) {
      side.received(atMs);
      side.sent(atMs + 80);
    }
    assert.equal(side.count(2000), 4);
  });
});

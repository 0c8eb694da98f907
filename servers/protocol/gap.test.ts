// Gaps: three members, and nothing else is a gap.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { encodeGap, gapFromJson, type Gap } from './gap.ts';

test('a gap is written as after, next and missed', () => {
  assert.equal(encodeGap({ after: 'e1-1', next: 'e1-9', missed: 8 }), '{"after":"e1-1","next":"e1-9","missed":8}');
  assert.equal(
    encodeGap({ missed: null, next: 'e1-9', after: 'e1-1' }),
    '{"after":"e1-1","next":"e1-9","missed":null}',
  );
});

test('a gap survives its JSON', () => {
  for (const missed of [0, 7, null]) {
    const gap: Gap = { after: 'e1-1', next: 'e1-9', missed };
    assert.deepEqual(gapFromJson(JSON.parse(encodeGap(gap))), gap);
  }
});

for (const value of [
  null,
  true,
  {},
  { after: 'e1-1', next: 'e1-9' },
  { after: 'e1-1', next: 'e1-9', missed: -1 },
  { after: 'e1-1', next: 'e1-9', missed: '8' },
  { after: 'e1-1', next: 'nonsense', missed: 8 },
  { after: 1, next: 'e1-9', missed: 8 },
]) {
  test(`${JSON.stringify(value)} is no gap`, () => {
    assert.throws(() => gapFromJson(value), { code: 'LAB_ANSWER_INVALID' });
  });
}

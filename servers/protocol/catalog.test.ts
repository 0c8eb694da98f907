// The catalog: seven rungs, each complete, each in colours that can be told from the page.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { catalog, describeTransport, isTransportId, ladderIds, transportIds } from './catalog.ts';

/** https://www.w3.org/TR/WCAG22/#dfn-relative-luminance */
const luminance = (colour: string): number => {
  const channel = (at: number): number => {
    const share = Number.parseInt(colour.slice(at, at + 2), 16) / 255;
    return share <= 0.04045 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4;
  };
  return 0.2126 * channel(1) + 0.7152 * channel(3) + 0.0722 * channel(5);
};

/** https://www.w3.org/TR/WCAG22/#dfn-contrast-ratio */
const contrast = (one: string, other: string): number => {
  const [lighter = 0, darker = 0] = [luminance(one), luminance(other)].sort((left, right) => right - left);
  return (lighter + 0.05) / (darker + 0.05);
};

test('contrast of black on white is 21', () => {
  assert.equal(contrast('#000000', '#ffffff'), 21);
});

for (const id of transportIds) {
  const { colour, path, scheme, needs, specifications } = describeTransport(id);
  test(`${id} has 3.2:1 on white and 4.5:1 on #121212`, () => {
    assert.match(colour.light, /^#[0-9a-f]{6}$/);
    assert.match(colour.dark, /^#[0-9a-f]{6}$/);
    assert.ok(contrast(colour.light, '#ffffff') >= 3.2, `light ${contrast(colour.light, '#ffffff')}`);
    assert.ok(contrast(colour.dark, '#121212') >= 4.5, `dark ${contrast(colour.dark, '#121212')}`);
  });

  test(`${id} has a path, a scheme that fits its needs, and sources`, () => {
    assert.match(path, /^\/[a-z0-9/-]+$/);
    assert.equal(scheme === 'ws', needs.includes('websocket'));
    for (const source of specifications) assert.equal(new URL(source).protocol, 'https:');
    assert.ok(specifications.length > 0);
  });
}

test('the ladder has seven rungs in this order', () => {
  const rungs = ['http10', 'keep-alive', 'short-poll', 'long-poll', 'sse', 'websocket', 'xmpp'];
  assert.deepEqual(ladderIds, rungs);
  assert.deepEqual(transportIds, [...rungs, 'bosh']);
});

test('no two transports share a path, a letter or a colour', () => {
  const all = Object.values(catalog);
  for (const of of [
    all.map(({ path }) => path),
    all.map(({ letter }) => letter),
    all.map(({ colour }) => colour.light),
    all.map(({ colour }) => colour.dark),
  ]) {
    assert.equal(new Set<string>(of).size, all.length);
  }
});

test('only the ids of the catalog are ids', () => {
  assert.ok(isTransportId('sse'));
  for (const text of ['', 'SSE', 'toString', '__proto__']) assert.ok(!isTransportId(text), text);
});

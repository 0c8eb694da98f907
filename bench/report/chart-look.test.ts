// Tests that what is not a transport's colour can be read on both themes (WCAG 2.2, 1.4.3 and 1.4.11).
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { inks } from './chart-look.ts';

/** Relative luminance: https://www.w3.org/TR/WCAG22/#dfn-relative-luminance */
const luminance = (colour: string): number => {
  const channels = [1, 3, 5].map((at) => Number.parseInt(colour.slice(at, at + 2), 16) / 255);
  const [red = 0, green = 0, blue = 0] = channels.map((part) =>
    part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4,
  );
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
};

const contrast = (one: string, other: string): number => {
  const [low = 0, high = 0] = [luminance(one), luminance(other)].toSorted((a, b) => a - b);
  return (high + 0.05) / (low + 0.05);
};

test('text is at least 7:1, muted text and the floor at least 4.5:1 on their surface', () => {
  for (const [theme, ink] of Object.entries(inks)) {
    assert.ok(contrast(ink.text, ink.surface) >= 7, theme);
    assert.ok(contrast(ink.muted, ink.surface) >= 4.5, theme);
    assert.ok(contrast(ink.floor, ink.surface) >= 4.5, theme);
  }
});

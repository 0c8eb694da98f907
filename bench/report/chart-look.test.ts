// Tests that what is not a transport's colour can be read on both themes (WCAG 2.2, 1.4.3 and 1.4.11).
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { inks } from './chart-look.ts';
import { contrast } from './sight.ts';

test('text is at least 7:1, muted text and the floor at least 4.5:1 on their surface', () => {
  for (const [theme, ink] of Object.entries(inks)) {
    assert.ok(contrast(ink.text, ink.surface) >= 7, theme);
    assert.ok(contrast(ink.muted, ink.surface) >= 4.5, theme);
    assert.ok(contrast(ink.floor, ink.surface) >= 4.5, theme);
  }
});

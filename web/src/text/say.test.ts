// The catalogs: complete, with the same places to fill in, and no English left behind.
import assert from 'node:assert/strict';
import { beforeEach, test } from 'node:test';
import { en } from './en.ts';
import { ptBr } from './pt-BR.ts';
import { fill, formatBytes, formatMs, formatSpan, languageFor, say, setLanguage } from './say.ts';
import { zhHant } from './zh-Hant.ts';

beforeEach(() => setLanguage('en'));

const placesIn = (text: string): readonly string[] =>
  [...text.matchAll(/\{(\w+)\}/g)].map(([, name]) => name as string).sort();

test('has the same places to fill in, in every language', () => {
  for (const [key, english] of Object.entries(en)) {
    for (const catalog of [zhHant, ptBr] as Readonly<Record<string, string>>[]) {
      assert.deepEqual(placesIn(catalog[key] ?? ''), placesIn(english), key);
      assert.notEqual(catalog[key]?.trim(), '', key);
    }
  }
});

/** English sentences of several words that stand unchanged in a translation were forgotten. */
test('leaves no English sentence untranslated', () => {
  for (const [key, english] of Object.entries(en)) {
    if (
      fill(english, {})
        .replaceAll(/\{\w+\}/g, '')
        .split(/\s+/)
        .filter((word) => /\w{2}/.test(word)).length < 4
    )
      continue;
    for (const catalog of [zhHant, ptBr] as Readonly<Record<string, string>>[])
      assert.notEqual(catalog[key], english, key);
  }
});

test('fills names in, and leaves a name that it does not know', () => {
  assert.equal(fill('{a} of {b}', { a: 1 }), '1 of {b}');
  assert.equal(fill('{a}', { a: '{b}', b: 2 }), '{b}');
});

test('writes numbers as the language does', async () => {
  assert.equal(formatMs(4.25), '4.3');
  assert.equal(formatBytes(1), '1 byte');
  assert.equal(formatBytes(1234), '1.2 kB');
  assert.equal(formatSpan(61_000), '1 min 1 s');
  await setLanguage('pt-BR');
  assert.equal(formatMs(4.25), '4,3');
  assert.equal(formatBytes(2), '2 bytes');
  await setLanguage('zh-Hant');
  assert.equal(formatBytes(2), '2 位元組');
  assert.equal(say('shell.pause'), '暫停');
});

test('takes the language that the system asks for first', () => {
  assert.equal(languageFor(['de-DE', 'pt-PT', 'en']), 'pt-BR');
  assert.equal(languageFor(['zh-HK']), 'zh-Hant');
  assert.equal(languageFor(['fr']), 'en');
});

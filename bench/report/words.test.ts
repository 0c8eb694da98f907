// Tests of the words in three languages: each has all of them, with the same places to fill in, and none was left in English.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { report as portuguese } from '../../web/src/text/pt-BR/report.ts';
import { report as chinese } from '../../web/src/text/zh-Hant/report.ts';
import { fill, reportWords, type ReportWords } from './words.ts';

const languages: Readonly<Record<string, ReportWords>> = { 'zh-Hant': chinese, 'pt-BR': portuguese };
const keys = Object.keys(reportWords) as readonly (keyof ReportWords)[];

/** What is to be filled in, in any order, in every form of a text. */
const placesIn = (text: string): readonly string[] =>
  [...new Set([...text.matchAll(/\{\w+\}/g)].map(([place]) => place))].toSorted();

for (const [language, words] of Object.entries(languages)) {
  test(`${language} has every word, no other, and none is empty but the gap`, () => {
    assert.deepEqual(Object.keys(words).toSorted(), [...keys].toSorted());
    for (const key of keys) assert.ok(key === 'gap' || words[key] !== '', key);
    assert.equal(words.language, language);
  });

  test(`${language} fills in what English does`, () => {
    for (const key of keys) assert.deepEqual(placesIn(words[key]), placesIn(reportWords[key]), key);
  });

  test(`${language} has as many forms for a count as it needs`, () => {
    const forms = new Intl.PluralRules(language).resolvedOptions().pluralCategories.includes('one') ? 2 : 1;
    for (const key of keys.filter((one) => reportWords[one].includes('|')))
      assert.equal(words[key].split('|').length, forms, key);
  });
}

/** Names, symbols and words that a language shares with English. */
const shared = new Set<keyof ReportWords>([
  'comma',
  'semicolon',
  'gap',
  'stop',
  'described',
  'noted',
  'inMs',
  'inPercent',
  'latencyMedian',
  'latencyMedianTail',
  'bytesAxis',
  'ledgerTotal',
  'layerPayload',
  'layerXmppXml',
  'layerTls',
  'factPayload',
  'factTls',
  'factCommit',
  'platformKernel',
]);

test('no sentence was left in English', () => {
  for (const [language, words] of Object.entries(languages))
    for (const key of keys)
      if (words[key] === reportWords[key]) assert.ok(shared.has(key), `${language} ${key}: ${words[key]}`);
});

test('a place is filled in wherever it stands, and one without a value stays', () => {
  assert.equal(fill('{a} and {a}, {b}', { a: 1 }), '1 and 1, {b}');
});

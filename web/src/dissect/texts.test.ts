// The texts of the spans: each language has them all, and a summary is filled with the same values in each.
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import * as en from '../text/en/spans.ts';
import * as ptBr from '../text/pt-BR/spans.ts';
import * as zhHant from '../text/zh-Hant/spans.ts';
import { spanKinds } from './span-kinds.ts';
import { summaryKeys } from './summary-keys.ts';

const placeholders = (text: string): readonly string[] => (text.match(/\{\w+\}/g) ?? []).sort();
const specifications = (text: string): readonly string[] => (text.match(/(?:RFC \d+|XEP-\d+|XML 1\.0)/g) ?? []).sort();

describe('the texts', () => {
  for (const [language, { spans, summaries }] of Object.entries({ en, 'zh-Hant': zhHant, 'pt-BR': ptBr })) {
    it(`of ${language} are there for each kind and each message, with the same specifications and values`, () => {
      assert.deepEqual(Object.keys(spans).sort(), [...spanKinds()].sort());
      assert.deepEqual(Object.keys(summaries).sort(), [...summaryKeys()].sort());
      for (const kind of spanKinds()) {
        const [name, explanation] = spans[kind];
        assert.ok(name.length > 0 && explanation.length > 3 && explanation.length <= 140, `${kind}: ${explanation}`);
        assert.deepEqual(specifications(explanation), specifications(en.spans[kind][1]), kind);
      }
      for (const key of summaryKeys()) {
        assert.deepEqual(placeholders(summaries[key]), placeholders(en.summaries[key]), key);
      }
    });
  }
});

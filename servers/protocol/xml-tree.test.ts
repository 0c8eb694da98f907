// What was read is written so that it reads the same, whatever prefixes its source had.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import * as fc from 'fast-check';
import { SaxesParser } from 'saxes';
import { readXml, type XmlElement } from './xml.ts';
import { withAttributes, writeXml } from './xml-tree.ts';

const read = (text: string): XmlElement => readXml(text, new SaxesParser({ xmlns: true }));

/** The tree without namespace declarations, neighbouring texts joined: what a document means. */
const meaning = ({ name, namespace, attributes, children }: XmlElement): unknown => ({
  name,
  namespace,
  attributes: Object.fromEntries(
    Object.entries(attributes)
      .filter(([key]) => key !== 'xmlns' && !key.startsWith('xmlns:'))
      .toSorted(([left], [right]) => (left < right ? -1 : 1)),
  ),
  children: children.reduce<unknown[]>((all, child) => {
    const last = all.at(-1);
    if (typeof child !== 'string') all.push(meaning(child));
    else if (typeof last === 'string') all[all.length - 1] = last + child;
    else if (child !== '') all.push(child);
    return all;
  }, []),
});

const names = fc.stringMatching(/^[a-z][a-z0-9_-]{0,6}$/).filter((name) => !name.startsWith('xml'));
const uris = fc.constantFrom('urn:a', 'urn:b', 'jabber:client', '');
const texts = fc.string({ unit: 'grapheme' }).map((text) => text.replace(/[^\t\n\r\u0020-\ud7ff\ue000-\ufffd]/gu, ''));

const trees = fc.letrec<{ tree: XmlElement; child: XmlElement | string }>((tie) => ({
  tree: fc.record({
    name: names,
    namespace: uris,
    attributes: fc.dictionary(
      fc.oneof(
        names,
        fc.constant('__proto__'),
        fc.constant('xml:lang'),
        names.map((name) => `{urn:x}${name}`),
      ),
      texts,
      { noNullPrototype: true },
    ),
    children: fc.array(tie('child'), { maxLength: 4 }),
  }),
  child: fc.oneof({ maxDepth: 4, depthSize: 'small' }, texts, tie('tree')),
})).tree;

test('every tree that is written reads the same, and so does what was read', () => {
  fc.assert(
    fc.property(trees, (tree) => {
      const once = read(writeXml(tree));
      assert.deepEqual(meaning(once), meaning(tree));
      assert.deepEqual(meaning(read(writeXml(once))), meaning(once));
    }),
    { seed: 11, numRuns: 500 },
  );
});

test('prefixes of the source are replaced by declarations in place', () => {
  const tree = read('<p:a xmlns:p="urn:p" xmlns:q="urn:q" q:x="1" y="&#10;"><p:b/><c/></p:a>');
  assert.equal(writeXml(tree), '<a xmlns="urn:p" xmlns:a1="urn:q" a1:x="1" y="&#10;"><b/><c xmlns=""/></a>');
  assert.equal(writeXml(read('<a xmlns="urn:p"/>'), 'urn:p'), '<a/>');
});

test('a tree that would be written far longer than it was read is refused', () => {
  const tree = read(`<a xmlns="urn:a" xmlns:p="${'u'.repeat(30_000)}">${'<p:b/>'.repeat(1000)}</a>`);
  assert.throws(() => writeXml(tree), { code: 'LAB_FRAME_INVALID', cause: 'policy-violation' });
});

test('attributes are changed and taken away without touching the tree', () => {
  const tree = read('<a b="1" c="2"/>');
  assert.equal(writeXml(withAttributes(tree, { b: undefined, c: '3', d: '4' })), '<a c="3" d="4"/>');
  assert.equal(writeXml(tree), '<a b="1" c="2"/>');
});

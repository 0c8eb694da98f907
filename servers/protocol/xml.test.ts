// XML: what is written is read back, whatever stands in it; what XMPP forbids is refused.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import * as fc from 'fast-check';
import { SaxesParser } from 'saxes';
import type { LabError } from './errors.ts';
import { childElements, childOf, element, escapeXml, readXml, textOf, type Markup, type XmlElement } from './xml.ts';

const read = (text: string): XmlElement => readXml(text, new SaxesParser({ xmlns: true }));

test('an element is written with its attributes in order; absent ones are left out', () => {
  assert.equal(element('a'), '<a/>');
  assert.equal(element('a', { b: 1, c: undefined, d: '"<&>\'' }), '<a b="1" d="&quot;&lt;&amp;&gt;&apos;"/>');
  assert.equal(element('a', {}, element('b'), escapeXml('x < y')), '<a><b/>x &lt; y</a>');
});

test('characters that XML forbids are dropped, the others stay', () => {
  assert.equal(escapeXml('a\u0000\u0008\u000b\ufffe\uffffb'), 'ab');
  assert.equal(escapeXml('\ud800x\udc00 😀'), 'x 😀');
  assert.equal(escapeXml(']]>'), ']]&gt;');
});

test('white space that a parser would change is written as a reference', () => {
  assert.equal(escapeXml('a\r\nb\tc'), 'a&#13;\nb\tc');
  assert.equal(element('a', { b: '1\t2\n3\r4' }), '<a b="1&#9;2&#10;3&#13;4"/>');
});

const names = fc.stringMatching(/^[a-z][a-z0-9_-]{0,8}$/).filter((name) => !name.startsWith('xml'));
/** Texts as escapeXml leaves them, for the characters that XML forbids cannot come back. */
// oxlint-disable-next-line no-control-regex -- control characters are what this pattern is about
const allowed = /^(?:[\t\n\r\u0020-\ud7ff\ue000-\ufffd]|[\ud800-\udbff][\udc00-\udfff])*$/;
const texts = fc
  .oneof(fc.string({ unit: 'binary' }), fc.constantFrom('\r\n', ']]>', '</message>', '\t \n', '&amp;', '😀'))
  .filter((text) => allowed.test(text));

interface Tree {
  readonly name: string;
  readonly attributes: Readonly<Record<string, string>>;
  readonly children: readonly (Tree | string)[];
}
const trees = fc.letrec<{ tree: Tree; child: Tree | string }>((tie) => ({
  tree: fc.record({
    name: names,
    attributes: fc.dictionary(fc.oneof(names, fc.constant('__proto__')), texts, { noNullPrototype: true }),
    children: fc.array(tie('child'), { maxLength: 4 }),
  }),
  child: fc.oneof({ maxDepth: 4, depthSize: 'small' }, texts, tie('tree')),
})).tree;

const write = ({ name, attributes, children }: Tree): Markup =>
  element(name, attributes, ...children.map((child) => (typeof child === 'string' ? escapeXml(child) : write(child))));

/** Neighbouring texts become one, empty ones none: a document does not tell them apart. */
const normal = ({ name, attributes, children }: Tree | XmlElement): Tree => {
  const merged: (Tree | string)[] = [];
  for (const child of children) {
    const last = merged.at(-1);
    if (typeof child !== 'string') merged.push(normal(child));
    else if (typeof last === 'string') merged[merged.length - 1] = last + child;
    else if (child !== '') merged.push(child);
  }
  return { name, attributes: Object.fromEntries(Object.entries(attributes)), children: merged };
};

test('every tree that is written is read back', () => {
  fc.assert(
    fc.property(trees, (tree) => {
      assert.deepEqual(normal(read(write(tree))), normal(tree));
    }),
    { seed: 4, numRuns: 300 },
  );
});

test('a document of more than two thousand elements is refused: they cost far more memory than bytes', () => {
  assert.equal(childElements(read(`<a>${'<b/>'.repeat(1999)}</a>`)).length, 1999);
  assert.throws(
    () => read(`<a>${'<b/>'.repeat(2000)}</a>`),
    (error: LabError) => error.cause === 'policy-violation',
  );
});

test('namespaces are resolved, prefixed attributes carry theirs', () => {
  const root = read('<p:a xmlns="urn:d" xmlns:p="urn:p" xml:lang="en" p:x="1" y="2"><b/><![CDATA[<raw>]]></p:a>');
  assert.equal(root.name, 'a');
  assert.equal(root.namespace, 'urn:p');
  assert.deepEqual(root.attributes, {
    xmlns: 'urn:d',
    'xmlns:p': 'urn:p',
    'xml:lang': 'en',
    '{urn:p}x': '1',
    y: '2',
  });
  assert.equal(childOf(root, 'b')?.namespace, 'urn:d');
  assert.equal(textOf(root), '<raw>');
});

test('children are found by name, and by namespace where it is given', () => {
  const root = read('<a>one<b xmlns="urn:1"/><b xmlns="urn:2">two<c>three</c></b></a>');
  assert.equal(childOf(root, 'b')?.namespace, 'urn:1');
  assert.equal(childOf(root, 'b', 'urn:2')?.namespace, 'urn:2');
  assert.equal(childOf(root, 'b', 'urn:3'), undefined);
  assert.equal(childElements(root).length, 2);
  assert.equal(textOf(root), 'onetwothree');
});

const bomb = '<!DOCTYPE a [<!ENTITY l "ha"><!ENTITY h "&l;&l;&l;&l;">]><a>&h;</a>';
const refused: readonly (readonly [what: string, text: string, fault: string])[] = [
  ['nothing', '', 'not-well-formed'],
  ['text alone', 'hello', 'not-well-formed'],
  ['an open element', '<a>', 'not-well-formed'],
  ['crossed elements', '<a><b></a></b>', 'not-well-formed'],
  ['two roots', '<a/><b/>', 'not-well-formed'],
  ['a prefix without a namespace', '<p:a/>', 'not-well-formed'],
  ['the same attribute twice', '<a b="1" b="2"/>', 'not-well-formed'],
  ['a control character', '<a>\u0000</a>', 'not-well-formed'],
  ['a comment', '<a><!-- x --></a>', 'restricted-xml'],
  ['a processing instruction', '<a><?php x?></a>', 'restricted-xml'],
  ['a document type', '<!DOCTYPE a><a/>', 'restricted-xml'],
  ['an entity bomb', bomb, 'restricted-xml'],
  ['an entity of one’s own', '<a>&bomb;</a>', 'restricted-xml'],
  ['65 elements inside one another', '<a>'.repeat(65) + '</a>'.repeat(65), 'policy-violation'],
];
for (const [what, text, fault] of refused) {
  test(`${what} is refused as ${fault}`, () => {
    assert.throws(
      () => read(text),
      (error: LabError) => error.code === 'LAB_FRAME_INVALID' && error.cause === fault,
    );
  });
}

test('64 elements inside one another are read', () => {
  assert.equal(read('<a>'.repeat(64) + '</a>'.repeat(64)).name, 'a');
});

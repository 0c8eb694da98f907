// A frame on a terminal: an element a line, nothing wider than the terminal, nothing left out unless it says so.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import * as fc from 'fast-check';
import { SaxesParser } from 'saxes';
import { element, escapeXml, readXml, type Markup } from '../../servers/protocol/xml.ts';
import { layOutFrame } from './frame-layout.ts';

const isXml = (text: string): boolean => {
  try {
    readXml(text, new SaxesParser({ xmlns: true }));
    return true;
  } catch {
    return false;
  }
};
const layOut = (frame: string, width: number): readonly string[] => layOutFrame(frame, { width, isXml });

test('an element stands on a line of its own, a text beside its tags', () => {
  assert.deepEqual(
    layOut('<iq type="set"><bind xmlns=\'b\'><resource>desktop</resource></bind><x:y xmlns:x="x"/></iq>', 60),
    [
      '<iq type="set">',
      "  <bind xmlns='b'>",
      '    <resource>desktop</resource>',
      '  </bind>',
      '  <x:y xmlns:x="x"/>',
      '</iq>',
    ],
  );
});

test('attributes that do not fit go on below, and a long value is cut', () => {
  assert.deepEqual(layOut(`<open xmlns="urn:framing" to="localhost" data='${'x'.repeat(60)}' version="1.0"/>`, 40), [
    '<open xmlns="urn:framing"',
    '    to="localhost"',
    `    data='${'x'.repeat(27)}…`,
    '    version="1.0"/>',
  ]);
});

test('an escaped Update is decoded below its element, with a bar before it', () => {
  const update = '<Update><data><user><id>1</id><state>READY</state></user></data><event>PUT</event></Update>';
  assert.deepEqual(layOut(`<item><notification>${escapeXml(update)}</notification></item>`, 60), [
    '<item>',
    '  <notification>',
    '    │ <Update>',
    '    │   <data>',
    '    │     <user><id>1</id><state>READY</state></user>',
    '    │   </data>',
    '    │   <event>PUT</event>',
    '    │ </Update>',
    '  </notification>',
    '</item>',
  ]);
});

test('escaped text that is no XML, and CDATA, stand as they are', () => {
  assert.deepEqual(layOut('<a>&lt;no end</a>', 60), ['<a>', '  &lt;no end', '</a>']);
  assert.deepEqual(layOut('<a><![CDATA[<b>]]></a>', 60), ['<a><![CDATA[<b>]]></a>']);
});

test('what cannot be read is shown as it came', () => {
  assert.deepEqual(layOut('<a><b></a>\u001b[31m', 60), ['<a><b></a>·[31m']);
  assert.deepEqual(layOut('{"a":1,"b":2}', 60), ['{"a":1, "b":2}']);
});

test('a frame of many lines says how many are missing', () => {
  const lines = layOut(`<a>${'<b/>'.repeat(100)}</a>`, 60);
  assert.equal(lines.length, 60);
  assert.equal(lines.at(-1), '… 43 more lines; a pipe shows all');
});

test('no line is wider than the terminal, and no line holds a control character', () => {
  const text = fc.string({ unit: 'binary', maxLength: 80 });
  const { tree } = fc.letrec<{ tree: Markup }>((tie) => ({
    tree: fc
      .tuple(
        fc.constantFrom('a', 'notification', 'x'),
        fc.dictionary(fc.constantFrom('id', 'node'), text),
        fc.array(fc.oneof({ maxDepth: 3 }, text.map(escapeXml), tie('tree'), tie('tree').map(escapeXml)), {
          maxLength: 3,
        }),
      )
      .map(([name, attributes, children]) => element(name, attributes, ...children)),
  }));
  fc.assert(
    fc.property(tree, fc.integer({ min: 60, max: 120 }), (frame, width) => {
      for (const line of layOut(frame, width)) {
        assert.ok(Array.from(line).length <= width, line);
        // oxlint-disable-next-line no-control-regex -- the terminal must not get any
        assert.doesNotMatch(line, /[\u0000-\u001f\u007f-\u009f]/);
      }
    }),
    { seed: 7 },
  );
});

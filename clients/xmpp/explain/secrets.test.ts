// No secret leaves a frame, whether it is well-formed or not.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { withoutSecrets } from './secrets.ts';

const hidden: Readonly<Record<string, readonly [frame: string, shown: string]>> = {
  'a SASL message': ['<auth mechanism="PLAIN">SECRET</auth>', '<auth mechanism="PLAIN">••••</auth>'],
  'a message with a prefix': ['<s:auth m="a">SECRET</s:auth>', '<s:auth m="a">••••</s:auth>'],
  'a SCRAM proof': ['<response xmlns="s">SECRET</response>', '<response xmlns="s">••••</response>'],
  'a CDATA section': ['<password><![CDATA[SECRET]]></password>', '<password>••••</password>'],
  'a message inside a body': ['<body><auth>SECRET</auth><a/></body>', '<body><auth>••••</auth><a/></body>'],
  'a message without an end': ['<auth mechanism="PLAIN">SECRET', '<auth mechanism="PLAIN">••••'],
  'a tag with > in a value': ['<auth a="x>y">SECRET</auth>', '<auth a="x>••••</auth>'],
};

for (const [title, [frame, shown]] of Object.entries(hidden)) {
  test(`${title} is hidden`, () => assert.equal(withoutSecrets(frame), shown));
}

test('what a SCRAM client says first is a name and a nonce, and stays', () => {
  const frame = '<auth xmlns="s" mechanism="SCRAM-SHA-1">biwsbj11c2Vy</auth>';
  assert.equal(withoutSecrets(frame), frame);
});

test('an element without a message stays as it is', () => {
  for (const frame of ['<auth mechanism="EXTERNAL"/>', '<response xmlns="s"></response>', '<authors>a</authors>']) {
    assert.equal(withoutSecrets(frame), frame);
  }
});

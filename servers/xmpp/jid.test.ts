// JIDs: what is one, and its one form.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { bareJid, formatJid, isResource, parseJid } from './jid.ts';

const forms: readonly (readonly [text: string, form: string | undefined])[] = [
  ['example.com', 'example.com'],
  ['Agent@Example.COM/Desk', 'agent@example.com/Desk'],
  ['a@b/c/d@e', 'a@b/c/d@e'],
  ['', undefined],
  ['@example.com', undefined],
  ['a@', undefined],
  ['a@b@c', undefined],
  ['a b@example.com', undefined],
  ["o'hara@example.com", undefined],
  ['a@example..com', undefined],
  ['a@example.com/', undefined],
  ['a@example.com/\u0007', undefined],
  [`${'a'.repeat(1024)}@example.com`, undefined],
];

for (const [text, form] of forms) {
  test(`${JSON.stringify(text.slice(0, 30))} is ${form === undefined ? 'no JID' : form}`, () => {
    const jid = parseJid(text);
    assert.equal(jid && formatJid(jid), form);
  });
}

test('a bare JID has no resource', () => {
  const jid = parseJid('a@b/c');
  assert.equal(jid && bareJid(jid), 'a@b');
});

test('a resource holds any text of at most 1023 bytes', () => {
  assert.equal(isResource('ä'.repeat(511)), true);
  assert.equal(isResource('ä'.repeat(512)), false);
  assert.equal(isResource('\ud800'), false);
});

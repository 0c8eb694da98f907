// Capabilities: the hash that stands for identity and features.
import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { test } from 'node:test';
import { backEndCapabilities, serverCapabilities } from './features.ts';

for (const { identity, features, verification } of [serverCapabilities, backEndCapabilities]) {
  test(`the hash of ${identity} is SHA-1 over it and its features in order (XEP-0115 §5.1)`, () => {
    const text = [identity, ...features.toSorted()].map((part) => `${part}<`).join('');
    assert.equal(createHash('sha1').update(text).digest('base64'), verification);
  });
}

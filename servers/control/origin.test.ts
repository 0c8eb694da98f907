// Whose pages the lab answers to.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { isOwnOrigin } from './origin.ts';

const own: readonly (readonly [origin: string, host: string | undefined])[] = [
  ['http://192.168.1.5:8080', '192.168.1.5:8085'],
  ['https://192.168.1.5', '192.168.1.5:8085'],
  ['http://Lab.Example:8080', 'lab.example'],
  ['http://[fe80::1]:8080', '[fe80::1]:8085'],
  ['http://localhost:8080', '127.0.0.1:8085'],
  ['http://page.localhost', 'lab'],
  ['http://127.0.0.1:8080', '[::1]:8085'],
  ['http://127.1.2.3', undefined],
  ['http://[::1]:8080', 'localhost:8085'],
];
for (const [origin, host] of own) {
  test(`a page of ${origin} belongs to ${host ?? 'a request without a host'}`, () => {
    assert.ok(isOwnOrigin(origin, host));
  });
}

const foreign: readonly (readonly [origin: string, host: string | undefined])[] = [
  ['http://elsewhere.example', 'lab'],
  ['http://192.168.1.50:8080', '192.168.1.5:8080'],
  ['http://localhost.elsewhere.example', 'lab'],
  ['http://notlocalhost', 'lab'],
  ['http://127.0.0.1.elsewhere.example', '127.0.0.1:8080'],
  ['http://lab.example', undefined],
  ['http://lab', ''],
  ['null', 'null'],
  ['', ''],
  ['file://lab', 'lab'],
  ['ftp://lab', 'lab'],
  ['lab', 'lab'],
  ['http://', ''],
];
for (const [origin, host] of foreign) {
  test(`a page of ${JSON.stringify(origin)} does not belong to ${JSON.stringify(host)}`, () => {
    assert.ok(!isOwnOrigin(origin, host));
  });
}

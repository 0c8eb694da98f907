// What is printed of a server that other machines may reach.
import assert from 'node:assert/strict';
import type { NetworkInterfaceInfo } from 'node:os';
import { test } from 'node:test';
import { introduceNetwork, networkAddresses } from './network.ts';

const one = (family: 'IPv4' | 'IPv6', address: string, internal = false): NetworkInterfaceInfo =>
  ({ family, address, internal }) as NetworkInterfaceInfo;

test('the addresses are those of IPv4 that others know', () => {
  assert.deepEqual(
    networkAddresses({
      lo: [one('IPv4', '127.0.0.1', true), one('IPv6', '::1', true)],
      eth0: [one('IPv4', '192.168.0.7'), one('IPv6', 'fe80::1')],
      wlan0: [one('IPv4', '10.0.0.7')],
      none: undefined,
    }),
    ['192.168.0.7', '10.0.0.7'],
  );
});

test('each address has its line, and the token is in the last one', () => {
  assert.equal(
    introduceNetwork({ scheme: 'https', port: 8080, token: 'abc' }, ['192.168.0.7']),
    "on the network: https://192.168.0.7:8080\ntrainer's page: https://127.0.0.1:8080/?token=abc\n",
  );
});

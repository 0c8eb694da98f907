// Tests of kernel-counters.ts: its claims, in the order of the file.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { parseCounters } from './kernel-counters.ts';

test('reads pairs of lines: names, then values', () => {
  const counters = parseCounters('Ip: Forwarding OutRequests\nIp: 1 42\nTcp: MaxConn ActiveOpens\nTcp: -1 7\n');
  assert.equal(counters.get('Ip:OutRequests'), 42);
  assert.equal(counters.get('Tcp:ActiveOpens'), 7);
  assert.equal(counters.get('Tcp:MaxConn'), -1);
});

test('what is not there is undefined, never 0', () => {
  assert.equal(parseCounters('Ip: A\nIp: 1\n').get('IpExt:OutOctets'), undefined);
});

// Tests of environment.ts: its claims, in the order of the file.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { parseCgroupPath, parseCpuMax, parseMemoryMax, readEnvironment } from './environment.ts';

test('reads the limits of a control group, where there are any', () => {
  assert.equal(parseCpuMax('150000 100000'), 1.5);
  assert.equal(parseCpuMax('max 100000'), null);
  assert.equal(parseCpuMax(null), null);
  assert.equal(parseMemoryMax('1073741824'), 1_073_741_824);
  assert.equal(parseMemoryMax('max'), null);
});

test('finds its own group among those of version 2', () => {
  assert.equal(parseCgroupPath('0::/user.slice/a.scope'), '/user.slice/a.scope');
  assert.equal(parseCgroupPath('12:cpu:/x\n0::/'), '/');
  assert.equal(parseCgroupPath(null), '/');
});

test('names what is installed, and a clock that moves', () => {
  const { packages, clock, cores, loadAverage } = readEnvironment();
  assert.match(packages['fastify'] ?? '', /^\d+\.\d+\.\d+/);
  assert.ok((clock?.stepNs ?? 0) > 0 && (clock?.stepNs ?? Infinity) < 1e6);
  assert.ok(cores > 0 && loadAverage.length === 3);
});

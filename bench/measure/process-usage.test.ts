// Tests of process-usage.ts: its claims, in the order of the file.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { parseSchedstat, parseStatTicks, parseStatusRss, readProcessUsage } from './process-usage.ts';

test('counts the fields of stat behind the command, whatever its name holds', () => {
  const stat = '4711 (lua) 5.4 (x) S 1 4711 4711 0 -1 4194304 2461 0 12 0 142 37 0 0 20 0 1 0 51324 52883456 3895 1844';
  assert.deepEqual(parseStatTicks(stat), { user: 142, system: 37 });
});

test('takes the time on a processor from schedstat, not the time spent waiting for one', () => {
  assert.equal(parseSchedstat('468285123 20011 2\n'), 468_285_123);
});

test('reads resident memory in bytes', () => {
  assert.equal(
    parseStatusRss('Name:\tlua5.4\nVmHWM:\t   20000 kB\nVmRSS:\t   15580 kB\nRssAnon:\t 9000 kB\n'),
    15_953_920,
  );
});

test('what is not there is refused, never 0', () => {
  assert.throws(() => parseStatTicks('4711 (lua5.4) S 1'), /does not say/);
  assert.throws(() => parseSchedstat(''), /does not say/);
  assert.throws(() => parseStatusRss('Name:\tkthreadd\n'), /does not say/);
});

test('of a living process it says the same as the process itself', { skip: process.platform !== 'linux' }, () => {
  const { user, system } = process.cpuUsage();
  const { cpu, rssBytes } = readProcessUsage(process.pid);
  const [told, read] = [user + system, cpu.user + cpu.system];
  assert.ok(Math.abs(read - told) < 0.2 * told + 20_000, `${read} µs, not ${told}`);
  assert.ok(Math.abs(rssBytes - process.memoryUsage.rss()) < 0.3 * rssBytes);
});

test('a process that is gone is refused', { skip: process.platform !== 'linux' }, () => {
  assert.throws(() => readProcessUsage(2 ** 22 + 1), /ENOENT/);
});

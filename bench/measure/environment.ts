// Where a run took place: whatever a reader of another machine needs to know before comparing.
import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { arch, cpus, loadavg, platform, release, totalmem } from 'node:os';
import { join } from 'node:path';
import type { Environment } from '../report/result.ts';

const root = new URL('../../', import.meta.url);

const commit = (): string | null => {
  const { status, stdout } = spawnSync('git', ['rev-parse', '--short=12', 'HEAD'], { cwd: root, encoding: 'utf8' });
  return status === 0 ? stdout.trim() : null;
};

/** The packages that carry the bytes. */
const measuredPackages = ['fastify', '@fastify/websocket', 'ws', 'undici', 'eventsource', 'saxes', 'autocannon'];

/** The versions that are installed, whatever package.json asks for. */
const packages = (): Record<string, string> =>
  Object.fromEntries(
    measuredPackages.map((name) => {
      const text = readText(new URL(`node_modules/${name}/package.json`, root));
      const { version } = (text === null ? {} : JSON.parse(text)) as { readonly version?: string };
      return [name, version ?? 'not installed'];
    }),
  );

const readText = (path: string | URL): string | null => {
  try {
    return readFileSync(path, 'utf8').trim();
  } catch {
    return null;
  }
};

const loads = (): readonly number[] => loadavg().map((load) => Math.round(load * 100) / 100);

/** The source of the kernel's clock, and the smallest step that the process's own was seen to take. */
const clock = (): NonNullable<Environment['clock']> => {
  let stepNs = Infinity;
  for (let round = 0, last = process.hrtime.bigint(); round < 2000; round += 1) {
    const now = process.hrtime.bigint();
    if (now > last) stepNs = Math.min(stepNs, Number(now - last));
    last = now;
  }
  return { source: readText('/sys/devices/system/clocksource/clocksource0/current_clocksource'), stepNs };
};

const cgroupRoot = '/sys/fs/cgroup';

/** `cpu.max`: quota and period in microseconds, or `max` (cgroup-v2.rst, "CPU Interface Files"). */
export const parseCpuMax = (text: string | null): number | null => {
  const [quota, period] = (text ?? '').split(' ').map(Number);
  return quota !== undefined && period !== undefined && quota > 0 && period > 0 ? quota / period : null;
};

/** `memory.max`: bytes, or `max`. */
export const parseMemoryMax = (text: string | null): number | null => {
  const bytes = Number(text ?? Number.NaN);
  return Number.isFinite(bytes) && bytes > 0 ? bytes : null;
};

/** The path of this process's control group below the root, such as `/` (`0::/…` in /proc/self/cgroup, version 2). */
export const parseCgroupPath = (text: string | null): string =>
  /^0::(\/.*)$/m.exec(text ?? '')?.[1]?.replaceAll('..', '') ?? '/';

/** The tightest limits from the process's own group up to the root: what an outer one forbids no inner one allows. */
const cgroup = (): NonNullable<Environment['cgroup']> => {
  const parts = parseCgroupPath(readText('/proc/self/cgroup')).split('/').filter(Boolean);
  const folders = [...parts.keys(), parts.length].map((count) => join(cgroupRoot, ...parts.slice(0, count)));
  const least = (values: readonly (number | null)[]): number | null => {
    const limits = values.filter((value) => value !== null);
    return limits.length === 0 ? null : Math.min(...limits);
  };
  return {
    cores: least(folders.map((folder) => parseCpuMax(readText(join(folder, 'cpu.max'))))),
    memoryBytes: least(folders.map((folder) => parseMemoryMax(readText(join(folder, 'memory.max'))))),
  };
};

export const readEnvironment = (): Environment => ({
  startedAt: new Date().toISOString(),
  commit: commit(),
  node: process.version,
  platform: `${platform()} ${arch()}`,
  kernel: release(),
  cpuModel: cpus()[0]?.model.trim() ?? 'unknown',
  cores: cpus().length,
  memoryBytes: totalmem(),
  loadAverage: loads(),
  packages: packages(),
  governor: readText('/sys/devices/system/cpu/cpu0/cpufreq/scaling_governor'),
  cgroup: cgroup(),
  clock: clock(),
});

/** The same after the run: what else the machine did meanwhile shows here. */
export const withLoadAfter = (environment: Environment): Environment => ({ ...environment, loadAverageAfter: loads() });

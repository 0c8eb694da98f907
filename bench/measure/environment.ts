// Where a run took place.
import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { arch, cpus, loadavg, platform, release, totalmem } from 'node:os';
import type { Environment } from '../report/result.ts';

const root = new URL('../../', import.meta.url);

const commit = (): string | null => {
  const { status, stdout } = spawnSync('git', ['rev-parse', '--short=12', 'HEAD'], { cwd: root, encoding: 'utf8' });
  return status === 0 ? stdout.trim() : null;
};

/** The packages that carry the bytes. */
const measuredPackages = ['fastify', '@fastify/websocket', 'ws', 'undici', 'eventsource', 'saxes', 'autocannon'];

const packages = (): Record<string, string> => {
  const { dependencies } = JSON.parse(readFileSync(new URL('package.json', root), 'utf8')) as {
    readonly dependencies: Readonly<Record<string, string>>;
  };
  return Object.fromEntries(measuredPackages.map((name) => [name, dependencies[name] ?? 'not installed']));
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
  loadAverage: loadavg().map((load) => Math.round(load * 100) / 100),
  packages: packages(),
});

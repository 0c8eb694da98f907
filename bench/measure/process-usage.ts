// CPU and memory of another process, from /proc: what a peer costs is read without asking it. Linux only.
import { spawnSync } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';

/** Processor time since the process began, in the unit and shape of `process.cpuUsage()`, and resident memory. */
export interface ProcessUsage {
  readonly cpu: NodeJS.CpuUsage;
  readonly rssBytes: number;
}

/**
 * `utime` and `stime` in clock ticks, fields 14 and 15 of `/proc/PID/stat` (proc_pid_stat(5)). The second field is the
 * command in parentheses, which may itself hold spaces and parentheses: fields are counted from the last one on.
 */
export const parseStatTicks = (text: string): { readonly user: number; readonly system: number } => {
  const fields = text.slice(text.lastIndexOf(')') + 2).split(' ');
  return { user: countOf(fields[11], text), system: countOf(fields[12], text) };
};

/** Nanoseconds on a processor: the first field of `/proc/PID/task/TID/schedstat`. */
export const parseSchedstat = (text: string): number => countOf(text.split(' ')[0], text);

/** `VmRSS` of `/proc/PID/status`, in bytes. */
export const parseStatusRss = (text: string): number =>
  countOf(/^VmRSS:\s+(\d+) kB$/m.exec(text)?.[1], text.slice(0, 60)) * 1024;

/**
 * The usage of a process now.
 *
 * A tick of `stat` is 10 ms, as long as a hundred deliveries take, so the sum comes from the scheduler's
 * nanoseconds where the kernel counts them, and is split into user and system as the ticks are. Threads that have
 * ended are missing in that sum: the servers that are read here keep theirs.
 *
 * @throws when there is no such process
 */
export const readProcessUsage = (pid: number): ProcessUsage => {
  const directory = `/proc/${pid}`;
  const ticks = parseStatTicks(readFileSync(`${directory}/stat`, 'utf8'));
  const microseconds = schedulerNs(directory) / 1000;
  const rssBytes = parseStatusRss(readFileSync(`${directory}/status`, 'utf8'));
  if (microseconds === 0) {
    const perTick = 1e6 / ticksPerSecond();
    return { cpu: { user: ticks.user * perTick, system: ticks.system * perTick }, rssBytes };
  }
  const userShare = ticks.user / Math.max(1, ticks.user + ticks.system);
  return { cpu: { user: microseconds * userShare, system: microseconds * (1 - userShare) }, rssBytes };
};

const countOf = (field: string | undefined, text: string): number => {
  const count = Number(field);
  if (field === undefined || field === '' || !Number.isFinite(count)) {
    throw new Error(`/proc does not say what it is asked for: ${JSON.stringify(text.slice(0, 80))}.`);
  }
  return count;
};

/** 0 where the kernel keeps no scheduler statistics (CONFIG_SCHED_INFO). */
const schedulerNs = (directory: string): number => {
  try {
    return readdirSync(`${directory}/task`)
      .map((thread) => parseSchedstat(readFileSync(`${directory}/task/${thread}/schedstat`, 'utf8')))
      .reduce((sum, ns) => sum + ns, 0);
  } catch {
    return 0;
  }
};

/** `USER_HZ`: 100 on all but a few old architectures. */
const ticksPerSecond = (): number => {
  const { status, stdout } = spawnSync('getconf', ['CLK_TCK'], { encoding: 'utf8' });
  return status === 0 ? Number(stdout) : 100;
};

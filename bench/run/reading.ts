// All counters of a segment at one moment, and the wait for a moment at which nothing moves.
import { setTimeout as delay } from 'node:timers/promises';
import { isPeerId } from '../report/peers.ts';
import type { SeenBytes } from '../ledger/connection-ledger.ts';
import { readKernelCounters, type KernelCounters } from '../measure/kernel-counters.ts';
import { readProcessUsage } from '../measure/process-usage.ts';
import type { Workload } from '../report/result.ts';
import type { ClientTotals } from './client-process.ts';
import type { Crew, SubjectId } from './crew.ts';
import type { RelayUsage } from './relay-process.ts';
import type { ServerUsage } from './server-process.ts';

/** Whose counters, and whether the kernel's are among them. */
export interface ReadingOrder {
  readonly subject: SubjectId;
  readonly workload: Workload;
  readonly crew: Crew;
  readonly hasKernel: boolean;
}

/**
 * After what is still on its way (half a round trip), longer than any delayed acknowledgement (Linux: 40 ms):
 * the counters stand still when they are read.
 */
const settleMs = 60;
/** A wire that is never quiet, because of heartbeats for example, is read as it is. */
const maximumSettlings = 30;

/** All counters at a moment at which nothing moves. */
export interface Reading {
  readonly atMs: number;
  readonly kernel: KernelCounters | null;
  readonly totals: ClientTotals;
  readonly server: ServerUsage;
  readonly serverCpu: NodeJS.CpuUsage | null;
  readonly relay: RelayUsage | null;
  readonly seen: SeenBytes | null;
}

export const readAll = async ({ crew, hasKernel, subject }: ReadingOrder): Promise<Reading> => ({
  kernel: hasKernel ? readKernelCounters() : null,
  atMs: performance.now(),
  totals: await crew.clients.call('totals', null),
  server: await crew.server.call('usage', null),
  serverCpu: isPeerId(subject) ? null : cpuFromProc(crew.server.pid),
  relay: (await crew.relay?.call('usage', null)) ?? null,
  seen: (await crew.relay?.call('seen', null)) ?? null,
});

/** A process's CPU without asking it. */
const cpuFromProc = (pid: number | undefined): NodeJS.CpuUsage | null =>
  process.platform === 'linux' && pid !== undefined ? readProcessUsage(pid).cpu : null;

/**
 * Waits until nothing moves any more: logins of some tell others that they are there, and on a wallboard that goes on for a
 * while. Readings of different processes are of one moment only then.
 */
export const quiet = async ({ crew, workload, hasKernel }: ReadingOrder): Promise<void> => {
  const moved = async (): Promise<number> => {
    if (hasKernel) return readKernelCounters().packets;
    const { bytesUp, bytesDown } = await crew.clients.call('totals', null);
    return bytesUp + bytesDown;
  };
  let last = await moved();
  for (let round = 0; round < maximumSettlings; round += 1) {
    await delay(workload.rttMs / 2 + settleMs);
    const now = await moved();
    if (now === last) return;
    last = now;
  }
};

/** User and system time between two readings, in milliseconds. */
export const cpuMs = (from: NodeJS.CpuUsage, to: NodeJS.CpuUsage): number =>
  (to.user - from.user + to.system - from.system) / 1000;

/** The same where there may be none. */
export const spentMs = (
  from: NodeJS.CpuUsage | null | undefined,
  to: NodeJS.CpuUsage | null | undefined,
): number | null => (from && to ? cpuMs(from, to) : null);

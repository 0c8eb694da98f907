// `--freeze`: stops a process in the middle of the measured part, and lets it go on.
import { setTimeout as delay } from 'node:timers/promises';
import type { Child, Methods } from './child.ts';

/** The monotonic moments between which a process stood still. */
export interface FrozenSpan {
  readonly fromNs: bigint;
  readonly toNs: bigint;
}

/** The processes of the run keep this one alive; when an interrupt has ended them, nobody waits for a freeze. */
const pause = (delayMs: number): Promise<void> => delay(delayMs, undefined, { ref: false });

/** Stops a process in the middle of the measured part, and lets it go on (SIGSTOP and SIGCONT cannot be caught). */
export const freezeInTheMiddle = async (
  server: Child<Methods>,
  { startNs, endNs, freezeMs }: { readonly startNs: bigint; readonly endNs: bigint; readonly freezeMs: number },
): Promise<FrozenSpan> => {
  const middleNs = (startNs + endNs) / 2n - BigInt(Math.round(freezeMs * 5e5));
  await pause(Math.max(0, Number(middleNs - process.hrtime.bigint()) / 1e6));
  server.signal('SIGSTOP');
  const fromNs = process.hrtime.bigint();
  try {
    await pause(freezeMs);
  } finally {
    server.signal('SIGCONT');
  }
  return { fromNs, toNs: process.hrtime.bigint() };
};

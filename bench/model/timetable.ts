// What a run's own timetable implies for polls: how long each event waits for the next poll, and which polls find nothing.
import type { SegmentPlan } from '../run/plan.ts';

/** When publishing began, and which part counts. */
export interface PlannedPolls {
  readonly plan: SegmentPlan;
  readonly kind: 'desktops' | 'wallboard';
  readonly intervalMs: number;
  /** Beginning of publishing on the clock on which polls are due at k · interval + phase, milliseconds. */
  readonly goMs: number;
  /** How long after its deadline the server reads a poll, milliseconds. */
  readonly readAfterMs: number;
  readonly fromMs: number;
  readonly toMs: number;
}

/** Sums, so that repeats can be added up. */
export interface PlannedWaits {
  readonly waitSumMs: number;
  readonly waits: number;
  readonly polls: number;
  readonly emptyPolls: number;
}

/** Clients that poll for an event; an event of a probe concerns none of them. */
const followersOf = (kind: PlannedPolls['kind'], client: number, clients: number): readonly number[] =>
  kind === 'desktops' ? (client < clients ? [client] : []) : Array.from({ length: clients }, (_, index) => index);

/** Number of the first poll that is read at or after `atMs` of publishing. */
const firstPoll = ({ intervalMs, goMs, readAfterMs }: PlannedPolls, phaseMs: number, atMs: number): number =>
  Math.ceil((goMs + atMs - readAfterMs - phaseMs) / intervalMs);

/** Waits from the intended publish time to the moment at which the server reads the next poll. */
export const plannedWaits = (polls: PlannedPolls): PlannedWaits => {
  const { plan, kind, intervalMs, goMs, readAfterMs, fromMs, toMs } = polls;
  const clients = plan.phaseMs.length;
  const busy = Array.from({ length: clients }, () => new Set<number>());
  let waitSumMs = 0;
  let waits = 0;
  plan.atMs.forEach((atMs, index) => {
    for (const client of followersOf(kind, plan.client[index] ?? 0, clients)) {
      const phaseMs = plan.phaseMs[client] ?? 0;
      const poll = firstPoll(polls, phaseMs, atMs);
      busy[client]?.add(poll);
      if (atMs < fromMs) continue;
      waitSumMs += poll * intervalMs + phaseMs + readAfterMs - goMs - atMs;
      waits += 1;
    }
  });
  let count = 0;
  let emptyPolls = 0;
  plan.phaseMs.forEach((phaseMs, client) => {
    // Polls that are due inside the measured part, as the recorder counts them.
    const first = Math.ceil((goMs + fromMs - phaseMs) / intervalMs);
    for (let poll = first; poll * intervalMs + phaseMs < goMs + toMs; poll += 1) {
      count += 1;
      if (!busy[client]?.has(poll)) emptyPolls += 1;
    }
  });
  return { waitSumMs, waits, polls: count, emptyPolls };
};

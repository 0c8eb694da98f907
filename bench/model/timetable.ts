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

/** Clients that poll for an event; an event of a probe concerns none of them. */
const followersOf = (kind: PlannedPolls['kind'], client: number, clients: number): readonly number[] =>
  kind === 'desktops' ? (client < clients ? [client] : []) : Array.from({ length: clients }, (_, index) => index);

/** Number of the first poll of a client that is read at or after `atMs` of publishing. */
const firstPoll = ({ plan, intervalMs, goMs, readAfterMs }: PlannedPolls, client: number, atMs: number): number =>
  Math.ceil((goMs + atMs - readAfterMs - (plan.phaseMs[client] ?? 0)) / intervalMs);

/** From the intended publish time to the moment at which the server reads the client's next poll, milliseconds. */
export const plannedWait = (polls: PlannedPolls, client: number, atMs: number): number => {
  const { plan, intervalMs, goMs, readAfterMs } = polls;
  return firstPoll(polls, client, atMs) * intervalMs + (plan.phaseMs[client] ?? 0) + readAfterMs - goMs - atMs;
};

/** How many polls are due in the measured part, as the recorder counts them, and how many of them find nothing. */
export const plannedPolls = (polls: PlannedPolls): { readonly polls: number; readonly emptyPolls: number } => {
  const { plan, kind, intervalMs, goMs, fromMs, toMs } = polls;
  const busy = Array.from(plan.phaseMs, () => new Set<number>());
  plan.atMs.forEach((atMs, index) => {
    for (const client of followersOf(kind, plan.client[index] ?? 0, busy.length)) {
      busy[client]?.add(firstPoll(polls, client, atMs));
    }
  });
  let count = 0;
  let emptyPolls = 0;
  plan.phaseMs.forEach((phaseMs, client) => {
    const first = Math.ceil((goMs + fromMs - phaseMs) / intervalMs);
    for (let poll = first; poll * intervalMs + phaseMs < goMs + toMs; poll += 1) {
      count += 1;
      if (!busy[client]?.has(poll)) emptyPolls += 1;
    }
  });
  return { polls: count, emptyPolls };
};

/** What a held question depends on. */
export interface HeldPolls {
  /** From an answer to the moment at which the next question is there, milliseconds. */
  readonly awayMs: number;
  /** After so long without news the question is answered in vain, milliseconds. */
  readonly holdMs: number;
  /** By how much later than intended events are published, milliseconds: who is waiting gets them no sooner. */
  readonly latenessMs: number;
}

/**
 * Waits from the intended publish time to the answer, for one client's events in the order of their times: whatever comes
 * while the client is away goes out together when its next question is there. It asked first when publishing began, or a
 * little before: until its first event nobody knows the rhythm of its answers in vain.
 */
export const heldWaits = (atMs: readonly number[], { awayMs, holdMs, latenessMs }: HeldPolls): readonly number[] => {
  let askingFromMs = 0;
  let answeredAtMs = -Infinity;
  return atMs.map((at) => {
    if (at > answeredAtMs) {
      const publishedMs = at + latenessMs;
      const inVain = Math.max(0, Math.floor((publishedMs - askingFromMs + awayMs) / (holdMs + awayMs)));
      askingFromMs += inVain * (holdMs + awayMs);
      // The last of these may not have been asked yet when the event comes.
      answeredAtMs = Math.max(publishedMs, askingFromMs);
      askingFromMs = answeredAtMs + awayMs;
    }
    return answeredAtMs - at;
  });
};

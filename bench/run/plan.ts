// The plan of one segment: who publishes what when, and when each client polls; made from the seed before anything starts.
import { seededRandom } from '../../servers/simulation/random.ts';
import type { Workload } from '../report/result.ts';

/** Events in the order of their times. In `wallboard` every event is of client 0's node, and all clients follow everything. */
export interface SegmentPlan {
  /** Milliseconds after the start of publishing. */
  readonly atMs: Float64Array;
  /** Whose event it is. */
  readonly client: Uint32Array;
  /** Offset of each client's polls within the interval. */
  readonly phaseMs: Float64Array;
}

/** How long events are published before they count: long enough for each poll to have a whole interval behind it. */
export const warmUpMs = ({ warmUpSeconds, pollIntervalMs }: Workload): number =>
  Math.max(warmUpSeconds * 1000, pollIntervalMs);

/**
 * Independent Poisson processes, conditioned on their total: given how many events there are, a Poisson process places
 * each one uniformly and independently. So the number of samples does not depend on luck, and the waits are distributed
 * exactly as before. Warm-up and measured part are drawn apart.
 * @param repeat each repeat has times and phases of its own, and every transport the same ones
 */
export const makePlan = (workload: Workload, repeat: number): SegmentPlan => {
  const random = seededRandom(workload.seed * 1009 + repeat);
  const { clients, pollIntervalMs, ratePerSecond, kind, durationSeconds } = workload;
  const total = kind === 'desktops' ? ratePerSecond * clients : ratePerSecond;
  const warmUp = warmUpMs(workload);
  const parts = [
    { from: 0, lengthMs: warmUp },
    { from: warmUp, lengthMs: durationSeconds * 1000 },
  ];
  const events = parts.flatMap(({ from, lengthMs }) =>
    Array.from({ length: Math.round((total * lengthMs) / 1000) }, () => ({
      atMs: from + random.next() * lengthMs,
      client: kind === 'desktops' ? random.integer(clients) : 0,
    })),
  );
  events.sort((left, right) => left.atMs - right.atMs);
  return {
    atMs: Float64Array.from(events, ({ atMs }) => atMs),
    client: Uint32Array.from(events, ({ client }) => client),
    phaseMs: Float64Array.from({ length: clients }, () => random.next() * pollIntervalMs),
  };
};

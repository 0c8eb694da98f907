// The plan of one segment: who publishes what when, and when each client polls; made from the seed before anything starts.
import { seededRandom } from '../../servers/simulation/random.ts';
import type { Workload } from '../report/result.ts';

/**
 * Beside the clients of every segment a few probes follow the floor at the same moment, through the same relay but over IPv6,
 * so that the kernel's IPv4 counters do not see them. What the machine does to the one it does to the other.
 */
export const probeCount = 10;

/** Events in the order of their times. In `wallboard` every event is of client 0's node, and all clients follow everything. */
export interface SegmentPlan {
  /** Milliseconds after the start of publishing. */
  readonly atMs: Float64Array;
  /** Index of the client, or of a probe from `clients` on. */
  readonly client: Uint32Array;
  /** Offset of each client's polls within the interval; probes have none. */
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
  const warmUp = warmUpMs(workload);
  const parts = [
    { from: 0, lengthMs: warmUp },
    { from: warmUp, lengthMs: durationSeconds * 1000 },
  ];
  const draw = (ratePerSecond: number, whose: () => number): { atMs: number; client: number }[] =>
    parts.flatMap(({ from, lengthMs }) =>
      Array.from({ length: Math.round((ratePerSecond * lengthMs) / 1000) }, () => ({
        atMs: from + random.next() * lengthMs,
        client: whose(),
      })),
    );
  const events =
    kind === 'desktops'
      ? [
          ...draw(ratePerSecond * clients, () => random.integer(clients)),
          ...draw(ratePerSecond * probeCount, () => clients + random.integer(probeCount)),
        ]
      : draw(ratePerSecond, () => 0);
  events.sort((left, right) => left.atMs - right.atMs);
  return {
    atMs: Float64Array.from(events, ({ atMs }) => atMs),
    client: Uint32Array.from(events, ({ client }) => client),
    phaseMs: Float64Array.from({ length: clients }, () => random.next() * pollIntervalMs),
  };
};

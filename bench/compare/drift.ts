// By how much two runs of the same code differ, as recordings of one plan at different moments showed. Pure.
import { describeTransport, type TransportId } from '../../servers/protocol/catalog.ts';
import type { CountMeasure } from './measures.ts';

/** How a client comes to its news: it is pushed, asked for and held, or asked for on a timetable. A busy machine moves each otherwise. */
export type Kind = 'push' | 'held' | 'timetable';

/** The kind of a transport. */
export const kindOf = (id: TransportId): Kind => {
  const { costModel } = describeTransport(id);
  if (costModel === 'push') return 'push';
  return costModel === 'long-poll' ? 'held' : 'timetable';
};

/**
 * Two runs lie further apart than moments of one run do, so intervals of latencies are widened, as one scales the errors of
 * experiments that disagree (Birge, Phys. Rev. 40, 1932; Particle Data Group, "Review of Particle Physics", §5.2.2). By so much
 * that over pairs of recordings of the same code, busy ones too, the root mean square of the mean's difference is about 0.51
 * half lengths of the interval, as 1/1.96 of a normal one is. Measured by `node bench/compare/calibrate.ts`.
 */
export const betweenRuns: Readonly<Record<Kind, number>> = { push: 1.2, held: 1.75, timetable: 1.75 };

/** How far the counts of two runs of the same code lie apart. */
export interface Drift {
  /** A standard deviation of the logarithm of the ratio, on a calm machine… */
  readonly share: number;
  /**
   * … and what each share of stalled probes adds to it, for either run: events that were held up leave together. Of bytes it is
   * a share of those in headers, which are what is spared.
   */
  readonly perStall: number;
}

const pushed = { share: 0, perStall: 0 };
const cpu = { share: 0.22, perStall: 1 };

/**
 * Root mean square over pairs of calm recordings, the largest of the transports of a kind, rounded up; and the most that a busy
 * recording showed per share of stalled probes. Measured by `node bench/compare/calibrate.ts`. Whatever else a machine does shows
 * in the scatter of the repeats, which comes on top.
 */
const drifts: Readonly<Record<CountMeasure, Readonly<Record<Kind, Drift>>>> = {
  bytes: {
    push: { share: 0.0005, perStall: 0.4 },
    held: { share: 0.0015, perStall: 0.9 },
    timetable: { share: 0.001, perStall: 0.05 },
  },
  packets: {
    push: { share: 0.0015, perStall: 0.4 },
    held: { share: 0.005, perStall: 0.5 },
    timetable: { share: 0.002, perStall: 0.05 },
  },
  requests: { push: pushed, held: { share: 0.005, perStall: 0.2 }, timetable: { share: 0.02, perStall: 1 } },
  empty: { push: pushed, held: { share: 0.1, perStall: 1 }, timetable: { share: 0.02, perStall: 1 } },
  cpu: { push: cpu, held: cpu, timetable: cpu },
};

/** How far two honest runs lie apart in one count. */
export const driftOf = (measure: CountMeasure, id: TransportId): Drift => drifts[measure][kindOf(id)];

/** How well it is known: calm recordings less one. */
export const driftDegrees = 6;

// What the model is held against: the figures of one transport under one workload. Pure data.
import type { CostModel, TransportDescription } from '../../servers/protocol/catalog.ts';
import type { Workload } from '../report/result.ts';

/** One transport, all repeats together. */
export interface Observed {
  readonly costModel: CostModel;
  readonly connectionsEach: TransportDescription['connections'];
  readonly heartbeat: TransportDescription['heartbeat'];
  readonly workload: Workload;
  /** Mean one-way time of bare TCP through the same relay at the same moment, milliseconds; includes the publisher's lateness. */
  readonly floorMeanMs: number;
  readonly floorErrorMs: number;
  /** Share of the probes' samples that came much later than their median: the machine was busy with something else. */
  readonly stalledShare: number;
  readonly meanMs: number;
  /** Standard error of the mean, which also holds what seconds have in common. */
  readonly meanErrorMs: number;
  readonly n: number;
  /** Whether a board scrolled: then only the newest events were seen, and their waits are not those of all. */
  readonly hasMissed: boolean;
  /** Events in the measured part; on a wallboard samples of one event hang together. */
  readonly distinctEvents: number;
  /** Mean of the waits that this run's own timetable implies, milliseconds; only for polls on a timetable. */
  readonly plannedWaitMs: number | null;
  /** Share of the polls that this run's own timetable leaves without news. */
  readonly plannedEmptyShare: number | null;
  /** Answers to questions asked in the measured part, and how many of them were empty. */
  readonly answers: number;
  readonly emptyAnswers: number;
  /** Server CPU per delivery above the floor's, milliseconds. */
  readonly ownCostMs: number;
  /** The same of the load generator, whose clients share one thread: on a wallboard the last of N waits for all others. */
  readonly ownClientCostMs: number;
  /** Share of the events that follow another one within the time that a fan-out takes; 0 where clients have their own. */
  readonly crowdedShare: number;
  /** Clients whose first two events came closer than a delayed acknowledgement. */
  readonly sharedFirstAcks: number;
  /** From "all ready" to "drained". */
  readonly steady: {
    /** Length of the steady part of one repeat. */
    readonly seconds: number;
    readonly requests: number;
    readonly connections: number;
    readonly deliveries: number;
    readonly appBytes: number;
    /** `null` when the bytes are estimated. */
    readonly ipBytes: number | null;
    readonly packets: number | null;
  };
}

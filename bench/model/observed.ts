// What the model is held against: the figures of one transport under one workload. Pure data.
import type { CostModel, TransportDescription } from '../../servers/protocol/catalog.ts';
import type { Workload } from '../report/result.ts';

/** Waits from the intended publish time to the moment at which the server reads the next poll, milliseconds. */
export interface PlannedFigures {
  readonly meanWaitMs: number;
  readonly medianWaitMs: number;
  /** 99 % of them are shorter. */
  readonly tailWaitMs: number;
  /** Median of how far each sample is from its own wait and the way. */
  readonly medianDeviationMs: number;
  /** Share of the polls that the timetable leaves without news. */
  readonly emptyShare: number | null;
}

/** How one event goes to all readers of a wallboard, milliseconds a reader. */
export interface FanOutFigures {
  /** Median over the events: how much later each reader has it than the one before. */
  readonly slopeMs: number;
  readonly slopeErrorMs: number;
  /** CPU a delivery of the three processes that it passes: whichever is slowest sets the pace. */
  readonly serverMs: number;
  readonly relayMs: number;
  readonly clientsMs: number;
}

/** One transport, all repeats together. */
export interface Observed {
  readonly costModel: CostModel;
  readonly connectionsEach: TransportDescription['connections'];
  readonly heartbeat: TransportDescription['heartbeat'];
  readonly workload: Workload;
  /** Mean one-way time of bare TCP through the same relay at the same moment, milliseconds; includes the publisher's lateness. */
  readonly floorMeanMs: number;
  readonly floorErrorMs: number;
  /**
   * One transit of the relay: the floor less what the publisher was late by. An event that waits for a question is not later
   * for having been published late; one that is pushed is.
   */
  readonly transitMs: number;
  /** The median of it, which a process that stood still for a moment leaves where it is. */
  readonly medianTransitMs: number;
  /** Median of the same. */
  readonly floorMedianMs: number;
  /** Share of the probes' samples that came much later than their median: the machine was busy with something else. */
  readonly stalledShare: number;
  readonly meanMs: number;
  /** Standard error of the mean, which also holds what seconds have in common. */
  readonly meanErrorMs: number;
  readonly n: number;
  /** All samples, rising, milliseconds. */
  readonly latenciesMs: Float64Array;
  /** Events of the measured part that the clients got, each counted once a client: so many samples there must be. */
  readonly expectedSamples: number;
  /** The same of the probes, and how many samples they brought. */
  readonly expectedProbeSamples: number;
  readonly probeSamples: number;
  /** Samples whose entry names another intended time than the plan. */
  readonly misdated: number;
  /** Server CPU as the process told it, and as /proc has it, milliseconds; `null` where there is no /proc. */
  readonly serverCpu: { readonly toldMs: number; readonly readMs: number } | null;
  /** Longest time for which the load generator, the relay or the publisher stood still, milliseconds. */
  readonly worstStallMs: number;
  /** Median time from a request to its answer, for polls on a timetable; `null` = there were none. */
  readonly requestTimeMs: number | null;
  /** CPU that one request and its answer take of all three processes, milliseconds: by so much they may be late. */
  readonly serviceMs: number;
  /** How long a held question really waits, milliseconds: BOSH counts in whole seconds. */
  readonly holdMs: number;
  /** Whether a board scrolled: then only the newest events were seen, and their waits are not those of all. */
  readonly hasMissed: boolean;
  /** Events in the measured part; on a wallboard samples of one event hang together. */
  readonly distinctEvents: number;
  /** What this run's own timetable implies; only for polls on a timetable. */
  readonly planned: PlannedFigures | null;
  /** Answers to questions asked in the measured part, and how many of them were empty. */
  readonly answers: number;
  readonly emptyAnswers: number;
  /** Server CPU per delivery above the floor's, milliseconds. */
  readonly ownCostMs: number;
  /** The same of the load generator, whose clients share one thread: on a wallboard the last of N waits for all others. */
  readonly ownClientCostMs: number;
  /** How one event spreads over its readers; `null` where each has its own. */
  readonly fanOut: FanOutFigures | null;
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
    /** Answers with news, and without, to all that was asked since publishing began. */
    readonly newsAnswers: number;
    readonly emptyAnswers: number;
    /** Bytes of all messages, from what each should weigh; `null` = nobody has written that down for this transport. */
    readonly messageBytes: number | null;
    /** Payload among them, and as the relay read it off the wire; `null` = it could not. */
    readonly messagePayload: number | null;
    readonly seenPayload: number | null;
    /** Bytes of one answer with news; of more than a segment holds there are several. */
    readonly answerBytes: number;
    /** Bytes of one sign of life with its answer; they are not in `messageBytes`. */
    readonly heartbeatBytes: number;
    /** Requests that the relay saw; `null` = there is no relay, or it sees only ciphertext. */
    readonly requestHeads: number | null;
    /** The eight layers together; `null` = there is no ledger of what was seen. */
    readonly ledgerBytes: number | null;
    /** `null` when the bytes are estimated. */
    readonly ipBytes: number | null;
    readonly packets: number | null;
    /** Segments that were sent again, and on neither side belong to the model. */
    readonly retransmitted: number;
  };
}

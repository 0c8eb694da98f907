// Long poll: the closed forms of MEASURING §1.2, with its symbols.
import type { ModelRow } from '../report/result.ts';
import type { Observed } from './observed.ts';
import { judge, type Judgement } from './row.ts';
import {
  computingMs,
  flippedSamples,
  independentSamples,
  largestError,
  meanShare,
  quantileOf,
  sharePoints,
  stallDoubtMs,
  stallMeanDoubtMs,
} from './tolerances.ts';

/** What follows from the rate, the way and the hold. */
interface Cycle {
  /** Away time A: the client has the answer and its next question is not there yet, milliseconds. */
  readonly awayMs: number;
  /** Share of the events that come while the client is away. */
  readonly delayed: number;
  readonly meanMs: number;
  /** Requests an event: 1 less what comes together with another. */
  readonly requestsPerEvent: number;
  readonly emptyShare: number;
}

/**
 * Away time A = RTT + s, p0 = e^(-λA), hold τ: E[cycle] = A + p0 (1 - e^(-λτ)) / λ;
 * mean = d2 + s + (λA · A/2) / (λA + p0 (1 - e^(-λτ))); empty share e^(-λ(A+τ)).
 */
export const cycleOf = ({ workload, transitMs, floorMeanMs, holdMs: hold }: Observed): Cycle => {
  const lambda = workload.ratePerSecond / 1000;
  const awayMs = 2 * transitMs;
  const heldNews = Math.exp(-lambda * awayMs) * (1 - Math.exp(-lambda * hold));
  const delayed = (lambda * awayMs) / (lambda * awayMs + heldNews);
  return {
    awayMs,
    delayed,
    // Who waits is served as soon as the event is published, late or not.
    meanMs: (1 - delayed) * floorMeanMs + delayed * (transitMs + awayMs / 2),
    requestsPerEvent: 1 / (lambda * awayMs + heldNews),
    emptyShare: Math.exp(-lambda * (awayMs + hold)),
  };
};

/**
 * The rows of a long poll. The delayed events are spread uniformly over (0, A), which gives the variance. There is no closed
 * form of its p99 among them: of 1600 events some 260 are delayed, and where the 16th of them lies is luck (5 ms); what this
 * timetable implies is not.
 */
export const longPollRows = (observed: Observed): readonly ModelRow[] => {
  const { floorErrorMs, meanMs } = observed;
  const cycle = cycleOf(observed);
  const { awayMs, delayed } = cycle;
  const n = independentSamples(observed);
  const variance = (delayed * awayMs ** 2) / 3 - ((delayed * awayMs) / 2) ** 2;
  return [
    judge({
      name: 'mean = transit + away',
      predicted: cycle.meanMs,
      measured: meanMs,
      unit: 'ms',
      tolerance: cycle.meanMs * meanShare(observed),
      // The floor counts three times: on the way of the news, and on both ways of the question before it.
      standardError: Math.hypot(Math.sqrt(variance / n), (1 + delayed) * floorErrorMs),
      uncertainty: stallMeanDoubtMs(observed) + computingMs(observed),
    }),
    ...(hasPings(observed, cycle) ? [] : timetableRows(observed, cycle)),
    median(observed, delayed),
    maximum(observed),
    ...(hasPings(observed, cycle) ? [] : [emptyRow(observed, cycle)]),
    ...(observed.workload.kind === 'wallboard' || hasPings(observed, cycle) ? [] : cycleRows(observed, cycle)),
  ];
};

/**
 * Whether there are questions beside those of the cycle: over two connections, as BOSH has them, a hold that ends in vain
 * brings a ping, which is a question and an answer more.
 */
export const hasPings = ({ connectionsEach }: Observed, { emptyShare }: Cycle): boolean =>
  connectionsEach === 2 && emptyShare > 0.001;

const emptyRow = ({ answers, emptyAnswers }: Observed, { emptyShare }: Cycle): ModelRow =>
  judge({
    name: 'empty = e^(-λ(A+τ))',
    predicted: emptyShare,
    measured: answers === 0 ? 0 : emptyAnswers / answers,
    unit: 'share',
    // Where hardly any is empty five points would hide whatever is.
    tolerance: Math.min(sharePoints, emptyShare + sharePoints / 10),
    standardError: Math.sqrt((emptyShare * (1 - emptyShare)) / Math.max(1, answers)),
  });

/** The same with what this run's own timetable implies, cycle by cycle: the luck of the draw is no longer in it. */
const timetableRows = (observed: Observed, { awayMs, delayed }: Cycle): readonly ModelRow[] => {
  const { planned, transitMs, floorErrorMs, meanMs, latenciesMs, workload } = observed;
  if (planned === null) return [];
  const n = independentSamples(observed);
  // One that just missed its answer waits for the next; among the latest, one more or less moves the quantile by a rank.
  const flips = flippedSamples(n, 1000 / workload.ratePerSecond);
  const rankMs = awayMs / (delayed * n);
  const row = (name: string, waitMs: number, rest: Pick<Judgement, 'measured' | 'standardError' | 'uncertainty'>) => {
    const predicted = waitMs + transitMs;
    return judge({ name, predicted, unit: 'ms', tolerance: predicted * meanShare(observed), ...rest });
  };
  return [
    row('mean, this timetable', planned.meanWaitMs, {
      measured: meanMs,
      standardError: Math.hypot(floorErrorMs, (Math.sqrt(flips) * awayMs) / n),
      uncertainty: stallMeanDoubtMs(observed) + computingMs(observed),
    }),
    row('p99, this timetable', planned.tailWaitMs, {
      measured: quantileOf(latenciesMs, 0.99),
      // Three transits, each of which the floor knows only so well.
      standardError: Math.hypot(3 * floorErrorMs, rankMs * Math.sqrt(1 + flips)),
      uncertainty: stallDoubtMs(observed, 0.99) + computingMs(observed),
    }),
  ];
};

/** More than half of the events find the client waiting: then the median is the way itself. */
const median = (observed: Observed, delayed: number): ModelRow => {
  const { floorMedianMs, transitMs, floorErrorMs, latenciesMs } = observed;
  // Beyond that the median lies in the uniform part.
  const inAway = delayed > 0.5 ? 2 * transitMs * (1 - 0.5 / delayed) : 0;
  const predicted = floorMedianMs + inAway;
  return judge({
    name: delayed > 0.5 ? 'p50 = transit + A(1 - 1/2δ)' : 'p50 = floor’s p50',
    predicted,
    measured: quantileOf(latenciesMs, 0.5),
    unit: 'ms',
    tolerance: predicted * meanShare(observed),
    standardError: floorErrorMs,
    uncertainty: computingMs(observed),
  });
};

/** Three transits (RFC 6202 §2.2): the answer before, the question, the answer. A process that stood still adds to it. */
const maximum = (observed: Observed): ModelRow => {
  const { transitMs, latenciesMs, worstStallMs } = observed;
  const cycle = cycleOf(observed);
  const predicted = 3 * transitMs;
  return judge({
    name: 'max = three transits',
    predicted,
    measured: latenciesMs.at(-1) ?? Number.NaN,
    unit: 'ms',
    tolerance: predicted * meanShare(observed),
    // The largest of the delayed ones; fewer of them leave it lower.
    standardError: largestError(cycle.awayMs / (1 + cycle.delayed * independentSamples(observed))),
    uncertainty: worstStallMs + computingMs(observed),
  });
};

/**
 * Requests an event and the mean cycle, two sides of one figure. How many events there are is fixed by the plan, so only
 * those that share an answer with another leave room for luck: a binomial share.
 */
const cycleRows = (observed: Observed, { requestsPerEvent }: Cycle): readonly ModelRow[] => {
  const { workload, answers, expectedSamples, meanMs } = observed;
  const shared = Math.abs(1 - requestsPerEvent);
  // Those published before the window and answered in it, and at its end the other way round.
  const edges = 2 * (workload.ratePerSecond / 1000) * meanMs * workload.clients * workload.repeats;
  const counted = Math.max(shared, 0.001) * expectedSamples + edges;
  const relativeError = Math.sqrt(counted) / expectedSamples / requestsPerEvent;
  const cycleMs = 1000 / workload.ratePerSecond / requestsPerEvent;
  const spentMs = workload.clients * workload.durationSeconds * workload.repeats * 1000;
  return [
    judge({
      name: 'requests per event = 1/(λ E[cycle])',
      predicted: requestsPerEvent,
      measured: answers / expectedSamples,
      unit: 'requests',
      tolerance: requestsPerEvent * meanShare(observed),
      standardError: requestsPerEvent * relativeError,
    }),
    judge({
      name: 'E[cycle] = A + p0(1 - e^(-λτ))/λ',
      predicted: cycleMs,
      measured: spentMs / answers,
      unit: 'ms',
      tolerance: cycleMs * meanShare(observed),
      standardError: cycleMs * relativeError,
    }),
  ];
};

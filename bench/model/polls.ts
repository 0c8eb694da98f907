// Polls on a timetable: how late, how often in vain, how long a request takes. The formulas stand in MEASURING §1.1.
import type { ModelRow } from '../report/result.ts';
import type { Observed } from './observed.ts';
import { judge, type Judgement } from './row.ts';
import {
  flippedSamples,
  independentSamples,
  largestError,
  meanShare,
  quantileOf,
  sharePoints,
  stallDoubtMs,
  stallMeanDoubtMs,
  tailCountError,
} from './tolerances.ts';

/**
 * Polls at a fixed rate: the wait W ~ U(0, T), hence L = W + s + d2: mean T/2 + s + d2, sd T/√12, p-quantile pT + s + d2,
 * maximum T + s + d2; empty share e^(-λT). d2 + s is one transit, measured at the same moment. A poll over a new
 * connection asks one round trip later, but at the same distance from its neighbours, so none of this changes.
 */
export const pollRows = (observed: Observed): readonly ModelRow[] => {
  if (observed.hasMissed) return [requestTime(observed)];
  const isIndependent = observed.workload.kind === 'desktops';
  return [
    ...(isIndependent ? closedForms(observed) : []),
    ...timetableRows(observed),
    maximum(observed),
    ...(isIndependent ? [emptyShare(observed)] : plannedEmpties(observed)),
    ...(isIndependent ? [requestsPerEvent(observed)] : []),
    requestTime(observed),
  ];
};

const closedForms = (observed: Observed): readonly ModelRow[] => {
  const { workload, transitMs, floorErrorMs, meanMs, latenciesMs } = observed;
  const interval = workload.pollIntervalMs;
  const n = independentSamples(observed);
  const mean = interval / 2 + transitMs;
  const quantile = (share: number): ModelRow => {
    const predicted = share * interval + transitMs;
    return judge({
      name: `p${share * 100} = ${share} T + transit`,
      predicted,
      measured: quantileOf(latenciesMs, share),
      unit: 'ms',
      tolerance: predicted * meanShare(observed),
      // Standard error of a quantile of U(0, T).
      standardError: Math.hypot((interval * tailCountError(n, share)) / n, floorErrorMs),
      uncertainty: stallDoubtMs(observed, share),
    });
  };
  return [
    judge({
      name: 'mean = T/2 + transit',
      predicted: mean,
      measured: meanMs,
      unit: 'ms',
      tolerance: mean * meanShare(observed),
      standardError: Math.hypot(interval / Math.sqrt(12 * n), floorErrorMs),
      uncertainty: stallMeanDoubtMs(observed),
    }),
    quantile(0.9),
    quantile(0.99),
  ];
};

/** A timer of Node fires up to so much early or late, milliseconds; where the way is short nothing closer can be told. */
const timerStepMs = 1;

/**
 * The same with the waits that this run's own seeded timetable implies: the luck of the draw is no longer in it. The last
 * row holds every single sample against its own wait: the median of how far each is off. A poll that comes at another
 * moment than the timetable says (a timer that drifts, a handshake that takes no time) leaves the means as they are, and
 * shows here.
 */
const timetableRows = (observed: Observed): readonly ModelRow[] => {
  const { planned, transitMs, floorErrorMs, meanMs, latenciesMs, workload, serviceMs } = observed;
  if (planned === null) return [];
  const n = independentSamples(observed);
  const interval = workload.pollIntervalMs;
  // One that just missed its poll waits for the next, a whole interval longer.
  const flips = Math.sqrt(flippedSamples(n, interval));
  const row = (name: string, waitMs: number, rest: Pick<Judgement, 'measured' | 'standardError'>): ModelRow => {
    const predicted = waitMs + transitMs;
    const uncertainty = stallMeanDoubtMs(observed);
    return judge({ name, predicted, unit: 'ms', tolerance: predicted * meanShare(observed), uncertainty, ...rest });
  };
  return [
    row('mean, this timetable', planned.meanWaitMs, {
      measured: meanMs,
      standardError: Math.hypot(floorErrorMs, (flips * interval) / n),
    }),
    row('p50, this timetable', planned.medianWaitMs, {
      measured: quantileOf(latenciesMs, 0.5),
      // Those that change sides, and two ranks more: neighbours lie T/n apart on average, and sometimes far.
      standardError: Math.hypot(floorErrorMs, ((flips + 2) * interval) / n),
    }),
    judge({
      name: 'p99, this timetable',
      predicted: planned.tailWaitMs + transitMs,
      measured: quantileOf(latenciesMs, 0.99),
      unit: 'ms',
      tolerance: (planned.tailWaitMs + transitMs) * meanShare(observed),
      standardError: floorErrorMs,
      uncertainty: stallDoubtMs(observed, 0.99),
    }),
    judge({
      name: 'each sample off its own wait (median)',
      predicted: 0,
      measured: planned.medianDeviationMs,
      unit: 'ms',
      tolerance: transitMs * meanShare(observed),
      // Between the tick and the reading of the question the processes compute too; a TLS handshake is milliseconds of it.
      uncertainty: floorErrorMs + Math.max(timerStepMs, serviceMs),
    }),
  ];
};

/** Nothing is later than a whole interval and the way, unless a process stood still: for as long as one did, nobody can tell. */
const maximum = ({ workload, transitMs, latenciesMs, worstStallMs, ...observed }: Observed): ModelRow => {
  const predicted = workload.pollIntervalMs + transitMs;
  return judge({
    name: 'max = T + transit',
    predicted,
    measured: latenciesMs.at(-1) ?? Number.NaN,
    unit: 'ms',
    tolerance: predicted * meanShare({ workload }),
    standardError: largestError(workload.pollIntervalMs / (independentSamples({ workload, ...observed }) + 1)),
    uncertainty: worstStallMs,
  });
};

const emptyShare = ({ workload, answers, emptyAnswers }: Observed): ModelRow => {
  const predicted = Math.exp((-workload.ratePerSecond * workload.pollIntervalMs) / 1000);
  return judge({
    name: 'empty = e^(-λT)',
    predicted,
    measured: emptyAnswers / answers,
    unit: 'share',
    tolerance: sharePoints,
    standardError: Math.sqrt((predicted * (1 - predicted)) / answers),
  });
};

const plannedEmpties = ({ planned, answers, emptyAnswers }: Observed): readonly ModelRow[] => {
  const predicted = planned?.emptyShare ?? null;
  if (predicted === null) return [];
  const measured = emptyAnswers / answers;
  return [judge({ name: 'empty, this timetable', predicted, measured, unit: 'share', tolerance: sharePoints })];
};

/** 1/(λT). How many events there are is fixed by the plan; each client's first and last poll fall in or out of the window. */
const requestsPerEvent = ({ workload, answers, expectedSamples, ...observed }: Observed): ModelRow => {
  const predicted = 1000 / (workload.ratePerSecond * workload.pollIntervalMs);
  const polls = (workload.durationSeconds * 1000) / workload.pollIntervalMs;
  return judge({
    name: 'requests per event = 1/(λT)',
    predicted,
    measured: answers / expectedSamples,
    unit: 'requests',
    tolerance: predicted * meanShare({ workload, ...observed }),
    standardError: predicted * (1 / (2 * polls * Math.sqrt(workload.clients * workload.repeats))),
  });
};

/**
 * A request and its answer: a round trip, and another for the handshake of a new connection, and another for TLS on top. What
 * server, relay and clients compute for it comes on top of the way, and cannot be told apart from it.
 */
const requestTime = (observed: Observed): ModelRow => {
  const { costModel, workload, medianTransitMs, floorErrorMs, requestTimeMs, serviceMs } = observed;
  const setUp = costModel === 'board-new-connection' ? (workload.isTls === true ? 2 : 1) : 0;
  const predicted = 2 * medianTransitMs * (1 + setUp);
  return judge({
    name: setUp === 0 ? 'request time = RTT (median)' : `request time = ${setUp + 1} RTT (median)`,
    predicted,
    measured: requestTimeMs ?? Number.NaN,
    unit: 'ms',
    tolerance: predicted * meanShare(observed),
    standardError: 2 * (setUp + 1) * floorErrorMs,
    uncertainty: serviceMs,
  });
};

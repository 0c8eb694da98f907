// Closed forms of publish-to-received latency and of empty answers. Every formula stands in MEASURING §1, with its symbols.
import type { ModelRow, Workload } from '../report/result.ts';
import type { Observed } from './observed.ts';
import { judge } from './row.ts';

/** Means: 5 % in the default run, 3 % from 10 s on. */
const meanTolerance = ({ workload }: Observed): number => (workload.durationSeconds >= 10 ? 0.03 : 0.05);
/** Shares: five percentage points. */
const shareTolerance = 0.05;

/** Events a second that one client sees. */
const lambdaOf = ({ workload }: Observed): number => workload.ratePerSecond;

/** Independent samples: on a wallboard all clients see the same event. */
const independent = ({ workload, n, distinctEvents }: Observed): number =>
  workload.kind === 'desktops' ? n : distinctEvents;

/**
 * Polls at a fixed rate: the wait W ~ U(0, T), hence L = W + s + d2, mean T/2 + s + d2, sd T/√12; empty share e^(-λT).
 * d2 + s is what the floor measured. A poll over a new connection asks one round trip later, but at the same distance
 * from its neighbours, so its mean is the same.
 */
export const pollRows = (observed: Observed): readonly ModelRow[] => {
  if (observed.hasMissed) return [];
  const { workload, floorMeanMs, meanMs, answers, emptyAnswers, plannedWaitMs, plannedEmptyShare } = observed;
  const interval = workload.pollIntervalMs;
  const isIndependent = workload.kind === 'desktops';
  const predicted = interval / 2 + floorMeanMs;
  const empty = Math.exp((-lambdaOf(observed) * interval) / 1000);
  const rows: ModelRow[] = [];
  if (isIndependent) {
    rows.push(
      judge({
        name: 'mean = T/2 + floor',
        predicted,
        measured: meanMs,
        unit: 'ms',
        tolerance: predicted * meanTolerance(observed),
        standardError: Math.hypot(interval / Math.sqrt(12 * independent(observed)), observed.floorErrorMs),
      }),
      judge({
        name: 'empty = e^(-λT)',
        predicted: empty,
        measured: emptyAnswers / answers,
        unit: 'share',
        tolerance: shareTolerance,
        standardError: Math.sqrt((empty * (1 - empty)) / answers),
      }),
    );
  }
  if (plannedWaitMs !== null) rows.push(plannedMean(observed, plannedWaitMs));
  if (plannedEmptyShare !== null && !isIndependent) rows.push(plannedEmpties(observed, plannedEmptyShare));
  return rows;
};

/** The same with the waits that this run's own seeded timetable implies: the luck of the draw is no longer in it. */
const plannedMean = (observed: Observed, plannedWaitMs: number): ModelRow => {
  const predicted = plannedWaitMs + observed.floorMeanMs;
  return judge({
    name: 'mean, this timetable',
    predicted,
    measured: observed.meanMs,
    unit: 'ms',
    tolerance: predicted * meanTolerance(observed),
    standardError: observed.floorErrorMs,
  });
};

const plannedEmpties = ({ answers, emptyAnswers }: Observed, predicted: number): ModelRow =>
  judge({
    name: 'empty, this timetable',
    predicted,
    measured: emptyAnswers / answers,
    unit: 'share',
    tolerance: shareTolerance,
  });

/**
 * Long poll: away time A = RTT + s, p0 = e^(-λA), hold τ.
 * Mean = d2 + s + (λA · A/2) / (λA + p0 (1 - e^(-λτ))); empty share e^(-λ(A+τ)); requests/s = 1 / E[cycle],
 * E[cycle] = A + p0 (1 - e^(-λτ)) / λ. The delayed share is uniform over (0, A), which gives the variance.
 */
export const longPollRows = (observed: Observed): readonly ModelRow[] => {
  const { workload, floorMeanMs, meanMs, answers, emptyAnswers } = observed;
  const lambda = lambdaOf(observed) / 1000;
  const hold = workload.holdSeconds * 1000;
  const away = 2 * floorMeanMs;
  const heldNews = Math.exp(-lambda * away) * (1 - Math.exp(-lambda * hold));
  const delayed = (lambda * away) / (lambda * away + heldNews);
  const predicted = floorMeanMs + (delayed * away) / 2;
  const variance = (delayed * away ** 2) / 3 - ((delayed * away) / 2) ** 2;
  const cycle = away + heldNews / lambda;
  const empty = Math.exp(-lambda * (away + hold));
  const count = workload.clients * workload.durationSeconds * workload.repeats;
  return [
    judge({
      name: 'mean = floor + away',
      predicted,
      measured: meanMs,
      unit: 'ms',
      tolerance: predicted * meanTolerance(observed),
      // The floor counts three times: on the way of the news, and on both ways of the question before it.
      standardError: Math.hypot(Math.sqrt(variance / independent(observed)), (1 + delayed) * observed.floorErrorMs),
    }),
    judge({
      name: 'empty = e^(-λ(A+τ))',
      predicted: empty,
      measured: answers === 0 ? 0 : emptyAnswers / answers,
      unit: 'share',
      tolerance: shareTolerance,
      standardError: Math.sqrt((empty * (1 - empty)) / Math.max(1, answers)),
    }),
    judge({
      name: 'requests = 1/E[cycle]',
      predicted: 1000 / cycle,
      measured: answers / count,
      unit: '1/s each',
      tolerance: (1000 / cycle) * 0.1,
      standardError: cycleError({ lambda, heldNews, cycle }) / Math.sqrt(independentSeconds(workload)),
    }),
  ];
};

/**
 * Standard error of cycles a second after one second: the count of a renewal process has the variance rate · cv²
 * (Cox, "Renewal Theory", §4.2), where a cycle is A, and with probability p0 an exponential wait more.
 */
const cycleError = (of: { readonly lambda: number; readonly heldNews: number; readonly cycle: number }): number => {
  const { lambda, heldNews, cycle } = of;
  const variance = (2 * heldNews - heldNews ** 2) / lambda ** 2;
  return Math.sqrt((1000 / cycle) * (variance / cycle ** 2));
};

/** On a wallboard all clients have the same cycles. */
const independentSeconds = ({ kind, clients, durationSeconds, repeats }: Workload): number =>
  durationSeconds * repeats * (kind === 'desktops' ? clients : 1);

/**
 * Push: the floor, and what the server spends on the transport's own frames. When one event goes to N clients, client k waits
 * k · c, the mean client N c/2; how much of that the floor's own fan-out holds already is known only as far as the c of the
 * slowest thread is, so the row is judged only where this hardly matters.
 */
export const pushRows = (observed: Observed): readonly ModelRow[] => {
  const { floorMeanMs, floorErrorMs, meanErrorMs, ownCostMs, ownClientCostMs, meanMs, workload } = observed;
  const fanOut = workload.kind === 'wallboard' ? (workload.clients / 2) * Math.max(0, ownCostMs, ownClientCostMs) : 0;
  const predicted = floorMeanMs + Math.max(0, ownCostMs) + fanOut;
  return [
    judge({
      name: 'mean = floor + own cost',
      predicted,
      measured: meanMs,
      unit: 'ms',
      tolerance: predicted * meanTolerance(observed),
      standardError: Math.hypot(floorErrorMs, meanErrorMs),
      uncertainty: fanOut,
    }),
  ];
};

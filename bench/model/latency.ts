// Closed forms of publish-to-received latency and of empty answers. Every formula stands in MEASURING §1, with its symbols.
import type { ModelRow } from '../report/result.ts';
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
  const { workload, floorMeanMs, meanMs, answers, emptyAnswers, plannedWaitMs, plannedEmptyShare } = observed;
  const interval = workload.pollIntervalMs;
  const isIndependent = workload.kind === 'desktops';
  const predicted = interval / 2 + floorMeanMs;
  const empty = Math.exp((-lambdaOf(observed) * interval) / 1000);
  const rows: ModelRow[] = [];
  if (isIndependent) {
    rows.push(
      judge({
        name: 'mean latency = T/2 + floor',
        predicted,
        measured: meanMs,
        unit: 'ms',
        tolerance: predicted * meanTolerance(observed),
        standardError: interval / Math.sqrt(12) / Math.sqrt(independent(observed)),
      }),
      judge({
        name: 'empty share = e^(-λT)',
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
    name: 'mean latency, this timetable',
    predicted,
    measured: observed.meanMs,
    unit: 'ms',
    tolerance: predicted * meanTolerance(observed),
  });
};

const plannedEmpties = ({ answers, emptyAnswers }: Observed, predicted: number): ModelRow =>
  judge({
    name: 'empty share, this timetable',
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
      name: 'mean latency, long poll',
      predicted,
      measured: meanMs,
      unit: 'ms',
      tolerance: predicted * meanTolerance(observed),
      standardError: Math.sqrt(variance / independent(observed)),
    }),
    judge({
      name: 'empty share = e^(-λ(A+τ))',
      predicted: empty,
      measured: answers === 0 ? 0 : emptyAnswers / answers,
      unit: 'share',
      tolerance: shareTolerance,
      standardError: Math.sqrt((empty * (1 - empty)) / Math.max(1, answers)),
    }),
    judge({
      name: 'requests a second and client = 1/E[cycle]',
      predicted: 1000 / cycle,
      measured: answers / count,
      unit: '1/s',
      tolerance: (1000 / cycle) * 0.1,
      // A renewal process: the count varies at most as a Poisson count does.
      standardError: Math.sqrt(1000 / cycle / (workload.kind === 'desktops' ? count : count / workload.clients)),
    }),
  ];
};

/** Push: the floor, and what the server spends on the transport's own frames. */
export const pushRows = (observed: Observed): readonly ModelRow[] => {
  const { floorMeanMs, ownCostMs, meanMs } = observed;
  const predicted = floorMeanMs + Math.max(0, ownCostMs);
  return [
    judge({
      name: 'mean latency = floor + own cost',
      predicted,
      measured: meanMs,
      unit: 'ms',
      tolerance: predicted * meanTolerance(observed),
    }),
  ];
};

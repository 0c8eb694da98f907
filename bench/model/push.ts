// Push: the way, and what the transport's own frames cost (MEASURING §1.3).
import type { ModelRow } from '../report/result.ts';
import type { Observed } from './observed.ts';
import { judge } from './row.ts';
import { meanShare, quantileOf, stallMeanDoubtMs } from './tolerances.ts';

/**
 * Push: the floor, and what the server spends on the transport's own frames. When one event goes to N clients, client k waits
 * k · c, the mean client N c/2; how much of that the floor's own fan-out holds already is known only as far as the c of the
 * slowest thread is, so the rows are judged only where this hardly matters.
 */
export const pushRows = (observed: Observed): readonly ModelRow[] => {
  const { floorMeanMs, floorMedianMs, floorErrorMs, meanErrorMs, ownCostMs, meanMs, latenciesMs, steady } = observed;
  const fanOut = fanOutMs(observed);
  const cost = Math.max(0, ownCostMs) + fanOut;
  const row = (name: string, predicted: number, measured: number): ModelRow =>
    judge({
      name,
      predicted,
      measured,
      unit: 'ms',
      tolerance: predicted * meanShare(observed),
      standardError: Math.hypot(floorErrorMs, meanErrorMs),
      uncertainty: fanOut + stallMeanDoubtMs(observed),
    });
  return [
    row('mean = floor + own cost', floorMeanMs + cost, meanMs),
    row('p50 = floor’s p50 + own cost', floorMedianMs + cost, quantileOf(latenciesMs, 0.5)),
    judge({
      name: 'requests per event = 0',
      predicted: 0,
      measured: steady.requests / Math.max(1, steady.deliveries),
      unit: 'requests',
      tolerance: 0.005,
    }),
  ];
};

const fanOutMs = ({ workload, ownCostMs, ownClientCostMs }: Observed): number =>
  workload.kind === 'wallboard' ? (workload.clients / 2) * Math.max(0, ownCostMs, ownClientCostMs) : 0;

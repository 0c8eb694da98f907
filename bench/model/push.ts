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
    ...slopeRow(observed),
  ];
};

/**
 * The fan-out slope: client k of N waits k · c, where c is what the slowest of the three processes works for a delivery. On
 * fewer cores than processes they also wait for each other: for that, up to what the other two work, nobody can tell.
 */
const slopeRow = ({ fanOut }: Observed): readonly ModelRow[] => {
  if (fanOut === null) return [];
  const costs = [fanOut.serverMs, fanOut.relayMs, fanOut.clientsMs];
  const slowest = Math.max(...costs);
  return [
    judge({
      name: 'fan-out slope = c of the slowest process',
      predicted: slowest * 1000,
      measured: fanOut.slopeMs * 1000,
      unit: 'µs/client',
      tolerance: slowest * 1000 * slopeShare,
      standardError: fanOut.slopeErrorMs * 1000,
      uncertainty: (costs.reduce((sum, cost) => sum + cost, 0) - slowest) * 1000,
    }),
  ];
};

/** As all means of the default run. */
const slopeShare = 0.05;

const fanOutMs = ({ workload, ownCostMs, ownClientCostMs }: Observed): number =>
  workload.kind === 'wallboard' ? (workload.clients / 2) * Math.max(0, ownCostMs, ownClientCostMs) : 0;

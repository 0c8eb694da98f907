// All predictions for one transport, by its cost model in the catalog.
import type { ModelRow } from '../report/result.ts';
import { longPollRows, pollRows, pushRows } from './latency.ts';
import type { Observed } from './observed.ts';
import { judge } from './row.ts';
import { wireRows } from './wire.ts';

const latencyRows = (observed: Observed): readonly ModelRow[] => {
  switch (observed.costModel) {
    case 'board-new-connection':
    case 'board':
    case 'short-poll':
      return pollRows(observed);
    case 'long-poll':
      return longPollRows(observed);
    case 'push':
      return pushRows(observed);
  }
};

/** New connections in the steady part: one a request without keep-alive, else none. */
const connectionRow = ({ costModel, steady }: Observed): ModelRow =>
  judge({
    name: 'connections per request',
    predicted: costModel === 'board-new-connection' ? 1 : 0,
    measured: steady.requests === 0 ? steady.connections : steady.connections / steady.requests,
    unit: 'connections',
    tolerance: 0.005,
  });

/** Rows in the order in which a reader asks: how late, how often in vain, how many bytes. */
export const predict = (observed: Observed): readonly ModelRow[] => [
  ...latencyRows(observed),
  connectionRow(observed),
  ...wireRows(observed),
];

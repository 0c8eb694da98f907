// All predictions for one transport, by its cost model in the catalog.
import type { ModelRow } from '../report/result.ts';
import { harnessRows } from './harness.ts';
import { longPollRows } from './long-poll.ts';
import type { Observed } from './observed.ts';
import { pollRows } from './polls.ts';
import { pushRows } from './push.ts';
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

/** Rows in the order in which a reader asks: how late, how often in vain, how many bytes. */
export const predict = (observed: Observed): readonly ModelRow[] => [
  ...latencyRows(observed),
  ...wireRows(observed),
  ...harnessRows(observed),
];

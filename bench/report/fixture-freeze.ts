// For tests only: a run in which the server stood still for a second, which nobody measured either.
import { describeTransport } from '../../servers/protocol/catalog.ts';
import type { TransportId } from '../../servers/protocol/catalog.ts';
import { exampleRun } from './fixture.ts';
import { freezeNames } from './freeze.ts';
import type { FreezeFigure, FreezeResult, RunResult, TransportResult } from './result.ts';

const pushMs = { mean: 169, p50: 41.5, p90: 641, p99: 990, max: 1042 };
const pollMs = { mean: 403, p50: 330, p90: 903, p99: 1340, max: 1499 };

/** As a closed loop tells it: of what is pushed too little, of what waits for a question too much. */
const closedLoopShares = { push: 0.75, poll: 1.06 };

/** A freeze of one second. */
export const exampleFreeze = (id: TransportId): FreezeResult => {
  const isPushed = describeTransport(id).costModel === 'push' || describeTransport(id).costModel === 'long-poll';
  const [ms, share] = isPushed ? [pushMs, closedLoopShares.push] : [pollMs, closedLoopShares.poll];
  const figures = freezeNames.map((name): FreezeFigure => ({
    name,
    computedMs: ms[name] * 1.01,
    measuredMs: ms[name],
    closedLoopMs: name === 'max' ? ms[name] : ms[name] * share,
  }));
  return { frozenMs: 1000.4, figures };
};

/** The example with a freeze; `change` replaces parts of each transport. */
export const frozenRun = (change: (result: TransportResult) => Partial<TransportResult> = () => ({})): RunResult => {
  const run = exampleRun({ workload: { freezeMs: 1000 } });
  const transports = run.transports.map((result) => ({
    ...result,
    freeze: exampleFreeze(result.id),
    ...change(result),
  }));
  return { ...run, transports };
};

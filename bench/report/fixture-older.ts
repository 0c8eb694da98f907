// For tests only: the example as a bench wrote it before there was a ledger, a freeze, or more of the environment.
import { exampleRun } from './fixture.ts';
import type { RunResult } from './result.ts';

/** A run without any of the newer fields. */
export const olderRun = (): RunResult => {
  const run = exampleRun();
  const { loadAverageAfter: _, governor: __, cgroup: ___, clock: ____, ...environment } = run.environment;
  const { freezeMs: _____, isTls: ______, ...workload } = run.workload;
  const { standstillMs: _______, ...generator } = run.generator;
  const transports = run.transports.map(({ ledger: ________, ...result }) => result);
  return { ...run, environment, workload, generator, transports };
};

// The exit code of a run, and the sentence that goes with it.
import { areMet, sayJudged, type Judged } from './compare/expectations.ts';
import { contradictions } from './contradictions.ts';
import { isPeerId } from './report/peers.ts';
import { peerFaults } from './report/prose-peer.ts';
import type { RunResult } from './report/result.ts';

/** 0 fine · 1 something was lost, or a prediction is false, or an expectation is not met · 3 the run is void. Options (2) and interrupts (130) are main's. */
export interface Outcome {
  readonly exitCode: 0 | 1 | 3;
  readonly sentence: string;
}

const faults = (run: RunResult): readonly string[] => [...contradictions(run), ...faultsOf(run)];

const faultsOf = ({ transports, fanOut }: RunResult): readonly string[] => [
  ...transports.flatMap(({ id, lost, duplicated, outOfOrder, model }) => [
    ...(lost + duplicated + outOfOrder > 0
      ? [`${id} lost ${lost}, repeated ${duplicated} and disordered ${outOfOrder} entries`]
      : []),
    ...model.filter(({ ok }) => ok === false).map(({ name }) => `${id}: “${name}” is false`),
  ]),
  ...(fanOut?.rows ?? [])
    .filter(({ id, missing, surplus }) => !isPeerId(id) && missing + surplus > 0)
    .map(({ id, missing, surplus }) => `in the fan-out ${id} lost ${missing} entries and repeated ${surplus}`),
];

/** What a peer lost is its loss: it is said, loudly, and does not make this run a bad one. */
export const judgeRun = (run: RunResult): Outcome => {
  const { exitCode, sentence } = judgeOwn(run);
  return { exitCode, sentence: [sentence, ...peerFaults(run).map((fault) => fault)].join(' ') };
};

/** An expectation that is not met makes a run that is otherwise fine end with 1. Each has a line of its own. */
export const withExpectations = ({ exitCode, sentence }: Outcome, judged: readonly Judged[]): Outcome => ({
  exitCode: exitCode === 0 && !areMet(judged) ? 1 : exitCode,
  sentence: [sentence, ...judged.map(sayJudged)].join('\n'),
});

const judgeOwn = (run: RunResult): Outcome => {
  const found = faults(run);
  if (run.void) {
    return { exitCode: 3, sentence: `This run is void: ${[run.void.reason, ...found].join('; ')}.` };
  }
  return found.length === 0
    ? { exitCode: 0, sentence: 'Nothing was lost, repeated or out of order, and no prediction was false.' }
    : { exitCode: 1, sentence: `Do not trust this run: ${found.join('; ')}.` };
};

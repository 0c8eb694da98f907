// The exit code of a run, and the sentence that goes with it.
import { isPeerId } from './report/peers.ts';
import { peerFaults } from './report/prose-peer.ts';
import type { RunResult } from './report/result.ts';

/** 0 fine · 1 something was lost, or a prediction is false · 3 the run is void. Options (2) and interrupts (130) are main's. */
export interface Outcome {
  readonly exitCode: 0 | 1 | 3;
  readonly sentence: string;
}

const faults = ({ transports, fanOut }: RunResult): readonly string[] => [
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

const judgeOwn = (run: RunResult): Outcome => {
  const found = faults(run);
  if (run.void) {
    return { exitCode: 3, sentence: `This run is void: ${[run.void.reason, ...found].join('; ')}.` };
  }
  return found.length === 0
    ? { exitCode: 0, sentence: 'Nothing was lost, repeated or out of order, and no prediction was false.' }
    : { exitCode: 1, sentence: `Do not trust this run: ${found.join('; ')}.` };
};

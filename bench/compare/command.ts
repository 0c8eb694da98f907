// `npm run bench -- compare A B` and `npm run bench -- check DIR`: reads runs, says what they show, returns the exit code.
import { readFile } from 'node:fs/promises';
import { LabError } from '../../servers/protocol/errors.ts';
import { findRunDirectory, readRun } from '../report/read-run.ts';
import type { RunResult } from '../report/result.ts';
import { readSamples } from '../report/samples-file.ts';
import { compareRuns, type Comparison } from './compare.ts';
import {
  areMet,
  judgeExpectations,
  parseExpectation,
  parseExpectationLines,
  sayJudged,
  scopeOf,
  type Expectation,
  type ExpectationScope,
  type Judged,
  type RatioOf,
} from './expectations.ts';
import type { ReadRun } from './grounds.ts';
import { commands, readCompareOptions, type CompareCommand, type CompareOptions } from './options.ts';
import { renderComparison, type CompareLook } from './table.ts';

/** What a command prints, and how it ends: 0 fine, 1 an expectation is not met. */
export interface CommandAnswer {
  readonly text: string;
  readonly exitCode: 0 | 1;
}

/** Where runs are looked for, and where the answer is printed. */
export interface CompareSurroundings extends CompareLook {
  readonly resultsDirectory: string;
}

/** Whether the first word is a command of this room, and not an option of a run. */
export const isCompareCommand = (word: string): word is CompareCommand =>
  (commands as readonly string[]).includes(word);

/** @throws {LabError} LAB_PARAMETER_INVALID when an option, a run or the comparison is refused */
export const runCompareCommand = async (
  command: CompareCommand,
  argv: readonly string[],
  { resultsDirectory, ...look }: CompareSurroundings,
): Promise<CommandAnswer> => {
  const options = readCompareOptions(command, argv);
  const found = await Promise.all(options.directories.map((name) => findRun(resultsDirectory, name)));
  const [first, second] = found;
  if (first === undefined) throw new LabError('LAB_PARAMETER_INVALID', 'There is no run to look at.');
  return second === undefined ? check(first, options) : compare([first, second], options, look);
};

/** All expectations that the options name, checked against what a run or two can answer. */
export const readExpectations = async (
  { expect, expectFile }: Pick<CompareOptions, 'expect' | 'expectFile'>,
  scope: ExpectationScope,
): Promise<readonly Expectation[]> => {
  const named = expect.map((text) => parseExpectation(text, scope));
  if (expectFile === null) return named;
  const content = await readFile(expectFile, 'utf8').catch((cause: unknown) => {
    throw new LabError('LAB_PARAMETER_INVALID', `--expect-file ${expectFile} cannot be read.`, { cause });
  });
  return [...named, ...parseExpectationLines(content, expectFile, scope)];
};

interface FoundRun {
  readonly name: string;
  readonly directory: string;
  readonly run: RunResult;
}

const findRun = async (resultsDirectory: string, name: string): Promise<FoundRun> => {
  const directory = await findRunDirectory(resultsDirectory, name === 'latest' ? undefined : name);
  return { name, directory, run: await readRun(directory) };
};

const check = async ({ run }: FoundRun, options: CompareOptions): Promise<CommandAnswer> => {
  const expectations = await readExpectations(options, scopeOf(run.workload, peerIdsOf(run)));
  const judged = judgeExpectations(expectations, run);
  return answer(options.isJson ? toJson({ expectations: judged }) : linesOf(judged), judged);
};

const compare = async (
  found: readonly [FoundRun, FoundRun],
  options: CompareOptions,
  look: CompareLook,
): Promise<CommandAnswer> => {
  const [a, b] = await Promise.all([withSamples(found[0]), withSamples(found[1])]);
  const comparison = compareRuns(a, b);
  const scope = { ...scopeOf(b.run.workload, peerIdsOf(b.run)), isComparison: true };
  const judged = judgeExpectations(await readExpectations(options, scope), b.run, ratiosOf(comparison));
  const text = options.isJson
    ? toJson({ ...comparison, expectations: judged })
    : `${renderComparison(comparison, look)}${linesOf(judged)}`;
  return answer(text, judged);
};

const withSamples = async ({ name, directory, run }: FoundRun): Promise<ReadRun> => ({
  name,
  run,
  samples: await readSamples(directory, run.environment.startedAt),
});

const ratiosOf =
  ({ rows }: Comparison): RatioOf =>
  (subject, figure) =>
    rows.find(({ transport, measure }) => transport === subject && measure === figure)?.ratio ?? null;

const peerIdsOf = ({ peers = [] }: RunResult): readonly string[] => peers.map(({ id }) => id);

const linesOf = (judged: readonly Judged[]): string => judged.map((one) => `${sayJudged(one)}\n`).join('');

const toJson = (value: unknown): string => `${JSON.stringify(value, null, 2)}\n`;

const answer = (text: string, judged: readonly Judged[]): CommandAnswer => ({
  text,
  exitCode: areMet(judged) ? 0 : 1,
});

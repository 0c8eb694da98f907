// Reads what the server keeps of finished runs: the list of them, and one run.json at a time.
import { parseRun } from '../../../bench/report/parse-run.ts';
import type { RunResult } from '../../../bench/report/result.ts';
import type { ReportWords } from '../../../bench/report/words.ts';
import type { ListedRun, ResultsIndex, UnreadableRun } from '../../../servers/protocol/results-index.ts';
import { say } from '../text/say.ts';

/** Answers with the text of a file of this server, or rejects with a sentence. */
export type GetText = (path: string) => Promise<string>;

/** Where a file of a run is. */
export const pathOf = (directory: string, file: string): string => `/results/${encodeURIComponent(directory)}/${file}`;

export const isReadable = (run: ListedRun | UnreadableRun): run is ListedRun => 'startedAt' in run;

/** The list, newest first. @throws {Error} with the sentence that says why there is none */
export const readIndex = async (get: GetText = getText): Promise<ResultsIndex> => {
  const index = JSON.parse(await get('/results/index.json')) as Partial<ResultsIndex> | null;
  if (!Array.isArray(index?.runs)) throw new Error(say('bench.indexInvalid'));
  return { runs: index.runs };
};

/** One run, whole or not at all. @throws {Error} with the sentence that says what is wrong with it */
export const readRun = async (directory: string, words: ReportWords, get: GetText = getText): Promise<RunResult> => {
  const path = pathOf(directory, 'run.json');
  return parseRun(await get(path), path, words);
};

const getText: GetText = async (path) => {
  const answer = await fetch(path, { cache: 'no-cache' });
  if (!answer.ok) throw new Error(say('bench.notServed', { path, status: answer.status }));
  return answer.text();
};

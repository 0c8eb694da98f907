// Finds a run and reads its run.json, or refuses in one sentence that says what is wrong with it.
import { readFile, stat } from 'node:fs/promises';
import { basename, join, resolve } from 'node:path';
import { LabError } from '../../servers/protocol/errors.ts';
import { parseRun } from './parse-run.ts';
import type { RunResult } from './result.ts';

/**
 * The run in a directory.
 *
 * @throws {LabError} LAB_PARAMETER_INVALID when run.json is missing, not JSON, of another schema version or broken
 */
export const readRun = async (directory: string): Promise<RunResult> => {
  const path = join(directory, 'run.json');
  return parseRun(await readText(path, `There is no run in ${quoted(directory)}: run.json is missing.`), path);
};

/**
 * The directory of the run that is meant: the one asked for, as a path or as a name inside the results, or the newest.
 *
 * @param asked a path or a name; without it, what latest.json names
 * @throws {LabError} LAB_PARAMETER_INVALID when there is no such directory, or latest.json is missing or broken
 */
export const findRunDirectory = async (resultsDirectory: string, asked?: string): Promise<string> => {
  if (asked === undefined) return join(resultsDirectory, await latestName(resultsDirectory));
  for (const directory of [resolve(asked), join(resultsDirectory, asked)]) {
    if (await isDirectory(directory)) return directory;
  }
  throw refuse(`There is no directory ${quoted(asked)}, neither here nor in ${quoted(resultsDirectory)}.`);
};

const latestName = async (resultsDirectory: string): Promise<string> => {
  const path = join(resultsDirectory, 'latest.json');
  const latest = await readJson(
    path,
    `No run has been made yet: ${quoted(path)} is missing; start one with "npm run bench".`,
  );
  const name = (latest as { directory?: unknown } | null)?.directory;
  if (typeof name !== 'string' || name !== basename(name) || name.startsWith('.')) {
    throw refuse(`${quoted(path)} does not name a run: "directory" is ${JSON.stringify(name) ?? 'missing'}.`);
  }
  return name;
};

const readText = (path: string, missing: string): Promise<string> =>
  readFile(path, 'utf8').catch((cause: unknown) => {
    throw refuse(missing, cause);
  });

const readJson = async (path: string, missing: string): Promise<unknown> => {
  const text = await readText(path, missing);
  try {
    return JSON.parse(text) as unknown;
  } catch (cause) {
    throw refuse(`${quoted(path)} is not JSON.`, cause);
  }
};

const isDirectory = (path: string): Promise<boolean> =>
  stat(path).then(
    (found) => found.isDirectory(),
    () => false,
  );

const quoted = (path: string): string => JSON.stringify(path);

const refuse = (sentence: string, cause?: unknown): LabError =>
  new LabError('LAB_PARAMETER_INVALID', sentence, cause === undefined ? {} : { cause });

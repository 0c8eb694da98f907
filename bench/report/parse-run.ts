// The text of a run.json as a run, or refused in one sentence that says what is wrong with it. Browser-safe.
import { LabError } from '../../servers/protocol/errors.ts';
import { schemaVersion } from './result.ts';
import type { RunResult } from './result.ts';
import { findFault } from './run-shape.ts';
import { fill, reportWords, type ReportWords } from './words.ts';

/**
 * The run that a text holds.
 *
 * @param name what the text is called in the sentence, such as a file's name
 * @param words of the sentence, English by default; the place of a fault is told as in the file
 * @throws {LabError} LAB_PARAMETER_INVALID when it is not JSON, of another schema version or broken
 */
export const parseRun = (text: string, name: string, words: ReportWords = reportWords): RunResult => {
  const run = parseJson(text, name, words);
  const version = (run as { schemaVersion?: unknown } | null)?.schemaVersion;
  if (version !== schemaVersion) {
    const seen = JSON.stringify(version) ?? words.none;
    throw refuse(fill(words.refusedVersion, { name: quoted(name), version: seen, wanted: schemaVersion }));
  }
  const fault = findFault(run);
  if (fault !== null) throw refuse(fill(words.refusedFault, { name: quoted(name), fault }));
  return run as RunResult;
};

const parseJson = (text: string, name: string, words: ReportWords): unknown => {
  try {
    return JSON.parse(text) as unknown;
  } catch (cause) {
    throw refuse(fill(words.refusedJson, { name: quoted(name) }), cause);
  }
};

const quoted = (name: string): string => JSON.stringify(name);

const refuse = (sentence: string, cause?: unknown): LabError =>
  new LabError('LAB_PARAMETER_INVALID', sentence, cause === undefined ? {} : { cause });

// Options of `npm run bench -- compare` and `check`: argv in, what is asked out.
import { parseArgs } from 'node:util';
import { LabError } from '../../servers/protocol/errors.ts';

/** What is asked of runs that are already measured. */
export interface CompareOptions {
  /** Two folders to compare, or one to check; `latest` is the newest. */
  readonly directories: readonly string[];
  readonly expect: readonly string[];
  readonly expectFile: string | null;
  readonly isJson: boolean;
}

/** Words that stand in the place of options, and what they do. */
export const commands = ['compare', 'check'] as const;
export type CompareCommand = (typeof commands)[number];

const options = {
  expect: { type: 'string', multiple: true },
  'expect-file': { type: 'string' },
  json: { type: 'boolean', default: false },
} as const;

/** @throws {LabError} LAB_PARAMETER_INVALID with what is wrong and what is wanted */
export const readCompareOptions = (command: CompareCommand, argv: readonly string[]): CompareOptions => {
  const { values, positionals } = parse(command, argv);
  const wanted = command === 'compare' ? 2 : 1;
  if (positionals.length !== wanted) {
    throw refuse(`${usage[command]} names ${wanted === 2 ? 'two folders' : 'one folder'}, not ${positionals.length}.`);
  }
  const expect = values.expect ?? [];
  const expectFile = values['expect-file'] ?? null;
  if (command === 'check' && expect.length === 0 && expectFile === null) {
    throw refuse(`${usage.check} has nothing to check: name an expectation, such as --expect 'sse.p99<60'.`);
  }
  return { directories: positionals, expect, expectFile, isJson: values.json };
};

const usage: Readonly<Record<CompareCommand, string>> = {
  compare: 'npm run bench -- compare A B',
  check: 'npm run bench -- check DIR',
};

const parse = (command: CompareCommand, argv: readonly string[]) => {
  try {
    return parseArgs({ args: [...argv], options, allowPositionals: true });
  } catch (cause) {
    const fault = (cause as Error).message.split(/\.?\n|\.\s/)[0] ?? 'An option is wrong';
    throw refuse(`${fault}; ${command} knows --expect, --expect-file and --json.`, cause);
  }
};

const refuse = (sentence: string, cause?: unknown): LabError =>
  new LabError('LAB_PARAMETER_INVALID', sentence, cause === undefined ? {} : { cause });

// Writes samples.json beside run.json, and reads it back, or refuses in one sentence that says what is wrong with it.
import { mkdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { LabError } from '../../servers/protocol/errors.ts';
import { samplesVersion, type RunSamples } from './samples.ts';
import { writeWhole } from './write-whole.ts';

/** Writes `samples.json` into a directory, whole or not at all, and returns its name. */
export const writeSamples = async (samples: RunSamples, directory: string): Promise<string> => {
  await mkdir(directory, { recursive: true });
  await writeWhole(join(directory, 'samples.json'), `${JSON.stringify(samples)}\n`);
  return 'samples.json';
};

/**
 * The samples in a directory.
 *
 * @param startedAt of the run.json beside them: samples of another run are refused
 * @throws {LabError} LAB_PARAMETER_INVALID when samples.json is missing, not JSON, of another version or run, or broken
 */
export const readSamples = async (directory: string, startedAt: string): Promise<RunSamples> => {
  const path = join(directory, 'samples.json');
  const text = await readFile(path, 'utf8').catch((cause: unknown) => {
    throw refuse(
      `There are no samples in ${quoted(directory)}: it was measured before samples.json was written; measure it again.`,
      cause,
    );
  });
  const samples = parse(text, path);
  const version = (samples as { schemaVersion?: unknown } | null)?.schemaVersion;
  if (version !== samplesVersion) {
    throw refuse(
      `${quoted(path)} has schemaVersion ${JSON.stringify(version) ?? 'none'}, and this lab reads ${samplesVersion}: compare it with the version that wrote it.`,
    );
  }
  const fault = faultOf(samples);
  if (fault !== null) throw refuse(`${quoted(path)} is not whole: ${fault}.`);
  const found = samples as RunSamples;
  if (found.startedAt !== startedAt) {
    throw refuse(`${quoted(path)} is of the run of ${found.startedAt}, and the run.json beside it of ${startedAt}.`);
  }
  return found;
};

const parse = (text: string, path: string): unknown => {
  try {
    return JSON.parse(text) as unknown;
  } catch (cause) {
    throw refuse(`${quoted(path)} is not JSON.`, cause);
  }
};

type Fields = Readonly<Record<string, unknown>>;

const faultOf = (samples: unknown): string | null => {
  const { startedAt, subjects } = samples as Fields;
  if (typeof startedAt !== 'string') return 'startedAt is not a string';
  if (!Array.isArray(subjects)) return 'subjects is not a list';
  for (const [at, subject] of (subjects as readonly unknown[]).entries()) {
    const fault = subjectFault(subject, `subjects[${at}]`);
    if (fault !== null) return fault;
  }
  return null;
};

const subjectFault = (subject: unknown, path: string): string | null => {
  const { id, repeats } = fieldsOf(subject);
  if (typeof id !== 'string') return `${path}.id is not a string`;
  if (!Array.isArray(repeats)) return `${path}.repeats is not a list`;
  for (const [at, repeat] of (repeats as readonly unknown[]).entries()) {
    const fault = repeatFault(fieldsOf(repeat), `${path}.repeats[${at}]`);
    if (fault !== null) return fault;
  }
  return null;
};

const counts = [
  'repeat',
  'taken',
  'everyEvent',
  'steadyRequests',
  'steadySeconds',
  'deliveries',
  'probeDeliveries',
  'answers',
  'emptyAnswers',
  'serverCpuMs',
] as const;

const repeatFault = (fields: Fields, path: string): string | null => {
  const wrong = counts.find((name) => !isCount(fields[name]));
  if (wrong !== undefined) return `${path}.${wrong} is not a number from 0 on`;
  const kernel = (['steadyBytes', 'steadyPackets'] as const).find(
    (name) => fields[name] !== null && !isCount(fields[name]),
  );
  if (kernel !== undefined) return `${path}.${kernel} is neither null nor a number from 0 on`;
  if (typeof fields['plan'] !== 'string') return `${path}.plan is not a string`;
  return columnsFault(fields['samples'], `${path}.samples`) ?? columnsFault(fields['probes'], `${path}.probes`);
};

const columnsFault = (columns: unknown, path: string): string | null => {
  const fields = fieldsOf(columns);
  for (const name of ['event', 'reader', 'atMs', 'latencyUs'] as const) {
    const column = fields[name];
    if (!Array.isArray(column) || !column.every(isFinite)) return `${path}.${name} is not a list of numbers`;
    if (column.length !== (fields['event'] as readonly unknown[]).length) {
      return `${path}.${name} has not the length of ${path}.event`;
    }
  }
  return null;
};

const isFinite = (value: unknown): boolean => Number.isFinite(value);

const isCount = (value: unknown): boolean => isFinite(value) && (value as number) >= 0;

const fieldsOf = (value: unknown): Fields => (typeof value === 'object' && value !== null ? (value as Fields) : {});

const quoted = (path: string): string => JSON.stringify(path);

const refuse = (sentence: string, cause?: unknown): LabError =>
  new LabError('LAB_PARAMETER_INVALID', sentence, { cause });

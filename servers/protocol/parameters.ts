// Query parameters, read the same way by every transport.
import { parseCursor, type StartPosition } from './cursor.ts';
import { LabError } from './errors.ts';
import { shown } from './shown.ts';
import { parseTopic, type Topic } from './topic.ts';

/** Query parameters as a server hands them over; a repeated one is an array. */
export type Query = Readonly<Record<string, unknown>>;

/** @throws {LabError} LAB_PARAMETER_INVALID when the parameter is repeated */
export const readText = (query: Query, name: string): string | undefined => {
  const value = query[name];
  if (value === undefined || typeof value === 'string') return value;
  throw new LabError('LAB_PARAMETER_INVALID', `The parameter ${name} may stand only once.`);
};

/** `after`: a cursor, `earliest`, or absent (= from now). @throws {LabError} LAB_CURSOR_INVALID, LAB_PARAMETER_INVALID */
export const readStart = (query: Query): StartPosition => startFrom(readText(query, 'after'));

/** @throws {LabError} LAB_CURSOR_INVALID */
export const startFrom = (text: string | undefined): StartPosition => {
  if (text === undefined) return 'now';
  if (text === 'earliest') return 'earliest';
  parseCursor(text);
  return text as StartPosition;
};

/** `topic`: a node name, or absent (= every entry). @throws {LabError} LAB_TOPIC_INVALID, LAB_PARAMETER_INVALID */
export const readTopic = (query: Query): Topic | undefined => {
  const text = readText(query, 'topic');
  return text === undefined ? undefined : parseTopic(text);
};

/** What a number has to be. */
export interface NumberRule {
  readonly least: number;
  readonly most: number;
  readonly isWhole?: boolean;
}

/**
 * A number in plain decimal notation.
 * @param name as it stands in the sentence of the refusal
 * @throws {LabError} LAB_PARAMETER_INVALID
 */
export const parseNumber = (text: string, name: string, { least, most, isWhole = false }: NumberRule): number => {
  const value = Number(text);
  const isPlain = /^\d{1,12}(\.\d{1,6})?$/.test(text);
  if (!isPlain || value < least || value > most || (isWhole && !Number.isInteger(value))) {
    const kind = isWhole ? 'a whole number' : 'a number';
    throw new LabError(
      'LAB_PARAMETER_INVALID',
      `${name} is ${JSON.stringify(text.slice(0, 40))}; it has to be ${kind} from ${least} to ${most}.`,
    );
  }
  return value;
};

/**
 * A number that came as JSON.
 * @param name as it stands in the sentence of the refusal
 * @throws {LabError} LAB_PARAMETER_INVALID
 */
export const checkNumber = (value: unknown, name: string, { least, most, isWhole = false }: NumberRule): number => {
  const isWithin = typeof value === 'number' && value >= least && value <= most;
  if (isWithin && (!isWhole || Number.isInteger(value))) return value;
  const kind = isWhole ? 'a whole number' : 'a number';
  throw new LabError(
    'LAB_PARAMETER_INVALID',
    `${name} is ${shown(value)}; it has to be ${kind} from ${least} to ${most}.`,
  );
};

/** Writes a start position and a topic as `?after=…&topic=…`, in this order. */
export const withPosition = (url: URL, start: StartPosition, topic?: Topic): URL => {
  const target = new URL(url);
  if (start !== 'now') target.searchParams.set('after', start);
  if (topic !== undefined) target.searchParams.set('topic', topic);
  return target;
};

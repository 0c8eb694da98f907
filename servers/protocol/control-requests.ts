// What a page asks for on the control channel, read from its JSON: each field is checked, and a wrong one is named.
import { readBurst } from './burst.ts';
import { isTransportId, transportIds, type TransportId } from './catalog.ts';
import { scenarios, settingRules, type ControlCommand, type LabSettings, type TapFaults } from './control.ts';
import { LabError } from './errors.ts';
import { agentStates, isId, parseAgentEvent, type AgentState } from './event.ts';
import { checkNumber, type NumberRule } from './parameters.ts';
import { shown } from './shown.ts';

/** A request whose id could be read: whatever else is wrong with it, it can be answered. */
export interface OpenedRequest {
  readonly id: number;
  readonly fields: Fields;
}

/** Members of the JSON object that came. */
export type Fields = Readonly<Record<string, unknown>>;

const extraRttRule: NumberRule = { least: 0, most: 10_000 };
const idleRule: NumberRule = { least: 100, most: 600_000 };
const reasonRule: NumberRule = { least: 0, most: 999_999, isWhole: true };

const isObject = (value: unknown): value is Fields =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** @throws {LabError} LAB_FRAME_INVALID when there is no id that an answer could carry */
export const openRequest = (text: string): OpenedRequest => {
  const fields = parse(text);
  if (!isObject(fields)) throw new LabError('LAB_FRAME_INVALID', `A request is a JSON object, not ${shown(fields)}.`);
  const id = fields['id'];
  if (Number.isSafeInteger(id) && (id as number) >= 0) return { id: id as number, fields };
  throw new LabError('LAB_FRAME_INVALID', `id is ${shown(id)}; it has to be a whole number from 0 on.`);
};

const parse = (text: string): unknown => {
  try {
    return JSON.parse(text);
  } catch (cause) {
    throw new LabError('LAB_FRAME_INVALID', 'The message is not JSON.', { cause });
  }
};

type Reader = (fields: Fields, nowIso: string) => ControlCommand;

const readers: Readonly<Record<ControlCommand['do'], Reader>> = {
  publish: ({ event }, nowIso) =>
    event === undefined ? { do: 'publish' } : { do: 'publish', event: parseAgentEvent(event, nowIso) },
  burst: (fields) => ({ do: 'burst', ...readBurst(fields) }),
  set: ({ settings }) => ({ do: 'set', settings: readAll<LabSettings>(settings, 'settings', settingReaders) }),
  fault: ({ transport, faults }) => ({
    do: 'fault',
    transport: transportOf(transport),
    faults: readAll<TapFaults>(faults, 'faults', faultReaders),
  }),
  cut: ({ transport }) => ({ do: 'cut', transport: transportOf(transport) }),
  agent: (fields) => readAgent(fields),
  watch: ({ transports }) => ({ do: 'watch', transports: transportsOf(transports) }),
  clock: () => ({ do: 'clock' }),
  run: ({ transports }) => ({ do: 'run', transports: someOf(transportsOf(transports)) }),
  'stop-run': () => ({ do: 'stop-run' }),
};

/**
 * @param nowIso what an event's `at` becomes when it has none
 * @throws {LabError} LAB_FRAME_INVALID, LAB_PARAMETER_INVALID, LAB_EVENT_INVALID naming the field, what was seen and what is wanted
 */
export const readCommand = (fields: Fields, nowIso: string): ControlCommand => {
  const name = fields['do'];
  if (typeof name === 'string' && Object.hasOwn(readers, name)) {
    return readers[name as ControlCommand['do']](fields, nowIso);
  }
  throw new LabError(
    'LAB_FRAME_INVALID',
    `do is ${shown(name)}; it has to be one of ${Object.keys(readers).join(', ')}.`,
  );
};

const refuse = (sentence: string): never => {
  throw new LabError('LAB_PARAMETER_INVALID', sentence);
};

type FieldReader = (value: unknown, name: string) => unknown;

const oneOf = <Name extends string>(value: unknown, name: string, names: readonly Name[]): Name =>
  names.find((one) => one === value) ?? refuse(`${name} is ${shown(value)}; it has to be one of ${names.join(', ')}.`);

const truth: FieldReader = (value, name) =>
  typeof value === 'boolean' ? value : refuse(`${name} is ${shown(value)}; it has to be true or false.`);

const numberBy =
  (rule: NumberRule): FieldReader =>
  (value, name) =>
    checkNumber(value, name, rule);

const settingReaders: Readonly<Record<keyof LabSettings, FieldReader>> = {
  scenario: (value, name) => oneOf(value, name, scenarios),
  seed: numberBy(settingRules.seed),
  ratePerSecond: numberBy(settingRules.ratePerSecond),
  rttMs: numberBy(settingRules.rttMs),
  payloadBytes: numberBy(settingRules.payloadBytes),
};

const faultReaders: Readonly<Record<keyof TapFaults, FieldReader>> = {
  extraRttMs: numberBy(extraRttRule),
  isDark: truth,
  isBuffering: truth,
  idleTimeoutMs: (value, name) => (value === null ? null : checkNumber(value, name, idleRule)),
  isRefusing: truth,
};

/** The members that are there; one that nobody knows is refused, for a slip of the pen would change nothing and look as if it had. */
const readAll = <Known>(
  value: unknown,
  name: string,
  readers: Readonly<Record<string, FieldReader>>,
): Partial<Known> => {
  if (!isObject(value)) return refuse(`${name} is ${shown(value)}; it has to be an object.`);
  const known = Object.keys(readers);
  const read = Object.entries(value).map(([member, seen]) => {
    const key = oneOf(member, `A member of ${name}`, known);
    return [key, readers[key]?.(seen, `${name}.${key}`)] as const;
  });
  return Object.fromEntries(read) as Partial<Known>;
};

const transportOf = (value: unknown, name = 'transport'): TransportId =>
  typeof value === 'string' && isTransportId(value) ? value : oneOf(value, name, transportIds);

const transportsOf = (value: unknown): readonly TransportId[] => {
  if (!Array.isArray(value) || value.length > transportIds.length) {
    return refuse(`transports is ${shown(value)}; it has to be a list of at most ${transportIds.length} transports.`);
  }
  return [...new Set(value.map((id: unknown) => transportOf(id, 'One of transports')))];
};

const someOf = (ids: readonly TransportId[]): readonly TransportId[] =>
  ids.length > 0 ? ids : refuse('transports is []; it has to name at least one transport.');

const readAgent = ({ agent, state, reasonCode }: Fields): ControlCommand => ({
  do: 'agent',
  agent: isId(agent) ? agent : refuse(`agent is ${shown(agent)}; it has to be an id such as 1001001.`),
  state: oneOf<AgentState>(state, 'state', agentStates),
  ...(reasonCode !== undefined && { reasonCode: checkNumber(reasonCode, 'reasonCode', reasonRule) }),
});

// AgentEvent: what happens in the contact centre, a union by `type`, with one literal example of each.
import { LabError } from './errors.ts';
import { shown } from './shown.ts';

/** Agent states of Finesse (developer guide, "User: change agent state"). LOGIN passes, the others stay. */
export const agentStates = [
  'LOGIN',
  'LOGOUT',
  'NOT_READY',
  'READY',
  'RESERVED',
  'RESERVED_OUTBOUND',
  'RESERVED_OUTBOUND_PREVIEW',
  'TALKING',
  'HOLD',
  'WORK',
  'WORK_READY',
  'UNKNOWN',
] as const;
export type AgentState = (typeof agentStates)[number];

/** States of a call as one participant sees it. */
export const dialogStates = ['ALERTING', 'ACTIVE', 'HELD', 'WRAP_UP', 'DROPPED'] as const;
export type DialogState = (typeof dialogStates)[number];

/** Whether Finesse can serve at all; a desktop that reads OUT_OF_SERVICE goes to the other node. */
export const systemStatuses = ['IN_SERVICE', 'OUT_OF_SERVICE'] as const;
export type SystemStatus = (typeof systemStatuses)[number];

interface EventBase {
  /** When it happened, ISO 8601 in UTC. */
  readonly at: string;
  /** Filler, so that an event reaches a chosen `payloadBytes`. */
  readonly pad?: string;
}

/** An agent is now in `state`. */
export interface AgentStateEvent extends EventBase {
  readonly type: 'agent-state';
  readonly agent: string;
  readonly state: AgentState;
  readonly team?: string;
  /** The reason given with NOT_READY or LOGOUT. */
  readonly reasonCode?: number;
  /** The `RequestId` header of the request that caused it. */
  readonly requestId?: string;
}

/** A call of an agent is now in `state`. */
export interface DialogEvent extends EventBase {
  readonly type: 'dialog';
  readonly agent: string;
  readonly dialog: string;
  readonly state: DialogState;
  readonly from: string;
  readonly to: string;
  readonly queue?: string;
}

/** A supervisor wrote to a team. */
export interface TeamMessageEvent extends EventBase {
  readonly type: 'team-message';
  readonly team: string;
  readonly from: string;
  readonly content: string;
  readonly durationSeconds: number;
}

/** The figures of a queue. */
export interface QueueStatisticsEvent extends EventBase {
  readonly type: 'queue-statistics';
  readonly queue: string;
  readonly callsInQueue: number;
  readonly longestWaitSeconds: number;
  readonly agentsReady: number;
}

/** A request for a state that was accepted first and then refused: Finesse answers 202 before it knows. */
export interface AgentErrorEvent extends EventBase {
  readonly type: 'agent-error';
  readonly agent: string;
  readonly errorType: string;
  readonly errorMessage: string;
  readonly errorData: string;
  /** The `RequestId` header of the request that is refused. */
  readonly requestId?: string;
}

/** The system went into service or out of it. */
export interface SystemInfoEvent extends EventBase {
  readonly type: 'system-info';
  readonly status: SystemStatus;
}

export type AgentEvent =
  | AgentStateEvent
  | DialogEvent
  | TeamMessageEvent
  | QueueStatisticsEvent
  | AgentErrorEvent
  | SystemInfoEvent;
export type AgentEventType = AgentEvent['type'];

/** One literal example a type. */
export const eventExamples = {
  'agent-state': {
    type: 'agent-state',
    agent: '1001001',
    state: 'READY',
    team: '5000',
    at: '2026-11-22T10:00:00.000Z',
  },
  dialog: {
    type: 'dialog',
    agent: '1001001',
    dialog: '16804377',
    state: 'ALERTING',
    from: '+15550100',
    to: '1001001',
    queue: '10',
    at: '2026-11-22T10:00:00.000Z',
  },
  'team-message': {
    type: 'team-message',
    team: '5000',
    from: 'administrator',
    content: 'Long queue: please postpone breaks.',
    durationSeconds: 100,
    at: '2026-11-22T10:00:00.000Z',
  },
  'queue-statistics': {
    type: 'queue-statistics',
    queue: '10',
    callsInQueue: 3,
    longestWaitSeconds: 41,
    agentsReady: 5,
    at: '2026-11-22T10:00:00.000Z',
  },
  'agent-error': {
    type: 'agent-error',
    agent: '1001001',
    errorType: 'Invalid State',
    errorMessage: 'CF_INVALID_OBJECT_STATE',
    errorData: '22',
    at: '2026-11-22T10:00:00.000Z',
  },
  'system-info': {
    type: 'system-info',
    status: 'IN_SERVICE',
    at: '2026-11-22T10:00:00.000Z',
  },
} as const satisfies { readonly [Type in AgentEventType]: Extract<AgentEvent, { type: Type }> };

type FieldKind = 'id' | 'text' | 'number' | 'state' | 'dialog-state' | 'system-status';
type FieldRule = { readonly kind: FieldKind; readonly optional?: true };
const id: FieldRule = { kind: 'id' };
const text: FieldRule = { kind: 'text' };
const number: FieldRule = { kind: 'number' };
const optional = (rule: FieldRule): FieldRule => ({ ...rule, optional: true });

const rules: Record<AgentEventType, Readonly<Record<string, FieldRule>>> = {
  'agent-state': {
    agent: id,
    state: { kind: 'state' },
    team: optional(id),
    reasonCode: optional(number),
    requestId: optional(text),
  },
  dialog: { agent: id, dialog: id, state: { kind: 'dialog-state' }, from: text, to: text, queue: optional(id) },
  'team-message': { team: id, from: text, content: text, durationSeconds: number },
  'queue-statistics': { queue: id, callsInQueue: number, longestWaitSeconds: number, agentsReady: number },
  'agent-error': { agent: id, errorType: text, errorMessage: text, errorData: text, requestId: optional(text) },
  'system-info': { status: { kind: 'system-status' } },
};

/** Ids stand in node names and URLs: 1 to 64 letters, digits and `. _ -`. */
export const isId = (value: unknown): value is string =>
  typeof value === 'string' && /^[0-9A-Za-z._-]{1,64}$/.test(value);

const checks: Record<FieldKind, { readonly fits: (value: unknown) => boolean; readonly wanted: string }> = {
  id: { fits: isId, wanted: 'an id of 1 to 64 letters, digits, dots, dashes or underscores' },
  text: { fits: (value) => typeof value === 'string', wanted: 'a string' },
  number: { fits: (value) => typeof value === 'number' && Number.isFinite(value), wanted: 'a number' },
  state: { fits: (value) => agentStates.includes(value as AgentState), wanted: `one of ${agentStates.join(', ')}` },
  'dialog-state': {
    fits: (value) => dialogStates.includes(value as DialogState),
    wanted: `one of ${dialogStates.join(', ')}`,
  },
  'system-status': {
    fits: (value) => systemStatuses.includes(value as SystemStatus),
    wanted: `one of ${systemStatuses.join(', ')}`,
  },
};

const refuse = (sentence: string): never => {
  throw new LabError('LAB_EVENT_INVALID', sentence);
};

const isEventType = (value: unknown): value is AgentEventType =>
  typeof value === 'string' && Object.hasOwn(rules, value);

/**
 * Reads an event that came from outside. Fields it does not know are kept: an event is delivered as it was published.
 * @param nowIso what `at` becomes when the publisher left it out
 * @throws {LabError} LAB_EVENT_INVALID with the field, the value seen and the value wanted
 */
export const parseAgentEvent = (value: unknown, nowIso: string): AgentEvent => {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) {
    return refuse(`An event is a JSON object, not ${shown(value)}.`);
  }
  const fields = value as Readonly<Record<string, unknown>>;
  const type = fields['type'];
  if (!isEventType(type)) {
    return refuse(`The event type ${shown(type)} is unknown; it is one of ${Object.keys(rules).join(', ')}.`);
  }
  for (const [name, rule] of Object.entries({ ...rules[type], at: optional(text), pad: optional(text) })) {
    const seen = fields[name];
    if (seen === undefined && rule.optional) continue;
    const { fits, wanted } = checks[rule.kind];
    if (!fits(seen)) refuse(`The field ${name} of ${type} is ${shown(seen)}; it has to be ${wanted}.`);
  }
  return { at: nowIso, ...fields, type } as unknown as AgentEvent;
};

const utf8 = new TextEncoder();

/** UTF-8 length of the event's JSON. */
export const payloadBytesOf = (event: AgentEvent): number => utf8.encode(JSON.stringify(event)).byteLength;

/**
 * The event with a `pad` of ASCII that makes its JSON exactly `payloadBytes` long.
 * An event that is longer already is returned as it is, for nothing may be cut away.
 */
export const padEvent = <Event extends AgentEvent>(event: Event, payloadBytes: number): Event => {
  const missing = payloadBytes - payloadBytesOf({ ...event, pad: '' });
  return missing < 0 ? event : { ...event, pad: 'x'.repeat(missing) };
};

// The JSON bodies of the polling transports: the board, and a batch of what is new.
import { isCursor, type Cursor } from './cursor.ts';
import { entryFromJson, parseJson, type Entry } from './entry.ts';
import { LabError } from './errors.ts';
import type { AgentEvent } from './event.ts';

/** Response header of `short-poll` and `long-poll`: the position in the whole feed, not of the topic. */
export const cursorHeader = 'lab-cursor';

/** What an answer to a poll holds. `more` says that asking again at once brings further entries. */
export interface Batch {
  readonly entries: readonly Entry[];
  readonly cursor: Cursor;
  readonly more: boolean;
}

/** The state of every agent and the newest entries; a client removes what it knows already. */
export interface Board {
  readonly cursor: Cursor;
  readonly agents: readonly AgentEvent[];
  readonly entries: readonly Entry[];
}

/** `{"cursor","events":[…],"more":false}` from the entries' ready-made JSON. */
export const encodeBatch = (cursor: Cursor, entriesJson: readonly string[], more: boolean): string =>
  `{"cursor":"${cursor}","events":[${entriesJson.join(',')}],"more":${more}}`;

/** `{"cursor","agents":[…],"events":[…]}` from the entries' ready-made JSON. */
export const encodeBoard = (cursor: Cursor, agents: readonly AgentEvent[], entriesJson: readonly string[]): string =>
  `{"cursor":"${cursor}","agents":${JSON.stringify(agents)},"events":[${entriesJson.join(',')}]}`;

const readMembers = (
  json: string,
): { cursor: Cursor; members: Readonly<Record<string, unknown>>; entries: Entry[] } => {
  const members = parseJson(json) as Readonly<Record<string, unknown>> | null;
  const cursor = members?.['cursor'];
  const events = members?.['events'];
  if (!members || typeof cursor !== 'string' || !isCursor(cursor) || !Array.isArray(events)) {
    throw new LabError('LAB_ANSWER_INVALID', `The answer has no cursor and events: ${json.slice(0, 80)}.`);
  }
  return { cursor, members, entries: events.map((event: unknown) => entryFromJson(event)) };
};

/** @throws {LabError} LAB_ANSWER_INVALID */
export const decodeBatch = (json: string): Batch => {
  const { cursor, members, entries } = readMembers(json);
  return { cursor, entries, more: members['more'] === true };
};

/** @throws {LabError} LAB_ANSWER_INVALID */
export const decodeBoard = (json: string): Board => {
  const { cursor, members, entries } = readMembers(json);
  return { cursor, entries, agents: (members['agents'] ?? []) as readonly AgentEvent[] };
};

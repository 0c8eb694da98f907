// The JSON text messages of the `websocket` transport, both directions.
import { isCursor, type Cursor } from './cursor.ts';
import { entryFromJson, isEntryJson, parseJson, type Entry } from './entry.ts';
import { LabError, type LabErrorCode } from './errors.ts';
import { agentStates, isId, type AgentState } from './event.ts';
import { encodeGap, gapFromJson, type Gap } from './gap.ts';

/** `{"cursor":C}`: first message, and every 15 s: the position to resume from. */
export const encodePosition = (cursor: Cursor): string => `{"cursor":"${cursor}"}`;

/** `{"gap":{…}}`. */
export const encodeGapMessage = (gap: Gap): string => `{"gap":${encodeGap(gap)}}`;

/** A request of the client: change an agent's state. The change itself arrives as an entry on the feed. */
export interface Command {
  readonly id: string | number;
  readonly set: { readonly agent: string; readonly state: AgentState };
}

/** `{"id","set":{"agent","state"}}`. */
export const encodeCommand = (command: Command): string => JSON.stringify(command);

/** `{"id","ok":true}` or `{"id","error":{"code","message"}}`. */
export const encodeAnswer = (id: string | number | null, error?: LabError): string =>
  JSON.stringify(error ? { id, error } : { id, ok: true });

/** @throws {LabError} LAB_FRAME_INVALID when the text is no command; its `cause` is the id, where one could be read */
export const decodeCommand = (text: string): Command => {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch (cause) {
    throw new LabError('LAB_FRAME_INVALID', 'The message is not JSON.', { cause });
  }
  const { id, set } = (value ?? {}) as { id?: unknown; set?: { agent?: unknown; state?: unknown } | null };
  const agent = set?.agent;
  const state = set?.state;
  if ((typeof id !== 'string' && typeof id !== 'number') || String(id).length > 64) {
    throw new LabError('LAB_FRAME_INVALID', 'A command has an `id`: a number or a string of at most 64 characters.');
  }
  if (!isId(agent) || !agentStates.includes(state as AgentState)) {
    throw new LabError('LAB_FRAME_INVALID', 'A command is {"id","set":{"agent","state"}}.', { cause: id });
  }
  return { id, set: { agent, state: state as AgentState } };
};

/** What a client of this transport may receive. */
export type ServerMessage =
  | { readonly kind: 'entry'; readonly entry: Entry }
  | { readonly kind: 'position'; readonly cursor: Cursor }
  | { readonly kind: 'gap'; readonly gap: Gap }
  | { readonly kind: 'answer'; readonly id: string | number | null; readonly error: LabErrorCode | null };

interface LooseMessage {
  readonly cursor?: unknown;
  readonly gap?: unknown;
  readonly id?: string | number | null;
  readonly error?: { readonly code?: LabErrorCode } | null;
}

/** @throws {LabError} LAB_ANSWER_INVALID */
export const decodeServerMessage = (text: string): ServerMessage => {
  const value = parseJson(text);
  if (isEntryJson(value)) return { kind: 'entry', entry: entryFromJson(value) };
  const { cursor, gap, id, error } = (value ?? {}) as LooseMessage;
  if (gap !== undefined) return { kind: 'gap', gap: gapFromJson(gap) };
  if (typeof cursor === 'string' && isCursor(cursor)) return { kind: 'position', cursor };
  if (id !== undefined) return { kind: 'answer', id, error: error?.code ?? null };
  throw new LabError('LAB_ANSWER_INVALID', `This message is unknown: ${text.slice(0, 80)}.`);
};

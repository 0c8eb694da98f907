// An entry: one event with its place in the feed, and its JSON, which is the payload of every wire.
import { isCursor, type Cursor } from './cursor.ts';
import { LabError } from './errors.ts';
import type { AgentEvent } from './event.ts';
import type { Topic } from './topic.ts';

/** What the feed hands out. */
export interface Entry {
  readonly cursor: Cursor;
  /** The *intended* publish time in nanoseconds of the machine's monotonic clock (`process.hrtime.bigint()`). */
  readonly publishedAtNs: bigint;
  readonly topics: readonly Topic[];
  readonly event: AgentEvent;
}

/** The JSON of an entry: one line, so that it fits one SSE `data:` field, and free of raw control characters. */
export const encodeEntry = (entry: Entry): string =>
  JSON.stringify({
    cursor: entry.cursor,
    publishedAtNs: String(entry.publishedAtNs),
    topics: entry.topics,
    event: entry.event,
  });

interface EntryJson {
  readonly cursor?: unknown;
  readonly publishedAtNs?: unknown;
  readonly topics?: unknown;
  readonly event?: unknown;
}

/** Whether a parsed JSON value has the shape of an entry. */
export const isEntryJson = (value: unknown): value is EntryJson =>
  typeof value === 'object' && value !== null && 'cursor' in value && 'publishedAtNs' in value && 'event' in value;

/** @throws {LabError} LAB_ANSWER_INVALID when the value is not an entry */
export const entryFromJson = (value: unknown): Entry => {
  if (
    !isEntryJson(value) ||
    typeof value.cursor !== 'string' ||
    !isCursor(value.cursor) ||
    typeof value.publishedAtNs !== 'string' ||
    !/^\d{1,19}$/.test(value.publishedAtNs) ||
    !Array.isArray(value.topics ?? []) ||
    typeof value.event !== 'object' ||
    value.event === null
  ) {
    throw new LabError('LAB_ANSWER_INVALID', `This is not an entry: ${(JSON.stringify(value) ?? '').slice(0, 80)}.`);
  }
  return {
    cursor: value.cursor,
    publishedAtNs: BigInt(value.publishedAtNs),
    topics: (value.topics ?? []) as readonly Topic[],
    event: value.event as AgentEvent,
  };
};

/** @throws {LabError} LAB_ANSWER_INVALID when the text is not the JSON of an entry */
export const decodeEntry = (json: string): Entry => entryFromJson(parseJson(json));

/** @throws {LabError} LAB_ANSWER_INVALID when the text is not JSON */
export const parseJson = (json: string): unknown => {
  try {
    return JSON.parse(json) as unknown;
  } catch (cause) {
    throw new LabError('LAB_ANSWER_INVALID', `This is not JSON: ${JSON.stringify(json.slice(0, 60))}.`, { cause });
  }
};

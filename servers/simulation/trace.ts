// A recorded trace: NDJSON, one `{"atMs","event"}` a line, replayed at its own pace.
import { createReadStream } from 'node:fs';
import { createInterface } from 'node:readline/promises';
import { LabError } from '../protocol/errors.ts';
import { parseAgentEvent, type AgentEvent } from '../protocol/event.ts';
import { parseTopic, type Topic } from '../protocol/topic.ts';
import type { Due } from './pace.ts';

/** An event of a trace, with the topics it was recorded under beside its own. */
export interface TraceItem {
  readonly event: AgentEvent;
  readonly topics: readonly Topic[];
  /** Whether the recording says when it happened; else it happens when it is replayed. */
  readonly hasTime: boolean;
}

/** Longest trace that is loaded. */
const maximumLines = 1_000_000;
/** Latest time in a trace, in milliseconds: a year. */
const maximumAtMs = 365 * 24 * 3600 * 1000;

interface TraceLine {
  readonly atMs?: unknown;
  readonly event?: unknown;
  readonly topics?: unknown;
}

const readLine = (line: string): Due<TraceItem> => {
  const { atMs, event, topics = [] } = (JSON.parse(line) ?? {}) as TraceLine;
  if (typeof atMs !== 'number' || !(atMs >= 0) || atMs > maximumAtMs) {
    throw new LabError('LAB_PARAMETER_INVALID', `It has no \`atMs\` from 0 to ${maximumAtMs} milliseconds.`);
  }
  if (!Array.isArray(topics)) throw new LabError('LAB_PARAMETER_INVALID', 'Its `topics` are not a list.');
  return {
    atMs,
    item: {
      event: parseAgentEvent(event, new Date().toISOString()),
      topics: topics.map((topic: unknown) => parseTopic(String(topic))),
      hasTime: typeof event === 'object' && event !== null && 'at' in event,
    },
  };
};

/** @throws {LabError} LAB_PARAMETER_INVALID, LAB_TOPIC_INVALID, LAB_EVENT_INVALID naming the place */
const readLineAt = (line: string, place: string): Due<TraceItem> => {
  try {
    return readLine(line);
  } catch (cause) {
    if (cause instanceof LabError) throw new LabError(cause.code, `${place}: ${cause.message}`, { cause });
    throw new LabError('LAB_PARAMETER_INVALID', `${place} is not JSON.`, { cause });
  }
};

/**
 * Loads a trace, sorted by time.
 * @throws {LabError} LAB_PARAMETER_INVALID, LAB_TOPIC_INVALID, LAB_EVENT_INVALID naming file and line
 */
export const readTrace = async (path: string): Promise<readonly Due<TraceItem>[]> => {
  const items: Due<TraceItem>[] = [];
  let number = 0;
  const input = createReadStream(path, 'utf8');
  try {
    for await (const line of createInterface({ input })) {
      number += 1;
      if (number > maximumLines) throw new LabError('LAB_PARAMETER_INVALID', `${path} has over ${maximumLines} lines.`);
      if (line.trim() !== '') items.push(readLineAt(line, `Line ${number} of ${path}`));
    }
  } catch (cause) {
    if (cause instanceof LabError) throw cause;
    throw new LabError('LAB_PARAMETER_INVALID', `The trace ${path} cannot be read.`, { cause });
  } finally {
    input.destroy();
  }
  return items.sort((left, right) => left.atMs - right.atMs);
};

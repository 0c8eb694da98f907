// The text of an event stream. https://html.spec.whatwg.org/multipage/server-sent-events.html#parsing-an-event-stream
import type { Cursor } from './cursor.ts';
import { encodeGap, type Gap } from './gap.ts';

/** Media type of the response. [spec] "Event streams are always decoded as UTF-8". */
export const eventStreamType = 'text/event-stream';

/** [spec] "authors can include a comment line … every 15 seconds or so". */
export const heartbeatMs = 15_000;

/** One event: `id:` is the cursor, `data:` the entry's JSON (one line, for JSON escapes CR and LF). */
export const encodeEvent = (cursor: Cursor, entryJson: string): string => `id: ${cursor}\ndata: ${entryJson}\n\n`;

/**
 * A block that moves the last event id and dispatches nothing.
 * [spec] "If the data buffer is an empty string, set the data buffer and the event type buffer to the empty string and return",
 * after the last event ID string was set: so a reader "from now", or of a quiet topic, can resume.
 */
export const encodeHeartbeat = (cursor: Cursor): string => `: \nid: ${cursor}\n\n`;

/** `event: gap`: the reader fell behind the log. */
export const encodeGapEvent = (gap: Gap): string => `id: ${gap.next}\nevent: gap\ndata: ${encodeGap(gap)}\n\n`;

/** Asks the client to wait before it reconnects. [spec] "set the event stream's reconnection time to that integer". */
export const encodeRetry = (retryMs: number): string => `retry: ${retryMs}\n\n`;

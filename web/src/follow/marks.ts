// From arrivals to marks: columns that are handed to the page without a copy, and never more than it can show.
import type { Arrival } from '../../../clients/transport.ts';
import { parseCursor } from '../../../servers/protocol/cursor.ts';
import type { Entry } from '../../../servers/protocol/entry.ts';
import type { AgentEvent } from '../../../servers/protocol/event.ts';
import { toMs } from '../session/clock.ts';
import { markCode, type MarkKind } from '../session/mark-ring.ts';
import type { EntryBrief, MarkBatch } from './messages.ts';

/** Most marks in one report of a lane: four thousand a second are more than any screen shows. */
export const maximumMarks = 400;
/** Most entries that are told with their content in one report. */
export const maximumBriefs = 20;
const maximumTextLength = 120;

/** The event with its long texts cut and without its filler: enough to name it in a list. */
export const briefOf = ({ pad: _filler, ...event }: AgentEvent): AgentEvent =>
  Object.fromEntries(
    Object.entries(event).map(([name, value]) => [
      name,
      typeof value === 'string' ? value.slice(0, maximumTextLength) : value,
    ]),
  ) as unknown as AgentEvent;

/** What is gathered between two reports. Times are on the server's clock: the browser's plus `offsetMs`. */
export class MarkCollector {
  /** Server minus browser clock, milliseconds. */
  offsetMs = 0;
  #marks: (readonly [atMs: number, code: number, sequence: number, latencyMs: number])[] = [];
  #briefs: EntryBrief[] = [];

  /** @returns publish to received in milliseconds, where the arrival is an entry */
  take(arrival: Arrival, nowMs: number): number | null {
    switch (arrival.kind) {
      case 'entry':
        return this.#entry(arrival.entry, toMs(arrival.receivedAtNs) + this.offsetMs);
      case 'empty':
        this.note('empty', toMs(arrival.receivedAtNs));
        return null;
      case 'reconnect':
      case 'missed':
        this.note(arrival.kind, nowMs);
        return null;
      case 'ready':
      case 'dropped':
        return null;
    }
  }

  /** @param browserMs on the browser's clock */
  note(kind: Exclude<MarkKind, 'entry'>, browserMs: number): void {
    this.#push([browserMs + this.offsetMs, markCode[kind], Number.NaN, Number.NaN]);
  }

  /** What was gathered, and nothing of it again. */
  drain(): { readonly marks: MarkBatch; readonly briefs: readonly EntryBrief[] } {
    const rows = this.#marks;
    const briefs = this.#briefs;
    this.#marks = [];
    this.#briefs = [];
    return {
      briefs,
      marks: {
        times: Float64Array.from(rows, ([atMs]) => atMs),
        codes: Uint8Array.from(rows, ([, code]) => code),
        sequences: Float64Array.from(rows, ([, , sequence]) => sequence),
        latencies: Float32Array.from(rows, ([, , , latencyMs]) => latencyMs),
      },
    };
  }

  get isEmpty(): boolean {
    return this.#marks.length === 0;
  }

  #entry({ cursor, publishedAtNs, event }: Entry, atMs: number): number {
    const publishedMs = Number(publishedAtNs) / 1e6;
    const latencyMs = atMs - publishedMs;
    this.#push([atMs, markCode.entry, parseCursor(cursor).sequence, latencyMs]);
    if (this.#briefs.length === maximumBriefs) this.#briefs.shift();
    this.#briefs.push({ cursor, publishedMs, atMs, event: briefOf(event) });
    return latencyMs;
  }

  #push(mark: readonly [number, number, number, number]): void {
    if (this.#marks.length === maximumMarks) this.#marks.shift();
    this.#marks.push(mark);
  }
}

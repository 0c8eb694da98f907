// What the page and the worker of one lane say to each other.
import type { Cursor } from '../../../servers/protocol/cursor.ts';
import type { AgentEvent } from '../../../servers/protocol/event.ts';
import type { Lane } from './lane.ts';

/** From the page. `follow` said again changes the rhythm and keeps the place; `offsetMs` is server minus browser clock. */
export type LaneOrder =
  | {
      readonly kind: 'follow';
      readonly id: string;
      readonly url: string;
      readonly xmppDomain: string;
      readonly pollIntervalMs: number;
      readonly offsetMs: number;
    }
  | { readonly kind: 'clock'; readonly offsetMs: number }
  /** The connection is closed until `follow` is said again: a run of the bench wants the machine for itself. */
  | { readonly kind: 'rest' }
  /** Counters and the histogram start anew. */
  | { readonly kind: 'reset' };

/** Marks as columns of one length; times are on the server's clock. What a mark has no figure for is NaN. */
export interface MarkBatch {
  readonly times: Float64Array;
  /** See session/mark-ring.ts. */
  readonly codes: Uint8Array;
  /** Sequence number of the entry. */
  readonly sequences: Float64Array;
  /** Publish to received, milliseconds. */
  readonly latencies: Float32Array;
}

/** An entry for people: where it stands, when it was meant to be published, and enough of its content to name it. */
export interface EntryBrief {
  readonly cursor: Cursor;
  readonly publishedMs: number;
  readonly atMs: number;
  readonly event: AgentEvent;
}

/** Latency since the last reset, milliseconds; `null` = too few samples. */
export interface LaneLatency {
  readonly n: number;
  readonly p50: number | null;
  readonly p99: number | null;
  /** `[share, ms]`, rising; at most 60 points. */
  readonly curve: readonly (readonly [share: number, ms: number])[];
}

/** From the worker, at most ten times a second: the lane as it is now, and what happened since the last report. */
export interface LaneReport {
  readonly atMs: number;
  readonly lane: Lane;
  readonly requests: number;
  readonly latency: LaneLatency;
  /** What the browser says that the answers' protocol was (`http/1.0`, `http/1.1`); `null` where it says nothing. */
  readonly protocol: string | null;
  /** The newest of what happened; a flood is counted in `lane` but not reported one by one. */
  readonly marks: MarkBatch;
  readonly briefs: readonly EntryBrief[];
}

// What the page and its worker say to each other.
import type { Cursor } from '../../servers/protocol/cursor.ts';
import type { AgentEvent } from '../../servers/protocol/event.ts';
import type { TransportId } from '../../servers/protocol/catalog.ts';
import type { Lane } from './lane.ts';

/** From the page: follow everything, and ask this often. Said again, it changes the interval. */
export interface FollowOrder {
  readonly pollIntervalMs: number;
}

/** Something that happened on a lane, at a time of the browser's clock (see clock.ts). */
export type Mark =
  | { readonly kind: 'entry'; readonly atMs: number; readonly cursor: Cursor; readonly event: AgentEvent }
  | { readonly kind: 'empty' | 'reconnect' | 'missed'; readonly atMs: number };

/** From the worker, at most ten times a second: the lane as it is now, and what happened since the last report. */
export interface LaneReport {
  readonly id: TransportId;
  readonly lane: Lane;
  readonly requests: number;
  /** The newest of what happened; a flood is counted in `lane` but not reported one by one. */
  readonly marks: readonly Mark[];
}

// A lane: what one transport has done since the page opened, folded from its arrivals. Pure.
import type { Arrival } from '../../../clients/transport.ts';

/** Where a lane stands. */
export type LaneStatus = 'connecting' | 'live' | 'lost' | 'stopped';

/** The moves that happen; a stopped lane stays stopped, for the server said that asking again is no use. */
export const laneMoves: Readonly<Record<LaneStatus, readonly LaneStatus[]>> = {
  connecting: ['live', 'lost', 'stopped'],
  live: ['lost', 'stopped'],
  lost: ['live', 'stopped'],
  stopped: [],
};

/** Counters of one transport. */
export interface Lane {
  readonly status: LaneStatus;
  /** Why it is lost or stopped. */
  readonly why: string | null;
  readonly events: number;
  readonly empty: number;
  readonly reconnects: number;
  readonly missed: number;
  /** Whether entries were missed whose number nobody can know. */
  readonly hasUnknownGap: boolean;
}

/** A lane that has not heard anything yet. */
export const newLane: Lane = {
  status: 'connecting',
  why: null,
  events: 0,
  empty: 0,
  reconnects: 0,
  missed: 0,
  hasUnknownGap: false,
};

/** The lane in `status`, or unchanged when there is no such move. */
export const moveLane = (lane: Lane, status: LaneStatus, why: string | null = null): Lane =>
  lane.status !== status && !laneMoves[lane.status].includes(status) ? lane : { ...lane, status, why };

/** The lane after one arrival. Whatever arrives over a connection shows that it stands. */
export const foldArrival = (lane: Lane, arrival: Arrival): Lane => {
  switch (arrival.kind) {
    case 'entry':
      return { ...moveLane(lane, 'live'), events: lane.events + 1 };
    case 'empty':
      return { ...moveLane(lane, 'live'), empty: lane.empty + 1 };
    case 'ready':
    case 'dropped':
      return moveLane(lane, 'live');
    case 'reconnect':
      return { ...moveLane(lane, 'lost', arrival.why), reconnects: lane.reconnects + 1 };
    case 'missed':
      return arrival.count === null
        ? { ...lane, hasUnknownGap: true }
        : { ...lane, missed: lane.missed + arrival.count };
  }
};

// Whether each lane has had every entry between two positions of the feed, once. Pure.
import type { TransportId } from '../../../servers/protocol/catalog.ts';
import { markCode } from '../session/mark-ring.ts';
import type { Session } from '../session/session.ts';

type Lanes = Pick<Session, 'lanes'>;

/** What one lane has of them. */
export interface Delivered {
  readonly id: TransportId;
  readonly distinct: number;
  readonly twice: number;
}

/** A span of the feed: after `from`, up to and with `to`. */
export interface FeedSpan {
  readonly from: number;
  readonly to: number;
  /** No entry of it arrived before this, on the server's clock. */
  readonly sinceMs: number;
}

/** The sequence number of the newest entry on a lane; 0 = it had none yet. */
export const newestOn = ({ lanes }: Lanes, id: TransportId, sinceMs: number): number => {
  let newest = 0;
  lanes[id].marks.visit(sinceMs, Number.POSITIVE_INFINITY, (_atMs, code, sequence) => {
    if (code === markCode.entry) newest = Math.max(newest, sequence);
  });
  return newest;
};

/** Counts them on one lane. */
export const deliveredOn = ({ lanes }: Lanes, id: TransportId, { from, to, sinceMs }: FeedSpan): Delivered => {
  const seen = new Set<number>();
  let visits = 0;
  lanes[id].marks.visit(sinceMs, Number.POSITIVE_INFINITY, (_atMs, code, sequence) => {
    if (code !== markCode.entry || sequence <= from || sequence > to) return;
    seen.add(sequence);
    visits += 1;
  });
  return { id, distinct: seen.size, twice: visits - seen.size };
};

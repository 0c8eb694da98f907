// The figures of one lane at a time, from its snapshots: what the tiles and the table show. Pure.
import { describeTransport, type TransportId } from '../../../servers/protocol/catalog.ts';
import type { LaneHistory, LaneSnapshot } from '../session/session.ts';

/** `null` = it cannot be said. Everything counts since the counters last started anew. */
export interface LaneFigures {
  readonly p50: number | null;
  readonly p99: number | null;
  /** Both directions, everything on the wire, by event. */
  readonly bytesPerEvent: number | null;
  /** Answers without news, of all requests. */
  readonly emptyShare: number | null;
  readonly requests: number;
  readonly empty: number;
  /** TCP connections made in that time or open at its start, and open now. */
  readonly opened: number | null;
  readonly open: number | null;
  readonly events: number;
  readonly missed: number;
  /** Whether more were missed than anyone can count. */
  readonly hasUnknownGap: boolean;
  readonly reconnects: number;
}

type Tallied = LaneSnapshot & { readonly wire: NonNullable<LaneSnapshot['wire']> };

const isTallied = (snapshot: LaneSnapshot | undefined): snapshot is Tallied =>
  snapshot !== undefined && snapshot.wire !== null;

/** Counters that went down have started anew: the lane's on this page, the wire's with the server. */
const isAfterReset = (before: LaneSnapshot, after: LaneSnapshot): boolean =>
  after.lane.events < before.lane.events ||
  after.requests < before.requests ||
  after.latency.n < before.latency.n ||
  (after.wire?.bytesDown ?? 0) < (before.wire?.bytesDown ?? 0);

/** The oldest snapshot that counts from the same start as `present`; the wire's tally never starts anew with the lane, so their difference is taken. */
const sinceOf = (snapshots: readonly LaneSnapshot[], present: Tallied): Tallied => {
  let since = present;
  let after: LaneSnapshot = present;
  for (let index = snapshots.length - 1; index >= 0; index -= 1) {
    const before = snapshots[index] as LaneSnapshot;
    if (before.atMs > present.atMs) continue;
    if (isAfterReset(before, after)) break;
    if (isTallied(before)) since = before;
    after = before;
  }
  return since;
};

export const figuresOf = (id: TransportId, history: LaneHistory, atMs: number): LaneFigures => {
  const snapshot = history.at(atMs);
  const { lane, latency, requests, wire } = snapshot;
  const since = isTallied(snapshot) ? sinceOf(history.snapshots, snapshot) : null;
  return {
    p50: latency.p50,
    p99: latency.p99,
    bytesPerEvent: since && bytesBetween(since, snapshot),
    emptyShare: describeTransport(id).push || requests === 0 ? null : lane.empty / requests,
    requests,
    empty: lane.empty,
    opened: wire && since && wire.opened - since.wire.opened + since.wire.open,
    open: wire?.open ?? null,
    events: lane.events,
    missed: lane.missed,
    hasUnknownGap: lane.hasUnknownGap,
    reconnects: lane.reconnects,
  };
};

const bytesBetween = (since: Tallied, { wire, lane }: LaneSnapshot): number | null => {
  const events = lane.events - since.lane.events;
  if (!wire || events <= 0) return null;
  const bytes = wire.bytesUp + wire.bytesDown - since.wire.bytesUp - since.wire.bytesDown;
  // An event is known at once, the tally that holds it comes later.
  return bytes > 0 ? bytes / events : null;
};

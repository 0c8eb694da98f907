// A session: everything that was seen, live or from a recording, bounded. Views read it at the time of the cursor.
import { ladderIds, transportIds, type TransportId } from '../../../servers/protocol/catalog.ts';
import type { LabState, WireTally } from '../../../servers/protocol/control.ts';
import { newLane } from '../follow/lane.ts';
import type { EntryBrief, LaneReport } from '../follow/messages.ts';
import { RaceBook } from './race-book.ts';
import { CaptureStore } from './capture-store.ts';
import { MarkRing } from './mark-ring.ts';

/** How one lane stood at a time. */
export type LaneSnapshot = Omit<LaneReport, 'marks' | 'briefs'> & { readonly wire: WireTally | null };

/** A lane that nobody has heard of. */
export const noSnapshot: LaneSnapshot = {
  atMs: Number.NEGATIVE_INFINITY,
  lane: newLane,
  requests: 0,
  latency: { n: 0, p50: null, p99: null, curve: [] },
  protocol: null,
  wire: null,
};

/** One snapshot a second is kept for an hour. */
const snapshotIntervalMs = 1000;
const maximumSnapshots = 3600;

/** The history of one lane. */
export class LaneHistory {
  readonly marks = new MarkRing();
  /** One a second, oldest first; curves are kept in the newest alone. */
  readonly snapshots: LaneSnapshot[] = [];
  #present: LaneSnapshot = noSnapshot;

  get present(): LaneSnapshot {
    return this.#present;
  }

  add(snapshot: LaneSnapshot): void {
    this.#present = snapshot;
    const last = this.snapshots.at(-1);
    if (last && snapshot.atMs - last.atMs < snapshotIntervalMs) return;
    this.snapshots.push({ ...snapshot, latency: { ...snapshot.latency, curve: [] } });
    if (this.snapshots.length > maximumSnapshots) this.snapshots.shift();
  }

  /** The newest snapshot that is not later than `atMs`. */
  at(atMs: number): LaneSnapshot {
    if (this.#present.atMs <= atMs) return this.#present;
    let low = 0;
    let high = this.snapshots.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      if ((this.snapshots[middle] as LaneSnapshot).atMs <= atMs) low = middle + 1;
      else high = middle;
    }
    return this.snapshots[low - 1] ?? noSnapshot;
  }
}

/** One page has one that is live; opening a recording makes another. */
export class Session {
  readonly lanes: Readonly<Record<TransportId, LaneHistory>> = Object.fromEntries(
    transportIds.map((id) => [id, new LaneHistory()]),
  ) as unknown as Record<TransportId, LaneHistory>;
  readonly book = new RaceBook();
  readonly wire: CaptureStore;
  /** The name of the recording; `null` = live. */
  readonly recording: string | null;
  /** When it begins and, of a recording, ends, on the server's clock. */
  startMs: number;
  endMs: number | null = null;
  /** The room as it was told last. */
  state: LabState | null = null;
  readonly #tallies = new Map<TransportId, WireTally>();

  constructor(startMs: number, recording: string | null = null) {
    this.startMs = startMs;
    this.recording = recording;
    this.wire = new CaptureStore();
  }

  /** Ids whose lanes are raced: the ladder. */
  get raced(): readonly TransportId[] {
    return ladderIds;
  }

  report(id: TransportId, { marks, briefs, ...rest }: LaneReport): void {
    const history = this.lanes[id];
    history.marks.push(marks);
    for (const brief of briefs) this.#arrive(id, brief);
    history.add({ ...rest, wire: this.#tallies.get(id) ?? null });
  }

  tally(tallies: Readonly<Partial<Record<TransportId, WireTally>>>): void {
    for (const [id, tally] of Object.entries(tallies) as [TransportId, WireTally][]) this.#tallies.set(id, tally);
  }

  /** The earliest time that the cursor reaches. */
  get oldestMs(): number {
    // A recording brings the beginnings of its connections along, which lie before it.
    if (this.recording !== null) return this.startMs;
    const captured = this.wire.oldestMs ?? Number.POSITIVE_INFINITY;
    const lanes = this.raced.map((id) => this.lanes[id].snapshots[0]?.atMs ?? Number.POSITIVE_INFINITY);
    const oldest = Math.min(captured, ...lanes);
    return Number.isFinite(oldest) ? oldest : this.startMs;
  }

  #arrive(id: TransportId, brief: EntryBrief): void {
    this.book.arrive(id, brief, brief.atMs);
  }
}

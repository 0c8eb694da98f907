// The live part's state: reports of the worker go in, snapshots for the screen come out four times a second.
import { batch, signal } from '@preact/signals';
import { describeTransport, ladderIds, type TransportId } from '../../servers/protocol/catalog.ts';
import type { AgentEvent } from '../../servers/protocol/event.ts';
import { nowMs } from './clock.ts';
import { newLane, type Lane } from './lane.ts';
import type { FollowOrder, LaneReport, Mark } from './messages.ts';
import { publishOne } from './publish.ts';
import { behindFirstMs, finishOrder, RaceBook, type Race } from './race.ts';
import { formatDelay, say } from './text.ts';

/** A lane as it stands on the screen. */
export interface LaneView {
  readonly lane: Lane;
  readonly requests: number;
  /** The newest event here, and how far behind the first transport it came. */
  readonly newest: { readonly event: AgentEvent; readonly behindMs: number | null } | null;
}

/** Which event's finish order is shown. */
export type RaceChoice = 'newest' | 'own';

/** How far back the tracks reach. */
export const trackMs = 10_000;
/** Events in the table. */
const recentCount = 8;
const snapshotIntervalMs = 250;

const eachId = <Value>(make: () => Value): Record<TransportId, Value> =>
  Object.fromEntries(ladderIds.map((id) => [id, make()])) as Record<TransportId, Value>;

/** One a page. */
export class Live {
  readonly lanes = signal<Readonly<Record<TransportId, LaneView>>>(
    eachId(() => ({ lane: newLane, requests: 0, newest: null })),
  );
  /** Newest first. */
  readonly recent = signal<readonly Race[]>([]);
  readonly shown = signal<Race | undefined>(undefined);
  readonly choice = signal<RaceChoice>('newest');
  /** Whether the seven connections are open. */
  readonly isFollowing = signal(false);
  readonly isPaused = signal(false);
  readonly pollIntervalMs = signal(1000);
  /** A sentence for everyone, screen readers included; it changes only when somebody published. */
  readonly notice = signal('');
  readonly book = new RaceBook();
  /** What happened besides deliveries, oldest first. */
  readonly marks: Readonly<Record<TransportId, Mark[]>> = eachId(() => []);
  readonly #reports = new Map<TransportId, LaneReport>();
  readonly #newest = new Map<TransportId, Extract<Mark, { kind: 'entry' }>>();
  #worker: Worker | undefined;
  #timer: ReturnType<typeof setInterval> | undefined;
  #announced: Race['cursor'] | undefined;

  /** Opens the seven connections. */
  start(): void {
    if (this.#worker) return;
    this.#reports.clear();
    this.#newest.clear();
    this.isFollowing.value = true;
    this.#worker = new Worker(new URL('./follow.worker.ts', import.meta.url), { type: 'module' });
    this.#worker.addEventListener('message', ({ data }: MessageEvent<readonly LaneReport[]>) => {
      for (const report of data) this.#take(report);
    });
    this.#order();
    this.#timer = setInterval(() => this.#showWhileRunning(), snapshotIntervalMs);
  }

  /** Closes them; what was seen stays on the screen. */
  stop(): void {
    this.#worker?.terminate();
    this.#worker = undefined;
    clearInterval(this.#timer);
    this.isFollowing.value = false;
  }

  setPollInterval(pollIntervalMs: number): void {
    this.pollIntervalMs.value = pollIntervalMs;
    this.#order();
  }

  togglePause(): void {
    this.isPaused.value = !this.isPaused.value;
    this.#showWhileRunning();
  }

  choose(choice: RaceChoice): void {
    this.choice.value = choice;
    this.#show();
  }

  /** Who publishes wants to see it arrive: the display goes on, and shows this event. */
  async publish(): Promise<void> {
    const clickedAtMs = nowMs();
    batch(() => {
      this.isPaused.value = false;
      this.choice.value = 'own';
      this.notice.value = '';
    });
    try {
      this.book.claim(await publishOne(), clickedAtMs);
    } catch (cause) {
      this.notice.value = say('publishFailed', { why: (cause as Error).message });
    }
  }

  #order(): void {
    this.#worker?.postMessage({ pollIntervalMs: this.pollIntervalMs.value } satisfies FollowOrder);
  }

  #take(report: LaneReport): void {
    const { id } = report;
    const marks = this.marks[id];
    for (const mark of report.marks) {
      if (mark.kind === 'entry') {
        this.book.arrive(id, mark, mark.atMs);
        this.#newest.set(id, mark);
      } else marks.push(mark);
    }
    const oldestMs = nowMs() - 2 * trackMs;
    marks.splice(
      0,
      marks.findIndex(({ atMs }) => atMs > oldestMs),
    );
    this.#reports.set(id, report);
  }

  #showWhileRunning(): void {
    if (!this.isPaused.value) this.#show();
  }

  #show(): void {
    const { races } = this.book;
    const byCursor = new Map(races.map((race) => [race.cursor, race]));
    batch(() => {
      this.lanes.value = Object.fromEntries(ladderIds.map((id) => [id, this.#viewOf(id, byCursor)])) as Record<
        TransportId,
        LaneView
      >;
      this.recent.value = races.slice(-recentCount).toReversed();
      this.shown.value = this.choice.value === 'own' ? this.book.newestOwn : this.book.newestComplete(this.#liveIds());
      this.#announce();
    });
  }

  #viewOf(id: TransportId, byCursor: ReadonlyMap<Race['cursor'], Race>): LaneView {
    const { lane = newLane, requests = 0 } = this.#reports.get(id) ?? {};
    const mark = this.#newest.get(id);
    const race = mark && byCursor.get(mark.cursor);
    return {
      lane,
      requests,
      newest: mark ? { event: mark.event, behindMs: race ? behindFirstMs(race, id) : null } : null,
    };
  }

  #liveIds(): readonly TransportId[] {
    return ladderIds.filter((id) => this.#reports.get(id)?.lane.status === 'live');
  }

  #announce(): void {
    const own = this.book.newestOwn;
    if (!own || own.cursor === this.#announced || own.arrivals.size < ladderIds.length) return;
    const last = finishOrder(own).at(-1);
    if (!last) return;
    this.#announced = own.cursor;
    const { title } = describeTransport(last.id);
    this.notice.value = say('publishedEverywhere', { title, ms: formatDelay(last.delayMs) });
  }
}

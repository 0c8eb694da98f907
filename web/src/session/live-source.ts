// What feeds a live session: one worker a lane, the control channel, and the clock that brings both onto one timeline.
import { computed, signal, type ReadonlySignal } from '@preact/signals';
import type { TransportId } from '../../../servers/protocol/catalog.ts';
import type { LabState } from '../../../servers/protocol/control.ts';
import type { LaneOrder, LaneReport } from '../follow/messages.ts';
import { nowMs } from './clock.ts';
import { betterClock, estimateClock, samplesPerSync, type ClockEstimate, type ClockSample } from './clock-sync.ts';
import { ControlChannel } from './control-channel.ts';
import { KnownCaptures } from './known-captures.ts';
import type { Session } from './session.ts';

/** Between two rounds of questions, in milliseconds. */
const syncIntervalMs = 30_000;
/** The quickest of the questions of a round is at least this far from the next one. */
const questionIntervalMs = 5;

/** Who wants to see what arrives, besides the session. */
export interface Listener {
  report(id: TransportId, report: LaneReport): void;
  captured(records: Parameters<Session['wire']['push']>[0]): void;
}

/** One a page. */
export class LiveSource {
  readonly channel: ControlChannel;
  /** `null` until the first round of questions is over; the lanes begin then. */
  readonly clock = signal<ClockEstimate | null>(null);
  readonly pollIntervalMs = signal(1000);
  /** Whether the lanes are closed because the bench measures: their load would be in its figures. */
  readonly isResting: ReadonlySignal<boolean>;
  /** A recording that is being made; it sees everything that the session sees. */
  listener: Listener | null = null;
  readonly #session: Session;
  readonly #workers = new Map<TransportId, Worker>();
  readonly #captures = new KnownCaptures();
  #watched: readonly TransportId[] = [];
  #clockAtMs = 0;

  constructor(session: Session, token: string) {
    this.#session = session;
    this.channel = new ControlChannel(location.href, token, {
      opened: () => void this.#begin(),
      tally: (tally) => session.tally(tally),
      captured: (records) => {
        const fresh = this.#captures.takeNew(records);
        session.wire.push(fresh);
        this.listener?.captured(fresh);
      },
    });
    this.isResting = computed(() => this.channel.run.value?.status === 'running');
    this.isResting.subscribe((isResting) => {
      if (isResting) this.#tellAll({ kind: 'rest' });
      else if (session.state) this.#follow(session.state);
    });
    this.channel.state.subscribe((state) => {
      if (state && session.state && state.server !== session.state.server) {
        session.wire.push(this.#captures.changeServer(this.nowMs()));
      }
      session.state = state;
      if (state) this.#follow(state);
    });
    this.pollIntervalMs.subscribe(() => session.state && this.#follow(session.state));
    setInterval(() => void this.#synchronise(), syncIntervalMs);
  }

  /** Now on the server's clock, in milliseconds; before the clock is known, on the browser's. */
  nowMs(): number {
    return nowMs() + (this.clock.peek()?.offsetMs ?? 0);
  }

  /** Counters and percentiles of all lanes start anew. */
  reset(): void {
    this.#tellAll({ kind: 'reset' });
  }

  /** Which transports' bytes are sent to this page; what is still kept comes first, so fewer of them is no new question. */
  watch(transports: readonly TransportId[]): void {
    const isKnown = transports.every((id) => this.#watched.includes(id));
    if (isKnown && (transports.length > 0 || this.#watched.length === 0)) return;
    this.#watched = transports;
    this.#captures.expectRepeats();
    void this.channel.ask({ do: 'watch', transports }).catch(() => (this.#watched = []));
  }

  async #begin(): Promise<void> {
    await this.#synchronise();
    const transports = this.#watched;
    this.#watched = [];
    if (transports.length > 0) this.watch(transports);
    if (this.#session.state) this.#follow(this.#session.state);
  }

  async #synchronise(): Promise<void> {
    const samples: ClockSample[] = [];
    try {
      for (let count = 0; count < samplesPerSync; count += 1) {
        const askedMs = nowMs();
        const { serverAtNs } = await this.channel.ask({ do: 'clock' });
        samples.push({ askedMs, answeredMs: nowMs(), serverMs: Number(serverAtNs) / 1e6 });
        await new Promise((resolve) => setTimeout(resolve, questionIntervalMs));
      }
    } catch {
      // The channel was cut: what was learned so far counts, and the next round comes when it is open again.
    }
    const best = betterClock(this.clock.peek(), estimateClock(samples), nowMs() - this.#clockAtMs);
    if (best === null || best === this.clock.peek()) return;
    this.#clockAtMs = nowMs();
    if (this.clock.peek() === null) this.#session.startMs = nowMs() + best.offsetMs;
    this.clock.value = best;
    this.#tellAll({ kind: 'clock', offsetMs: best.offsetMs });
  }

  /** The lanes follow the addresses that the room's state names. */
  #follow({ urls, xmppDomain }: LabState): void {
    const clock = this.clock.peek();
    if (clock === null || this.isResting.peek()) return;
    for (const id of this.#session.raced) {
      const order: LaneOrder = {
        kind: 'follow',
        id,
        url: urls[id],
        xmppDomain,
        pollIntervalMs: this.pollIntervalMs.peek(),
        offsetMs: clock.offsetMs,
      };
      tell(this.#workerOf(id), order);
    }
  }

  #tellAll(order: LaneOrder): void {
    for (const worker of this.#workers.values()) tell(worker, order);
  }

  #workerOf(id: TransportId): Worker {
    const known = this.#workers.get(id);
    if (known) return known;
    const worker = new Worker(new URL('../follow/follow.worker.ts', import.meta.url), { type: 'module', name: id });
    worker.addEventListener('message', ({ data }: MessageEvent<LaneReport>) => {
      this.#session.report(id, data);
      this.listener?.report(id, data);
    });
    this.#workers.set(id, worker);
    return worker;
  }
}

const tell = (worker: Worker, order: LaneOrder): void => worker.postMessage(order, { transfer: [] });

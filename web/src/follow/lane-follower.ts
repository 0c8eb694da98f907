// One lane in its worker: the project's own client transport with the browser's runtime, folded into counters and marks.
import { clientTransports } from '../../../clients/registry.ts';
import type { Arrival } from '../../../clients/transport.ts';
import { isTransportId } from '../../../servers/protocol/catalog.ts';
import type { StartPosition } from '../../../servers/protocol/cursor.ts';
import { nowMs } from '../session/clock.ts';
import { createBrowserRuntime } from './browser-runtime.ts';
import { foldArrival, moveLane, newLane, type Lane } from './lane.ts';
import { LatencyHistogram } from './latency-histogram.ts';
import { MarkCollector } from './marks.ts';
import type { LaneLatency, LaneOrder, LaneReport } from './messages.ts';

/** The supervisor of the demonstration: unlike an agent's, this login takes nobody out of the simulation's hands. */
const account = { id: 'administrator', password: '1234' };
/** The percentile curve is for a chart, which is drawn once a second at most. */
const curveIntervalMs = 1000;

type FollowOrder = Extract<LaneOrder, { kind: 'follow' }>;

/** Does what the page orders. */
export class LaneFollower {
  readonly #collector = new MarkCollector();
  readonly #runtime = createBrowserRuntime(() => this.#collector.note('request', nowMs()));
  readonly #histogram = new LatencyHistogram();
  #lane: Lane = newLane;
  #position: StartPosition = 'now';
  #running = new AbortController();
  #order: FollowOrder | undefined;
  #reported = '';
  #protocol: string | null = null;
  #requestsBefore = 0;
  #curve: LaneLatency['curve'] = [];
  #curveAtMs = 0;

  constructor() {
    // The browser's buffer of these holds 250 and is emptied, for nobody else reads it. https://www.w3.org/TR/resource-timing/
    new PerformanceObserver((list) => {
      for (const entry of list.getEntries()) this.#protocol = protocolOf(entry) ?? this.#protocol;
      performance.clearResourceTimings();
    }).observe({ type: 'resource' });
  }

  obey(order: LaneOrder): void {
    switch (order.kind) {
      case 'follow':
        this.#collector.offsetMs = order.offsetMs;
        return this.#start(order);
      case 'clock':
        this.#collector.offsetMs = order.offsetMs;
        return undefined;
      case 'rest':
        this.#running.abort();
        this.#order = undefined;
        return undefined;
      case 'reset':
        this.#histogram.reset();
        this.#curve = [];
        this.#requestsBefore = this.#runtime.requests;
        this.#lane = { ...newLane, status: this.#lane.status, why: this.#lane.why };
        return undefined;
    }
  }

  /** What happened since the last call; `undefined` = nothing. */
  takeReport(): LaneReport | undefined {
    const { lane, requests } = { lane: this.#lane, requests: this.#runtime.requests - this.#requestsBefore };
    const seen = JSON.stringify([lane, requests, this.#protocol, this.#histogram.n]);
    if (this.#collector.isEmpty && seen === this.#reported) return undefined;
    this.#reported = seen;
    const atMs = nowMs() + this.#collector.offsetMs;
    return { atMs, lane, requests, latency: this.#latency(), protocol: this.#protocol, ...this.#collector.drain() };
  }

  #latency(): LaneLatency {
    const now = nowMs();
    if (now - this.#curveAtMs > curveIntervalMs) {
      this.#curve = this.#histogram.curve();
      this.#curveAtMs = now;
    }
    const { n } = this.#histogram;
    return { n, p50: this.#histogram.percentile(0.5), p99: this.#histogram.percentile(0.99), curve: this.#curve };
  }

  /** Goes on from where it is, in another rhythm or at another address. */
  #start(order: FollowOrder): void {
    const known = this.#order;
    this.#order = order;
    if (known && known.pollIntervalMs === order.pollIntervalMs && known.url === order.url) return;
    this.#running.abort();
    this.#running = new AbortController();
    void this.#follow(order, this.#running.signal);
  }

  async #follow({ id, url, pollIntervalMs, xmppDomain }: FollowOrder, signal: AbortSignal): Promise<void> {
    try {
      if (!isTransportId(id)) throw new Error(`There is no transport ${id}.`);
      const from = this.#position;
      const target = { url: new URL(url), from, signal, runtime: this.#runtime, pollIntervalMs, account, xmppDomain };
      for await (const arrival of clientTransports[id].follow(target)) {
        // What a restart interrupts is asked for again by its successor.
        if (signal.aborted) return;
        this.#take(arrival);
      }
    } catch (cause) {
      if (!signal.aborted) this.#lane = moveLane(this.#lane, 'stopped', (cause as Error).message);
    }
  }

  #take(arrival: Arrival): void {
    this.#lane = foldArrival(this.#lane, arrival);
    if (arrival.kind === 'entry') this.#position = arrival.entry.cursor;
    else if (arrival.kind === 'ready' && arrival.cursor !== null) this.#position = arrival.cursor;
    const latencyMs = this.#collector.take(arrival, nowMs());
    if (latencyMs !== null) this.#histogram.record(latencyMs);
  }
}

/** Empty for another origin without Timing-Allow-Origin. */
const protocolOf = (entry: PerformanceEntry): string | null =>
  (entry as PerformanceResourceTiming).nextHopProtocol || null;

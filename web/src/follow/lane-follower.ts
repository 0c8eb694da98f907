// Follows one transport with a runtime of its own, and keeps what is not reported yet.
import { clientTransports } from '../../clients/registry.ts';
import type { Arrival } from '../../clients/transport.ts';
import { describeTransport, type TransportId } from '../../servers/protocol/catalog.ts';
import type { StartPosition } from '../../servers/protocol/cursor.ts';
import { createBrowserRuntime } from './browser-runtime.ts';
import { foldArrival, moveLane, newLane, type Lane } from './lane.ts';
import { markOf, maximumMarks } from './marks.ts';
import type { FollowOrder, LaneReport, Mark } from './messages.ts';

/** The supervisor of the demonstration: unlike an agent's, this login takes nobody out of the simulation's hands. */
const account = { id: 'administrator', password: '1234' };

/** Where the server is, and what it calls its XMPP service. */
export interface ServerAddress {
  readonly origin: string;
  readonly xmppDomain: string;
}

/** Starts at once. */
export class LaneFollower {
  readonly id: TransportId;
  readonly #url: URL;
  readonly #xmppDomain: string;
  readonly #runtime = createBrowserRuntime();
  #lane: Lane = newLane;
  #marks: Mark[] = [];
  #position: StartPosition = 'now';
  #running = new AbortController();
  #reportedRequests = -1;
  #reportedLane: Lane | undefined;

  constructor(id: TransportId, { origin, xmppDomain }: ServerAddress, order: FollowOrder) {
    const { scheme, path } = describeTransport(id);
    this.id = id;
    this.#xmppDomain = xmppDomain;
    this.#url = new URL(path, origin.replace(/^http/, scheme));
    void this.#follow(order, this.#running.signal);
  }

  /** Goes on from where it is, in another rhythm. */
  restart(order: FollowOrder): void {
    this.#running.abort();
    this.#running = new AbortController();
    void this.#follow(order, this.#running.signal);
  }

  /** What happened since the last call; `undefined` = nothing. */
  takeReport(): LaneReport | undefined {
    const { requests } = this.#runtime;
    const marks = this.#marks;
    if (marks.length === 0 && this.#lane === this.#reportedLane && requests === this.#reportedRequests)
      return undefined;
    this.#marks = [];
    this.#reportedLane = this.#lane;
    this.#reportedRequests = requests;
    return { id: this.id, lane: this.#lane, requests, marks };
  }

  async #follow({ pollIntervalMs }: FollowOrder, signal: AbortSignal): Promise<void> {
    const arrivals = clientTransports[this.id].follow({
      url: this.#url,
      from: this.#position,
      signal,
      runtime: this.#runtime,
      pollIntervalMs,
      account,
      xmppDomain: this.#xmppDomain,
    });
    try {
      for await (const arrival of arrivals) {
        // What a restart interrupts is asked for again by its successor.
        if (signal.aborted) return;
        this.#take(arrival);
      }
    } catch (cause) {
      this.#lane = moveLane(this.#lane, 'stopped', (cause as Error).message);
    }
  }

  #take(arrival: Arrival): void {
    this.#lane = foldArrival(this.#lane, arrival);
    if (arrival.kind === 'entry') this.#position = arrival.entry.cursor;
    else if (arrival.kind === 'ready' && arrival.cursor !== null) this.#position = arrival.cursor;
    const mark = markOf(arrival);
    if (!mark) return;
    this.#marks.push(mark);
    if (this.#marks.length > maximumMarks) this.#marks.shift();
  }
}

// What a server that stands still for a while does to each event: computed from the timetable and the moments of the freeze.
import type { CostModel } from '../../servers/protocol/catalog.ts';

/** A stretch in which the server does nothing, milliseconds on the clock of the plan; publishing stands still with it. */
export interface Freeze {
  readonly fromMs: number;
  readonly toMs: number;
}

/** One client: its events in the order of their times, and how it asks. */
export interface FrozenClient {
  readonly costModel: CostModel;
  /** Intended publish times, milliseconds. */
  readonly atMs: readonly number[];
  /** Ticks are due at k · interval + phase, on the same clock. */
  readonly intervalMs: number;
  readonly phaseMs: number;
  /** From a tick to the moment at which its question is at the server. */
  readonly askingMs: number;
  readonly transitMs: number;
}

/** When something is done that would be done at `atMs`: a server that stands still does it when it goes on. */
const thawed = ({ fromMs, toMs }: Freeze, atMs: number): number => (atMs > fromMs && atMs < toMs ? toMs : atMs);

/**
 * Latency of each event from its intended time, milliseconds.
 *
 * What falls into the freeze is published when it ends, at once and before any question is read: libuv finds its timers due
 * when `epoll_wait` returns interrupted (epoll_wait(2), EINTR after SIGCONT). A client that waits for an answer does not ask
 * again, and goes on at its next tick.
 */
export const frozenLatencies = (client: FrozenClient, freeze: Freeze): readonly number[] => {
  switch (client.costModel) {
    case 'push':
      return client.atMs.map((atMs) => thawed(freeze, atMs) - atMs + client.transitMs);
    case 'long-poll':
      return heldLatencies(client, freeze);
    case 'board-new-connection':
    case 'board':
    case 'short-poll':
      return polledLatencies(client, freeze);
  }
};

const heldLatencies = ({ atMs, transitMs }: FrozenClient, freeze: Freeze): readonly number[] => {
  let askingFromMs = -Infinity;
  let answeredAtMs = -Infinity;
  return atMs.map((intendedMs) => {
    const publishedMs = thawed(freeze, intendedMs);
    if (publishedMs > answeredAtMs) {
      answeredAtMs = Math.max(publishedMs, askingFromMs);
      askingFromMs = thawed(freeze, answeredAtMs + 2 * transitMs);
    }
    return answeredAtMs - intendedMs + transitMs;
  });
};

const polledLatencies = (client: FrozenClient, freeze: Freeze): readonly number[] => {
  const { atMs, intervalMs, phaseMs, askingMs, transitMs } = client;
  const latencies: number[] = [];
  let tickMs = Math.floor(((atMs[0] ?? 0) - phaseMs - askingMs) / intervalMs) * intervalMs + phaseMs;
  while (latencies.length < atMs.length) {
    const readMs = thawed(freeze, tickMs + askingMs);
    for (let next = atMs[latencies.length]; next !== undefined; next = atMs[latencies.length]) {
      if (thawed(freeze, next) > readMs) break;
      latencies.push(readMs - next + transitMs);
    }
    // The next tick after the answer.
    const after = Math.floor((readMs + transitMs - phaseMs) / intervalMs) + 1;
    tickMs = Math.max(tickMs + intervalMs, after * intervalMs + phaseMs);
  }
  return latencies;
};

/** An event as a client had it. */
export interface Sample {
  readonly intendedMs: number;
  readonly latencyMs: number;
}

/**
 * What a tool would have reported that sends one thing, waits until it is there, and only then sends the next: it never
 * sends what was due meanwhile, so all of a standstill but its first event is missing (coordinated omission; Tene, "How NOT
 * to Measure Latency"). Here it is told from the samples of the same run.
 * @param samples those of one client
 */
export const closedLoopLatencies = (samples: readonly Sample[]): readonly number[] => {
  let freeFromMs = -Infinity;
  return samples
    .toSorted((left, right) => left.intendedMs - right.intendedMs)
    .filter(({ intendedMs, latencyMs }) => {
      if (intendedMs < freeFromMs) return false;
      freeFromMs = intendedMs + latencyMs;
      return true;
    })
    .map(({ latencyMs }) => latencyMs);
};

/**
 * What waits for the end of a freeze is served one after another: the k-th in the queue k times the cost of one later.
 * @param ranks place of each sample in the queue, from 1 on; 0 = it was not in it
 */
export const afterQueue = (
  latenciesMs: readonly number[],
  ranks: readonly number[],
  costMs: number,
): readonly number[] => latenciesMs.map((latency, index) => latency + (ranks[index] ?? 0) * costMs);

/** Whether an event waited for the end of the freeze. */
export const waitedForThaw = (intendedMs: number, latencyMs: number, freeze: Freeze, transitMs: number): boolean =>
  Math.abs(intendedMs + latencyMs - transitMs - freeze.toMs) < 1e-6;

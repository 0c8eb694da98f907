// The poll interval from which on polling is cheaper in bytes than push, computed from the bytes this run measured. Browser-safe.
import { describeTransport } from '../../servers/protocol/catalog.ts';
import type { TransportId } from '../../servers/protocol/catalog.ts';
import type { RunResult, TransportResult, Workload } from './result.ts';

/** A poll and a push transport, and where their bytes are equal. */
export interface BreakEven {
  readonly poll: TransportId;
  readonly push: TransportId;
  /** Bytes of one poll without its news. */
  readonly bytesPerPoll: number;
  /** Bytes a pushed event costs beyond the news itself: frames, segments, acknowledgements, heartbeats. */
  readonly overheadPerPush: number;
  /** T*: poll less often than this and polling is the cheaper one. */
  readonly intervalMs: number;
  /** At the run's own poll interval: with more events a second than this, polling is the cheaper one. */
  readonly ratePerSecond: number;
}

/**
 * The break-even of every pair of a cursor poll and a push transport.
 *
 * One poll costs E bytes beside its news, a pushed event O bytes beside its own; the news cancels. Polling every T costs
 * E / T a second, pushing O times the rate, so T* = E / (rate x O). What the news weighs is read off the leanest push
 * stream of the run that sends the same JSON as a poll, so its few bytes of framing make T* a little too long; without
 * such a stream it is the size of the event alone. A pair where either cost does not come out above zero is left out.
 */
export const breakEvens = (run: RunResult): readonly BreakEven[] => {
  const polls = run.transports.filter(({ id }) => describeTransport(id).costModel === 'short-poll');
  const pushes = run.transports.filter(({ id }) => describeTransport(id).push);
  return polls.flatMap((poll) => pushes.flatMap((push) => pair(run.workload, newsBytesOf(run), { poll, push }) ?? []));
};

const newsBytesOf = (run: RunResult): number => {
  const streams = run.transports.filter(({ id, bytes }) => isJsonStream(id) && bytes.deliveries > 0);
  const weights = streams.map(({ bytes }) => bytes.payloadDown / bytes.deliveries);
  return weights.length > 0 ? Math.min(...weights) : run.workload.payloadBytes;
};

/** A push whose client needs XML wraps the news in stanzas: its bytes do not say what the JSON weighs. */
const isJsonStream = (id: TransportId): boolean => {
  const { push, needs } = describeTransport(id);
  return push && !needs.includes('xml');
};

const pair = (
  { ratePerSecond, pollIntervalMs }: Workload,
  newsBytes: number,
  { poll, push }: { readonly poll: TransportResult; readonly push: TransportResult },
): BreakEven | null => {
  if (poll.bytes.perDelivery === null || push.bytes.perDelivery === null) return null;
  if (poll.requests === 0 || poll.delivered === 0 || ratePerSecond <= 0) return null;
  const bytesPerPoll = (poll.bytes.perDelivery - newsBytes) / (poll.requests / poll.delivered);
  const overheadPerPush = push.bytes.perDelivery - newsBytes;
  if (bytesPerPoll <= 0 || overheadPerPush <= 0) return null;
  return {
    poll: poll.id,
    push: push.id,
    bytesPerPoll,
    overheadPerPush,
    intervalMs: (bytesPerPoll / (ratePerSecond * overheadPerPush)) * 1000,
    ratePerSecond: bytesPerPoll / ((pollIntervalMs / 1000) * overheadPerPush),
  };
};

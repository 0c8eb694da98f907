// The poll interval from which on polling is cheaper in bytes than push, computed from the bytes this run measured.
import { describeTransport } from '../../servers/protocol/catalog.ts';
import type { TransportId } from '../../servers/protocol/catalog.ts';
import type { RunResult, TransportResult } from './result.ts';

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
 * E / T a second, pushing O times the rate, so T* = E / (rate x O). What the news weighs is read off the push side
 * (bytes sent to the client per delivery), which makes T* a few per cent too large where framing is heavy. A pair
 * where either cost does not come out above zero is left out.
 */
export const breakEvens = (run: RunResult): readonly BreakEven[] => {
  const polls = run.transports.filter(({ id }) => describeTransport(id).costModel === 'short-poll');
  const pushes = run.transports.filter(({ id }) => describeTransport(id).push);
  return polls.flatMap((poll) => pushes.flatMap((push) => pair(run, poll, push) ?? []));
};

const pair = (run: RunResult, poll: TransportResult, push: TransportResult): BreakEven | null => {
  const { ratePerSecond, pollIntervalMs } = run.workload;
  if (poll.bytes.perDelivery === null || push.bytes.perDelivery === null) return null;
  if (poll.requests === 0 || push.delivered === 0 || ratePerSecond <= 0) return null;
  const newsBytes = push.bytes.payloadDown / push.delivered;
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

// What would turn the ranking round: the break-even of polling and push, in interval and in rate, from the measured bytes.
import { describeTransport } from '../../servers/protocol/catalog.ts';
import { breakEvens } from './break-even.ts';
import type { BreakEven } from './break-even.ts';
import { formatBytes, formatMs, formatNumber, formatPlain, formatThree } from './figures.ts';
import { rankByBytes } from './ranking.ts';
import { titleOf } from './prose-seen.ts';
import type { RunResult, TransportResult } from './result.ts';

/** The sentences on what would flip the result; none when the run holds no pair to compare. */
export const flipSentences = (run: RunResult): readonly string[] => {
  const leanest = breakEvens(run).toSorted((a, b) => a.overheadPerPush - b.overheadPerPush)[0];
  return [...(leanest ? byteSentences(run, leanest) : []), ...waitSentences(run)];
};

const byteSentences = (run: RunResult, even: BreakEven): readonly string[] => {
  const { poll, push, bytesPerPoll, overheadPerPush, intervalMs, ratePerSecond } = even;
  const [pollTitle, pushTitle] = [describeTransport(poll).title, describeTransport(push).title];
  const own = run.workload.pollIntervalMs;
  const costs = `One ${pollTitle} request costs ${formatBytes(bytesPerPoll)} before it carries any news, one event pushed by ${pushTitle} ${formatBytes(overheadPerPush)} beside its content.`;
  const rate = `${formatPlain(run.workload.ratePerSecond)} events/s`;
  if (intervalMs <= own) {
    return [
      costs,
      `So at ${rate} the poll interval of ${formatMs(own)} is already long enough for polling to be the cheaper one in bytes; below ${formatMs(intervalMs)}, or below ${formatThree(ratePerSecond)} events/s per client, push is.`,
    ];
  }
  return [
    costs,
    `So at ${rate} polling less often than every ${formatMs(intervalMs)} is cheaper in bytes than that push, at the price of waiting about ${formatMs(intervalMs / 2)} on average for news; at the interval of ${formatMs(own)} polling becomes the cheaper one above about ${formatNumber(ratePerSecond)} events/s per client.`,
  ];
};

/** The wait that the interval alone explains, where a poll was measured. */
const waitSentences = (run: RunResult): readonly string[] => {
  const poll = rankByBytes(run.transports.filter(({ id }) => isTimedPoll(id))).order[0];
  const mean = poll?.latencyMs.mean ?? null;
  if (!poll || mean === null || mean <= 0) return [];
  const half = run.workload.pollIntervalMs / 2;
  if (half > mean * 1.1) return [];
  return [
    `Of the ${formatMs(mean)} of ${titleOf(poll)}, half the poll interval (${formatMs(half)}) is the wait for the next tick: a shorter interval shortens that wait and asks in vain more often.`,
  ];
};

const isTimedPoll = (id: TransportResult['id']): boolean => {
  const { costModel } = describeTransport(id);
  return costModel !== 'push' && costModel !== 'long-poll';
};

// The ratio of two runs' bytes, packets, requests, empty answers and CPU, from one figure a repeat. Pure.
import { describeTransport, type TransportId } from '../../servers/protocol/catalog.ts';
import { totalOf } from '../model/messages.ts';
import { messageSizes } from '../model/specimens.ts';
import type { Workload } from '../report/result.ts';
import type { SubjectRepeat } from '../report/samples.ts';
import { driftDegrees, driftOf, kindOf } from './drift.ts';
import type { RatioEstimate } from './latency.ts';
import type { CountMeasure } from './measures.ts';
import { stalledShare } from './stalls.ts';
import { studentReach } from './student.ts';

/** One transport in one run, as far as counts go. */
export interface Counted {
  readonly id: TransportId;
  readonly workload: Workload;
  readonly repeats: readonly SubjectRepeat[];
  /** Server CPU that bare TCP costs in the same run, milliseconds a delivery. */
  readonly floorCpuMs: number;
}

/** A figure of one repeat: what is counted, per what. */
interface Share {
  readonly count: number;
  readonly per: number;
}

/** How the CPU of two machines compares: as multiples of what bare TCP costs on each. */
export interface CountOrder {
  readonly measure: CountMeasure;
  /** Repeat i of both runs has the same plan. */
  readonly isPaired: boolean;
  readonly isSameMachine: boolean;
}

/** A share of fewer empty answers than this, in both runs together, says nothing. */
const leastEmpty = 20;

/** `null` = a run has no such figure: the kernel did not count, or nothing was asked, or no answer was empty. */
export const countRatio = (a: Counted, b: Counted, order: CountOrder): RatioEstimate | null => {
  const [ofA, ofB] = [sharesOf(a, order), sharesOf(b, order)];
  const [totalA, totalB] = [logRatio(ofA), logRatio(ofB)];
  if (totalA === null || totalB === null) return null;
  if (order.measure === 'empty' && totalCount(ofA) + totalCount(ofB) < leastEmpty) return null;
  const center = totalB - totalA;
  const drift = driftOf(order.measure, a.id);
  const perStall = drift.perStall * (order.measure === 'bytes' ? headerShare(a) : 1);
  const stalls = [a, b].map(({ repeats }) => (perStall * meanOf(repeats.map(stalledShare))) ** 2);
  const scatter =
    stalls.reduce((sum, stall) => sum + stall, 0) +
    (order.isPaired ? pairedScatter(ofA, ofB) : scatterOf(logsOf(ofA)) + scatterOf(logsOf(ofB))) +
    (isChance(a.id, order) ? 1 / totalCount(ofA) + 1 / totalCount(ofB) : 0);
  const reach = studentReach(driftDegrees) * Math.sqrt(drift.share ** 2 + scatter);
  return { ratio: Math.exp(center), low: Math.exp(center - reach), high: Math.exp(center + reach) };
};

const sharesOf = (counted: Counted, { measure, isSameMachine }: CountOrder): readonly Share[] =>
  counted.repeats.flatMap((repeat) => {
    const share = shareOf(measure, repeat, counted);
    if (share === null) return [];
    return [measure === 'cpu' && !isSameMachine ? { ...share, per: share.per * counted.floorCpuMs } : share];
  });

const shareOf = (measure: CountMeasure, repeat: SubjectRepeat, counted: Counted): Share | null => {
  const { deliveries, probeDeliveries, answers, emptyAnswers, taken, serverCpuMs } = repeat;
  switch (measure) {
    case 'bytes':
    case 'packets':
      return ofTimetable(repeat, counted, measure);
    case 'requests':
      return answers === 0 ? null : { count: answers, per: taken };
    case 'empty':
      // Half an answer more, so that a run without any has a logarithm too (Haldane, Ann. Hum. Genet. 20, 1956).
      return answers === 0 ? null : { count: emptyAnswers + 0.5, per: answers + 1 };
    case 'cpu':
      return { count: Math.max(0, serverCpuMs - probeDeliveries * counted.floorCpuMs), per: deliveries };
  }
};

/**
 * Polls go on for as long as a segment lasts, and how long it waits for its start and its last answer is chance: that moved the
 * bytes per delivery of the same code by up to 5 %. So polls are counted as if they had gone on for exactly the warm-up and the
 * measured part. What a spare poll weighs: on a board every answer is as long as any other; elsewhere the model knows the empty one.
 */
const ofTimetable = (repeat: SubjectRepeat, { id, workload }: Counted, measure: 'bytes' | 'packets'): Share | null => {
  const { steadyBytes, steadyPackets, steadyRequests, deliveries } = repeat;
  if (steadyBytes === null || steadyPackets === null) return null;
  const count = measure === 'bytes' ? steadyBytes : steadyPackets;
  if (kindOf(id) !== 'timetable' || steadyRequests === 0) return { count, per: deliveries };
  const { durationSeconds, warmUpSeconds, pollIntervalMs } = workload;
  const spare =
    steadyRequests - paceOf(repeat, id, workload) * (durationSeconds + Math.max(warmUpSeconds, pollIntervalMs / 1000));
  const packetsEach = steadyPackets / steadyRequests;
  const bytesEach = describeTransport(id).resume
    ? idleBytes(id, workload) + packetsEach * headerBytes
    : steadyBytes / steadyRequests;
  return { count: count - spare * (measure === 'bytes' ? bytesEach : packetsEach), per: deliveries };
};

/** Beyond this, and beyond the odd poll at either end, clients did not ask as their timetable says, and their own pace counts. */
const paceShare = 0.02;
/** How long a segment waits until nothing moves (run/segment.ts). */
const settleMs = 60;

/**
 * Polls a second. There are two witnesses, and a busy machine deceives either: the answers of the measured part (late ones of
 * the warm-up come into it), and all polls in the time they had (nobody asks while a segment settles or waits for a late one).
 */
const paceOf = (
  { steadyRequests, steadySeconds, answers }: SubjectRepeat,
  id: TransportId,
  { clients, pollIntervalMs, rttMs, durationSeconds }: Workload,
): number => {
  const planned = (clients * 1000) / pollIntervalMs;
  const trips = describeTransport(id).costModel === 'board-new-connection' ? 2.5 : 1.5;
  const isPlanned = (polls: number, seconds: number): boolean =>
    Math.abs(polls - planned * seconds) <= paceShare * planned * seconds + Math.sqrt(clients);
  const pollingSeconds = steadySeconds - (settleMs + trips * rttMs) / 1000;
  return isPlanned(answers, durationSeconds) || isPlanned(steadyRequests, pollingSeconds)
    ? planned
    : answers / durationSeconds;
};

/** IPv4, and TCP with timestamps. */
const headerBytes = 52;

/** Share of the bytes that stands in the headers of packets. */
const headerShare = ({ repeats }: Counted): number =>
  meanOf(
    repeats.map(({ steadyBytes, steadyPackets }) => ((steadyPackets ?? 0) * headerBytes) / (steadyBytes ?? Infinity)),
  );

/** A request and its answer without news. */
const idleBytes = (id: TransportId, workload: Workload): number => {
  const sizes = messageSizes(id, { workload, sequence: 1000, publishedAtNs: 10n ** 15n });
  return sizes === undefined ? 0 : totalOf(sizes.request) + totalOf(sizes.empty);
};

/** Of all repeats together; `null` where nothing was counted. */
const logRatio = (shares: readonly Share[]): number | null => {
  const count = totalCount(shares);
  const per = shares.reduce((sum, share) => sum + share.per, 0);
  return count > 0 && per > 0 ? Math.log(count / per) : null;
};

/** Squared standard error of the mean of the repeats' own log ratios; 0 of a single one: it shows no scatter. */
const pairedScatter = (a: readonly Share[], b: readonly Share[]): number =>
  scatterOf(
    a.flatMap((share, index) => {
      const other = b[index];
      const [from, to] = [logRatio([share]), other === undefined ? null : logRatio([other])];
      return from === null || to === null ? [] : [to - from];
    }),
  );

/** Polls on one timetable find the same events; whether a held poll ends empty, or one of another plan, is chance (Poisson). */
const isChance = (id: TransportId, { measure, isPaired }: CountOrder): boolean =>
  measure === 'empty' && (!isPaired || kindOf(id) === 'held');

const meanOf = (values: readonly number[]): number =>
  values.reduce((sum, value) => sum + value, 0) / Math.max(1, values.length);

const totalCount = (shares: readonly Share[]): number => shares.reduce((sum, { count }) => sum + count, 0);

/** Repeats of one run have plans of their own, so that their scatter shows what another plan changes. */
const logsOf = (shares: readonly Share[]): readonly number[] => shares.flatMap((share) => logRatio([share]) ?? []);

const scatterOf = (logs: readonly number[]): number => {
  if (logs.length < 2) return 0;
  const mean = meanOf(logs);
  return logs.reduce((sum, value) => sum + (value - mean) ** 2, 0) / (logs.length - 1) / logs.length;
};

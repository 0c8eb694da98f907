// What a freeze did to the latencies of one transport, held against what must follow from the timetable.
import type { TransportDescription } from '../../servers/protocol/catalog.ts';
import {
  afterQueue,
  closedLoopLatencies,
  frozenLatencies,
  waitedForThaw,
  type Freeze,
  type Sample,
} from '../model/frozen.ts';
import { judge } from '../model/row.ts';
import { quantileOf } from '../model/tolerances.ts';
import type { FreezeFigure, FreezeResult, ModelRow, Workload } from '../report/result.ts';
import type { FrozenSpan } from './freeze.ts';
import { warmUpMs, type SegmentPlan } from './plan.ts';
import type { SegmentResult } from './segment.ts';
import { planIndexes, readAfterMs } from './waits.ts';
import { cpuOf, deliveriesOf, sum } from './tally.ts';

/** MEASURING §0: a freeze must show in the percentiles of every transport, within this share of what is computed. */
const tolerance = 0.05;

/** Latencies of all segments, milliseconds. */
interface Latencies {
  readonly computed: number[];
  /** The same if the queue cost nothing, and if it cost all that a delivery does. */
  readonly soonest: number[];
  readonly latest: number[];
  readonly measured: number[];
  readonly closedLoop: number[];
}

/** What came of the freezes of all repeats, and the rows that judge it; `null` = there was none. */
export const judgeFreeze = (
  description: TransportDescription,
  segments: readonly SegmentResult[],
  workload: Workload,
): { readonly freeze: FreezeResult; readonly rows: readonly ModelRow[] } | null => {
  const spans = segments.flatMap(({ frozen }) => (frozen === null ? [] : [frozen]));
  if (spans.length !== segments.length || spans.length === 0) return null;
  const transitMs = quietTransitMs(segments);
  const all: Latencies = { computed: [], soonest: [], latest: [], measured: [], closedLoop: [] };
  for (const segment of segments) addSegment(all, { description, segment, workload, transitMs });
  const sorted = Object.fromEntries(
    Object.entries(all).map(([name, values]) => [name, Float64Array.from(values as number[]).sort()]),
  ) as Record<keyof Latencies, Float64Array>;
  const figures = statistics.map(([name, of]): FreezeFigure => ({
    name,
    computedMs: of(sorted.computed),
    measuredMs: of(sorted.measured),
    closedLoopMs: of(sorted.closedLoop),
  }));
  const frozenMs = sum(spans, ({ fromNs, toNs }) => Number(toNs - fromNs) / 1e6) / spans.length;
  // The processes around the server were not frozen: as long as one stood still, its samples say nothing of the server.
  const uncertainty = Math.max(
    ...segments.map(({ standstillMs }) => Math.max(standstillMs.clients, standstillMs.relay)),
  );
  return {
    freeze: { frozenMs, figures },
    rows: [lengthRow(frozenMs, workload), ...figures.map((figure) => rowOf(figure, sorted, uncertainty))],
  };
};

/** The server stood still for as long as it was asked to. */
const lengthRow = (frozenMs: number, { freezeMs = 0 }: Workload): ModelRow =>
  judge({
    name: 'the freeze is as long as asked',
    predicted: freezeMs,
    measured: frozenMs,
    unit: 'ms',
    tolerance: freezeMs * tolerance,
    uncertainty: timerMs,
  });

/** A timer of a busy machine. */
const timerMs = 20;
/** Where frozen events begin among the others the percentiles are steep: so many ranks may be off, by those at its edges. */
const doubtfulRanks = 3;

/** How far a percentile moves with a few ranks. */
const rankDoubt = (name: FreezeFigure['name'], sorted: Float64Array): number => {
  const share = { mean: null, p50: 0.5, p90: 0.9, p99: 0.99, max: null }[name];
  if (share === null) return 0;
  const step = doubtfulRanks / sorted.length;
  return (quantileOf(sorted, share + step) - quantileOf(sorted, share - step)) / 2;
};

/** Half of what the queue may add or not. */
const queueDoubt = (name: FreezeFigure['name'], { soonest, latest }: Record<keyof Latencies, Float64Array>): number => {
  const of = statistics.find(([one]) => one === name)?.[1];
  return of ? Math.max(0, of(latest) - of(soonest)) / 2 : 0;
};

const rowOf = (
  { name, computedMs, measuredMs }: FreezeFigure,
  sorted: Record<keyof Latencies, Float64Array>,
  uncertainty: number,
): ModelRow =>
  judge({
    name: `${name} under the freeze`,
    predicted: computedMs,
    measured: measuredMs,
    unit: 'ms',
    tolerance: computedMs * tolerance,
    uncertainty: queueDoubt(name, sorted) + (name === 'max' ? uncertainty : rankDoubt(name, sorted.computed)),
  });

type Statistic = (sorted: Float64Array) => number;
const percentile =
  (share: number): Statistic =>
  (sorted) =>
    quantileOf(sorted, share);
const statistics: readonly (readonly [FreezeFigure['name'], Statistic])[] = [
  ['mean', (sorted) => sorted.reduce((total, one) => total + one, 0) / sorted.length],
  ['p50', percentile(0.5)],
  ['p90', percentile(0.9)],
  ['p99', percentile(0.99)],
  ['max', (sorted) => sorted.at(-1) ?? Number.NaN],
];

const isFrozen = ({ frozen, goNs }: SegmentResult, atMs: number, transitMs: number): boolean => {
  if (frozen === null) return false;
  const { fromMs, toMs } = freezeOf(frozen, goNs);
  return atMs > fromMs - 2 * transitMs && atMs < toMs + transitMs;
};

const freezeOf = ({ fromNs, toNs }: FrozenSpan, goNs: bigint): Freeze => ({
  fromMs: Number(fromNs - goNs) / 1e6,
  toMs: Number(toNs - goNs) / 1e6,
});

/** One transit, from the probes' events that the freeze did not touch. */
const quietTransitMs = (segments: readonly SegmentResult[]): number => {
  const quiet = segments.flatMap((segment) => {
    const indexes = planIndexes(segment);
    return segment.probes.flatMap(({ latenciesNs, latencySequences }) =>
      [...latenciesNs].filter((_, at) => {
        const index = indexes.get(latencySequences[at] ?? -1);
        return index !== undefined && !isFrozen(segment, segment.plan.atMs[index] ?? 0, 100);
      }),
    );
  });
  return quantileOf(Float64Array.from(quiet).sort(), 0.5) / 1e6;
};

interface Part {
  readonly description: TransportDescription;
  readonly segment: SegmentResult;
  readonly workload: Workload;
  readonly transitMs: number;
}

const addSegment = (all: Latencies, part: Part): void => {
  const { description, segment, workload, transitMs } = part;
  const { plan, frozen, goNs, records } = segment;
  if (frozen === null) return;
  const freeze = freezeOf(frozen, goNs);
  const indexes = planIndexes(segment);
  const computed: Computed[] = [];
  records.forEach(({ latenciesNs, latencySequences }, client) => {
    const own = eventsOf(plan, workload, client);
    const atMs = own.map((index) => plan.atMs[index] ?? 0);
    const latencies = frozenLatencies(
      {
        costModel: description.costModel,
        atMs,
        intervalMs: workload.pollIntervalMs,
        // Ticks stand on the monotonic clock, the plan begins at `goNs`.
        phaseMs: (plan.phaseMs[client] ?? 0) - ((Number(goNs) / 1e6) % workload.pollIntervalMs),
        askingMs: readAfterMs(description, workload, transitMs),
        transitMs,
      },
      freeze,
    );
    latencies.forEach((latencyMs, at) => computed.push({ client, intendedMs: atMs[at] ?? 0, latencyMs }));
    for (const ns of latenciesNs) all.measured.push(ns / 1e6);
    const samples = Array.from(latenciesNs, (ns, at) => ({
      intendedMs: plan.atMs[indexes.get(latencySequences[at] ?? -1) ?? -1] ?? 0,
      latencyMs: ns / 1e6,
    }));
    all.closedLoop.push(...closedLoopLatencies(samples));
  });
  const isMeasured = ({ intendedMs }: Sample): boolean => intendedMs >= warmUpMs(workload);
  const put = (into: number[], share: number): void => {
    for (const sample of queued(computed, part, { freeze, share })) if (isMeasured(sample)) into.push(sample.latencyMs);
  };
  put(all.soonest, 0);
  put(all.computed, 0.5);
  put(all.latest, 1);
};

/** An event of a client, as it is computed. */
interface Computed extends Sample {
  readonly client: number;
}

/**
 * When the server goes on it has a queue before it: events in the order of their times, or questions in some order. What one
 * costs it is a share of its own CPU of this very segment, which a process that stands still does not use: some of that is
 * waking up and keeping time, which a queue needs once, so that half of it is what is computed with.
 */
const queued = (
  computed: readonly Computed[],
  part: Part,
  { freeze, share }: { readonly freeze: Freeze; readonly share: number },
): readonly Sample[] => {
  const { description, segment, transitMs } = part;
  const { costModel } = description;
  const isAsked = costModel !== 'push' && costModel !== 'long-poll';
  const [from, to] = segment.totals;
  const count = isAsked ? to.requests - from.requests : deliveriesOf([segment]);
  const costMs = (share * cpuOf([segment])) / Math.max(1, count);
  const inOrder = computed.toSorted((left, right) => left.intendedMs - right.intendedMs);
  let rank = 0;
  const rankOfClient = new Map<number, number>();
  const ranks = inOrder.map(({ client, intendedMs, latencyMs }) => {
    if (!waitedForThaw(intendedMs, latencyMs, freeze, transitMs)) return 0;
    if (!isAsked) return (rank += 1);
    // All that a client missed comes in one answer.
    const known = rankOfClient.get(client) ?? (rank += 1);
    rankOfClient.set(client, known);
    return known;
  });
  const latencies = afterQueue(
    inOrder.map(({ latencyMs }) => latencyMs),
    ranks,
    costMs,
  );
  return inOrder.map(({ intendedMs }, at) => ({ intendedMs, latencyMs: latencies[at] ?? 0 }));
};

/** Indexes of a client's events in the plan. */
const eventsOf = ({ client }: SegmentPlan, { kind }: Workload, whose: number): readonly number[] =>
  Array.from(client.keys()).filter((index) => kind === 'wallboard' || client[index] === whose);

// Each sample beside what the run's own timetable implies for it.
import type { TransportDescription } from '../../servers/protocol/catalog.ts';
import type { PlannedFigures } from '../model/observed.ts';
import { heldWaits, plannedPolls, plannedWait, type PlannedPolls } from '../model/timetable.ts';
import { quantileOf } from '../model/tolerances.ts';
import type { Workload } from '../report/result.ts';
import { probeCount, warmUpMs, type SegmentPlan } from './plan.ts';
import type { SegmentResult } from './segment.ts';
import { sum } from './tally.ts';

/** Where in the plan each sequence stands. */
export const planIndexes = ({ sequences }: Pick<SegmentResult, 'sequences'>): ReadonlyMap<number, number> =>
  new Map(Array.from(sequences, (sequence, index) => [sequence, index]));

const isMeasured = (workload: Workload, plan: SegmentPlan, index: number | undefined): boolean => {
  const atMs = index === undefined ? undefined : plan.atMs[index];
  const from = warmUpMs(workload);
  return atMs !== undefined && atMs >= from && atMs < from + workload.durationSeconds * 1000;
};

/** Events of the measured part that the clients got, each counted once a client, whatever became of their latencies. */
export const expectedSamples = (workload: Workload, segments: readonly SegmentResult[]): number =>
  sum(segments, (segment) => {
    const indexes = planIndexes(segment);
    return sum(
      segment.records,
      ({ sequences }) =>
        [...new Set(sequences)].filter((sequence) => isMeasured(workload, segment.plan, indexes.get(sequence))).length,
    );
  });

/** Events of the measured part that are a probe's; on a wallboard each probe follows all of them. */
export const expectedProbeSamples = (workload: Workload, segments: readonly SegmentResult[]): number =>
  sum(segments, ({ plan }) => {
    const measured = Array.from(plan.client.entries()).filter(([index]) => isMeasured(workload, plan, index));
    return workload.kind === 'wallboard'
      ? measured.length * probeCount
      : measured.filter(([, client]) => client >= workload.clients).length;
  });

/** Samples of clients and probes whose entry does not name the intended time of the plan, to the nanosecond. */
export const misdated = (segments: readonly SegmentResult[]): number =>
  sum(segments, (segment) => {
    const indexes = planIndexes(segment);
    return sum([...segment.records, ...segment.probes], ({ latencySequences, intendedNs }) => {
      const isOff = (sequence: number, at: number): boolean =>
        intendedNs[at] !== Math.round((segment.plan.atMs[indexes.get(sequence) ?? -1] ?? Number.NaN) * 1e6);
      return latencySequences.filter(isOff).length;
    });
  });

/** How long after its deadline the server reads a poll: the way, and before it what a new connection needs. */
export const readAfterMs = (
  { costModel }: TransportDescription,
  { rttMs, isTls }: Workload,
  transitMs: number,
): number => {
  if (costModel !== 'board-new-connection') return transitMs;
  return transitMs + rttMs + (isTls === true ? 2 * transitMs : 0);
};

/** The poll timetable of one segment. */
const pollsOf = (workload: Workload, { plan, goNs }: SegmentResult, readAfter: number): PlannedPolls => ({
  plan,
  kind: workload.kind,
  intervalMs: workload.pollIntervalMs,
  goMs: Number(goNs) / 1e6,
  readAfterMs: readAfter,
  fromMs: warmUpMs(workload),
  toMs: warmUpMs(workload) + workload.durationSeconds * 1000,
});

/** The way, and by how much the publisher was late. */
export interface Pace {
  readonly workload: Workload;
  readonly transitMs: number;
  /** The median of it, which a process that stood still for a moment leaves where it is. */
  readonly medianTransitMs: number;
  readonly latenessMs: number;
  readonly holdMs: number;
}

/** The wait of an event of the plan for one client. */
type WaitOf = (client: number, planIndex: number) => number;

const timetableWaits = (timetable: PlannedPolls): WaitOf => {
  const { atMs } = timetable.plan;
  return (client, index) => plannedWait(timetable, client, atMs[index] ?? 0);
};

/** On a wallboard all clients have the same cycles. */
const heldWaitsOf = ({ plan }: SegmentResult, { workload, transitMs, latenessMs, holdMs }: Pace): WaitOf => {
  const isShared = workload.kind === 'wallboard';
  const events = new Map<number, number[]>();
  plan.client.forEach((client, index) => {
    const whose = isShared ? 0 : client;
    const known = events.get(whose);
    if (known) known.push(index);
    else events.set(whose, [index]);
  });
  const waits = new Float64Array(plan.atMs.length);
  for (const indexes of events.values()) {
    const times = indexes.map((index) => plan.atMs[index] ?? 0);
    heldWaits(times, { awayMs: 2 * transitMs, holdMs, latenessMs }).forEach(
      (wait, at) => (waits[indexes[at] ?? 0] = wait),
    );
  }
  return (_client, index) => waits[index] ?? 0;
};

/** Waits and deviations of the samples of all repeats; `null` for what is pushed. */
export const plannedFigures = (
  description: TransportDescription,
  segments: readonly SegmentResult[],
  pace: Pace,
): PlannedFigures | null => {
  const { costModel } = description;
  if (costModel === 'push') return null;
  const { workload, transitMs, medianTransitMs } = pace;
  const waits: number[] = [];
  const deviations: number[] = [];
  const counts = { polls: 0, emptyPolls: 0 };
  for (const segment of segments) {
    const timetable = pollsOf(workload, segment, readAfterMs(description, workload, transitMs));
    const waitOf = costModel === 'long-poll' ? heldWaitsOf(segment, pace) : timetableWaits(timetable);
    const circleMs = costModel === 'long-poll' ? 2 * transitMs : workload.pollIntervalMs;
    const indexes = planIndexes(segment);
    segment.records.forEach(({ latenciesNs, latencySequences }, client) => {
      latencySequences.forEach((sequence, at) => {
        const index = indexes.get(sequence);
        if (index === undefined) return;
        const wait = waitOf(client, index);
        waits.push(wait);
        deviations.push(distanceOnCircle((latenciesNs[at] ?? 0) / 1e6 - wait - medianTransitMs, circleMs));
      });
    });
    if (costModel === 'long-poll') continue;
    const planned = plannedPolls(timetable);
    counts.polls += planned.polls;
    counts.emptyPolls += planned.emptyPolls;
  }
  if (waits.length === 0) return null;
  return {
    meanWaitMs: sum(waits, (wait) => wait) / waits.length,
    medianWaitMs: medianOf(waits),
    tailWaitMs: quantileOf(Float64Array.from(waits).sort(), 0.99),
    medianDeviationMs: medianOf(deviations),
    emptyShare: counts.polls === 0 ? null : counts.emptyPolls / counts.polls,
  };
};

const medianOf = (values: readonly number[]): number => quantileOf(Float64Array.from(values).sort(), 0.5);

/** An event within a hair of a poll is in this one or in the next, a whole interval later: both are on time. */
const distanceOnCircle = (deviationMs: number, intervalMs: number): number => {
  const rest = Math.abs(deviationMs) % intervalMs;
  return Math.min(rest, intervalMs - rest);
};

// A run: the floor and every transport, in repeats that are interleaved (A B C … C B A), then the capacity; one result.
import type { TransportId } from '../../servers/protocol/catalog.ts';
import { readEnvironment } from '../measure/environment.ts';
import { schemaVersion, type FloorResult, type RunResult, type VoidRun, type Workload } from '../report/result.ts';
import { measureCapacity } from './capacity.ts';
import { combine, combineFloor } from './combine.ts';
import { floorLosses } from './tally.ts';
import { makePlan, warmUpMs } from './plan.ts';
import { Progress } from './progress.ts';
import { Crew, runSegment, type SegmentResult, type SubjectId } from './segment.ts';

/** How a run is carried out. */
export interface RunOrder {
  readonly workload: Workload;
  /** Why the kernel's counters cannot be used; `null` when they can. */
  readonly estimatedBecause: string | null;
  /** `::1`, or `127.0.0.1` on a machine without IPv6. */
  readonly innerHost: string;
  readonly signal: AbortSignal;
}

/** Beyond these the load generator measures itself: the run is void, not merely noisy. */
const maximumUtilisation = 0.7;
const maximumCpuShare = 0.8;

/** Start, ramp, settle and drain of a segment, for the first estimate of the time left. */
const overheadMs = 1300;

/** Each repeat turns the order round, so that a machine that gets slower does not favour those who come first. */
const scheduleOf = ({ transports, repeats }: Workload): readonly { subject: SubjectId; repeat: number }[] => {
  const subjects: readonly SubjectId[] = ['floor', ...transports];
  return Array.from({ length: repeats }, (_, repeat) =>
    (repeat % 2 === 0 ? subjects : subjects.toReversed()).map((subject) => ({ subject, repeat })),
  ).flat();
};

/** @throws {LabError} LAB_SERVER_FAILED when a process failed; the signal's reason when it was interrupted */
export const runBench = async ({ workload, estimatedBecause, innerHost, signal }: RunOrder): Promise<RunResult> => {
  const environment = readEnvironment();
  const schedule = scheduleOf(workload);
  const segmentMs = warmUpMs(workload) + workload.durationSeconds * 1000 + overheadMs;
  const progress = new Progress(process.stderr, schedule.length * segmentMs + 6000);
  const segments: SegmentResult[] = [];
  let crew = new Crew(workload.rttMs);
  let next: Crew | undefined;
  const stopAll = (): Promise<unknown> => Promise.all([crew.stop(), next?.stop()]);
  try {
    for (const [index, { subject, repeat }] of schedule.entries()) {
      progress.begin({ title: titleOf(subject, repeat, workload), done: index, of: schedule.length + 1 });
      next = undefined;
      segments.push(
        await untilInterrupted(
          signal,
          runSegment({
            subject,
            workload,
            plan: makePlan(workload, repeat),
            crew,
            hasKernel: estimatedBecause === null,
            innerHost,
            onProgress: (received) => progress.received(received),
            // Starting Node takes half a second: the next processes start while this segment warms up.
            onWarmUp: () => (next = new Crew(workload.rttMs)),
          }),
        ),
      );
      await crew.stop();
      crew = next ?? new Crew(workload.rttMs);
      next = undefined;
    }
    progress.begin({ title: 'capacity', done: schedule.length, of: schedule.length + 1 });
    const capacity = await untilInterrupted(signal, measureCapacity(workload, crew.server));
    signal.throwIfAborted();
    return assemble({ workload, estimatedBecause, environment, segments, capacity });
  } finally {
    progress.end();
    await stopAll();
  }
};

/** Whatever the work is waiting for, an interrupt ends the wait; stopping the processes ends the work itself. */
const untilInterrupted = async <Result>(signal: AbortSignal, work: Promise<Result>): Promise<Result> => {
  const { promise: stopped, reject } = Promise.withResolvers<never>();
  const stop = (): void => reject(signal.reason as Error);
  signal.addEventListener('abort', stop);
  if (signal.aborted) stop();
  work.catch(() => {});
  try {
    return await Promise.race([work, stopped]);
  } finally {
    signal.removeEventListener('abort', stop);
  }
};

const titleOf = (subject: SubjectId, repeat: number, { repeats }: Workload): string =>
  `${subject}${repeats > 1 ? ` (${repeat + 1} of ${repeats})` : ''}`;

interface Parts extends Pick<RunResult, 'environment' | 'capacity' | 'workload'> {
  readonly estimatedBecause: string | null;
  readonly segments: readonly SegmentResult[];
}

const assemble = ({ segments, ...parts }: Parts): RunResult => {
  const { workload, environment, capacity, estimatedBecause } = parts;
  const of = (subject: SubjectId): readonly SegmentResult[] =>
    segments.filter((segment) => segment.subject === subject);
  const floorSegments = of('floor');
  const floor: FloorResult = combineFloor(workload, floorSegments);
  const worst = (value: (segment: SegmentResult) => number): number => Math.max(...segments.map(value));
  const generator = {
    clientUtilisation: worst(({ clientUtilisation }) => clientUtilisation),
    clientCpuShare: worst(({ clientCpuShare }) => clientCpuShare),
    relayCpuShare: worst(({ relayCpuShare }) => relayCpuShare),
    oneWayDelayMs: workload.rttMs === 0 ? null : floor.latencyMs.mean,
  };
  return {
    schemaVersion,
    environment,
    workload,
    void: voidBecause(generator, floorLosses(workload, segments)),
    generator,
    floor,
    capacity,
    transports: workload.transports.map((id: TransportId) =>
      combine(id, of(id), { workload, floor, floorSegments, estimatedBecause }),
    ),
  };
};

const voidBecause = (
  { clientUtilisation, clientCpuShare, relayCpuShare }: RunResult['generator'],
  lostByFloor: number,
): VoidRun | null => {
  const percent = (share: number): string => `${Math.round(share * 100)} %`;
  if (clientUtilisation > maximumUtilisation) {
    return {
      reason: `the load generator's event loop was busy ${percent(clientUtilisation)} of the time (limit 70 %)`,
    };
  }
  if (clientCpuShare > maximumCpuShare) {
    return { reason: `the load generator used ${percent(clientCpuShare)} of a core (limit 80 %)` };
  }
  if (relayCpuShare > maximumCpuShare) {
    return { reason: `the relay used ${percent(relayCpuShare)} of a core (limit 80 %)` };
  }
  if (lostByFloor > 0) {
    return { reason: `bare TCP itself lost ${lostByFloor} entries, so the bench is at fault and not a transport` };
  }
  return null;
};

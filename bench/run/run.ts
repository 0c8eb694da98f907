// A run: the floor and every transport, in repeats that are interleaved (A B C … C B A), then the capacity; one result.
import { makeCertificate, type Certificate } from '../../servers/certificate.ts';
import type { TransportId } from '../../servers/protocol/catalog.ts';
import { readEnvironment, withLoadAfter } from '../measure/environment.ts';
import { describePeer, type PeerId } from '../report/peers.ts';
import { schemaVersion, type FloorResult, type RunResult, type Workload } from '../report/result.ts';
import type { RunSamples } from '../report/samples.ts';
import { measureCapacity } from './capacity.ts';
import { combine, combineFloor, combinePeer } from './combine.ts';
import { fanOutEstimateMs, fanOutSteps, measureFanOut } from './fan-out.ts';
import { untilInterrupted } from './interrupt.ts';
import { floorLosses } from './tally.ts';
import { voidBecause } from './void.ts';
import { makePlan, warmUpMs } from './plan.ts';
import { Progress } from './progress.ts';
import { samplesOf } from './samples.ts';
import { Crew, type SubjectId } from './crew.ts';
import { runSegment, type BenchTls, type SegmentResult } from './segment.ts';

/** How a run is carried out. */
export interface RunOrder {
  readonly workload: Workload;
  /** Servers of others, measured beside the transports. */
  readonly peers: readonly PeerId[];
  /** Why the kernel's counters cannot be used; `null` when they can. */
  readonly estimatedBecause: string | null;
  /** A certificate of somebody's own, for a run over TLS; `null` = one is made for it. */
  readonly certificate: Certificate | null;
  /** `::1`, or `127.0.0.1` on a machine without IPv6. */
  readonly innerHost: string;
  readonly signal: AbortSignal;
}

/** Start, ramp, settle and drain of a segment, for the first estimate of the time left. */
const overheadMs = 1300;

/** Each repeat turns the order round, so that a machine that gets slower does not favour those who come first. */
const scheduleOf = ({
  workload: { transports, repeats },
  peers,
}: RunOrder): readonly { readonly subject: SubjectId; readonly repeat: number }[] => {
  const subjects: readonly SubjectId[] = ['floor', ...transports, ...peers];
  return Array.from({ length: repeats }, (_, repeat) =>
    (repeat % 2 === 0 ? subjects : subjects.toReversed()).map((subject) => ({ subject, repeat })),
  ).flat();
};

/** What a run brings: its result, and the samples behind it, which stand in a file of their own. */
export interface MeasuredRun {
  readonly run: RunResult;
  readonly samples: RunSamples;
}

/** @throws {LabError} LAB_SERVER_FAILED when a process failed; the signal's reason when it was interrupted */
export const runBench = async (order: RunOrder): Promise<MeasuredRun> => {
  const { workload, signal } = order;
  const environment = readEnvironment();
  const tls = workload.isTls === true ? await tlsOf(order.certificate) : null;
  const schedule = scheduleOf(order);
  const pairs = fanOutPairs(order);
  const steps = schedule.length + 1 + pairs.length * fanOutSteps;
  // Publishing waits for a multiple of the poll interval, half of one on average.
  const segmentMs = warmUpMs(workload) + workload.durationSeconds * 1000 + workload.pollIntervalMs / 2 + overheadMs;
  const estimateMs = schedule.length * segmentMs + 6000 + pairs.length * fanOutEstimateMs;
  const progress = new Progress(process.stderr, estimateMs);
  let done = 0;
  const onStep = (title: string): void => progress.begin({ title, done: done++, of: steps });
  try {
    const { segments, capacity } = await runSchedule({ ...order, tls }, schedule, { progress, onStep });
    signal.throwIfAborted();
    const { payloadBytes } = workload;
    const [pair] = pairs;
    const fanOut = pair ? await measureFanOut({ ...pair, payloadBytes, signal, onStep }) : null;
    const run = assemble({ order, environment: withLoadAfter(environment), segments, capacity, fanOut });
    return { run, samples: samplesOf(workload, segments, environment.startedAt) };
  } finally {
    progress.end();
  }
};

/**
 * One that is made for the run is trusted by its clients, and held to its name. One that is given is for another name than
 * that of this machine: its clients take it as it is.
 */
const tlsOf = async (given: Certificate | null): Promise<BenchTls> => {
  const certificate = given ?? (await makeCertificate());
  return { certificate, trust: given === null ? { ca: certificate.cert } : { isVerified: false } };
};

/** A transport and the peer that its clients follow too; a peer is held against the lab's own server of that transport. */
const fanOutPairs = ({ workload, peers }: RunOrder): readonly { own: TransportId; peer: PeerId }[] =>
  peers
    .map((peer) => ({ own: describePeer(peer).over, peer }))
    .filter(({ own }) => workload.transports.includes(own))
    .slice(0, 1);

interface Telling {
  readonly progress: Progress;
  readonly onStep: (title: string) => void;
}

/** All segments, and the capacity with the crew that is left over. */
const runSchedule = async (
  { workload, estimatedBecause, innerHost, tls, signal }: RunOrder & { readonly tls: BenchTls | null },
  schedule: ReturnType<typeof scheduleOf>,
  { progress, onStep }: Telling,
): Promise<{ segments: readonly SegmentResult[]; capacity: RunResult['capacity'] }> => {
  const segments: SegmentResult[] = [];
  const { rttMs } = workload;
  let crew = new Crew(rttMs, schedule[0]?.subject);
  let next: Crew | undefined;
  try {
    for (const [index, { subject, repeat }] of schedule.entries()) {
      onStep(titleOf(subject, repeat, workload));
      const nextSubject = schedule[index + 1]?.subject;
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
            tls,
            onProgress: (received) => progress.received(received),
            // Starting Node takes half a second: the next processes start while this segment warms up.
            onWarmUp: () => (next = new Crew(rttMs, nextSubject)),
          }),
        ),
      );
      await crew.stop();
      crew = next ?? new Crew(rttMs, nextSubject);
      next = undefined;
    }
    onStep('capacity');
    const capacity = await untilInterrupted(signal, measureCapacity(workload, crew.server, tls?.certificate ?? null));
    return { segments, capacity };
  } finally {
    await Promise.all([crew.stop(), next?.stop()]);
  }
};

const titleOf = (subject: SubjectId, repeat: number, { repeats }: Workload): string =>
  `${subject}${repeats > 1 ? ` (${repeat + 1} of ${repeats})` : ''}`;

interface Parts extends Pick<RunResult, 'environment' | 'capacity' | 'fanOut'> {
  readonly order: RunOrder;
  readonly segments: readonly SegmentResult[];
}

const assemble = ({ segments, order, ...parts }: Parts): RunResult => {
  const { workload, peers, estimatedBecause } = order;
  const of = (subject: SubjectId): readonly SegmentResult[] =>
    segments.filter((segment) => segment.subject === subject);
  const floorSegments = of('floor');
  const floor: FloorResult = combineFloor(workload, floorSegments);
  const around = { workload, floor, floorSegments, estimatedBecause };
  const worst = (value: (segment: SegmentResult) => number): number => Math.max(...segments.map(value));
  const generator = {
    clientUtilisation: worst(({ clientUtilisation }) => clientUtilisation),
    clientCpuShare: worst(({ clientCpuShare }) => clientCpuShare),
    relayCpuShare: worst(({ relayCpuShare }) => relayCpuShare),
    oneWayDelayMs: workload.rttMs === 0 ? null : floor.latencyMs.mean,
    standstillMs: worst(({ standstillMs: { clients, relay } }) => Math.max(clients, relay)),
  };
  return {
    ...parts,
    schemaVersion,
    workload,
    void: voidBecause(generator, floorLosses(workload, segments)),
    generator,
    floor,
    transports: workload.transports.map((id) => combine(id, of(id), around)),
    peers: peers.map((id) => combinePeer(id, of(id), around)),
  };
};

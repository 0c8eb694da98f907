// What the clients of a virtual lab see, each way of asking stepped through in time.
import type { Arrival } from '../../clients/transport.ts';
import { describeTransport, type TransportDescription, type TransportId } from '../../servers/protocol/catalog.ts';
import { formatCursor } from '../../servers/protocol/cursor.ts';
import { eventExamples } from '../../servers/protocol/event.ts';
import type { Random } from '../../servers/simulation/random.ts';
import { Recorder, type ClientRecord, type MeasuredWindow } from '../measure/recorder.ts';
import type { Workload } from '../report/result.ts';
import { warmUpMs, type SegmentPlan } from '../run/plan.ts';
import { answerAgeMs } from '../run/segment.ts';

/** What is wrong with a lab; without one all is as it should be. */
export interface Fault {
  /** Timers run slow by this share: ticks of a poll are due later and later. */
  readonly drift?: number;
  /** Share of the empty answers that nobody counts. */
  readonly uncountedEmpties?: number;
  /** Adds the samples that an expected interval would have brought, on top of intended times (HdrHistogram's correction). */
  readonly isCorrectedTwice?: boolean;
  /** Counts only what sockets carry, not what the kernel sends. */
  readonly isPayloadOnly?: boolean;
  /** Publishes each client's events a fixed time before its polls. */
  readonly phaseLockMs?: number;
  /** One delivery in so many comes twice. */
  readonly duplicateEvery?: number;
  /** A new connection takes no round trip. */
  readonly isHandshakeFree?: boolean;
  /** The load generator stands still for so long in the middle, milliseconds. */
  readonly stallMs?: number;
}

/** One segment of a virtual run. */
export interface VirtualOrder {
  readonly id: TransportId | 'floor';
  readonly workload: Workload;
  readonly repeat: number;
  /** Of the noise; the plan has the workload's own seed. */
  readonly noiseSeed: number;
  readonly fault?: Fault;
}

/** The relay's timers are this much late on average (measured: 0.2 to 0.5 ms), spread exponentially. */
const timerNoiseMs = 0.35;
/** Sequence of the first event; the boards were filled before it. */
export const firstSequence = 2200;
/** When publishing begins. */
export const goNs = 1_000_000_000_000n;

/** What one segment knows. */
export interface World {
  readonly order: VirtualOrder;
  readonly plan: SegmentPlan;
  readonly random: Random;
  readonly publishedAtMs: Float64Array;
  /** When the generator stood still. */
  readonly stall: { readonly fromMs: number; readonly toMs: number };
}

/** What the floor would be to a transport: pushed, and without a byte more. */
const floorDescription: Pick<TransportDescription, 'costModel' | 'push'> = { costModel: 'push', push: true };

export const describe = ({ id }: VirtualOrder): Pick<TransportDescription, 'costModel' | 'push'> =>
  id === 'floor' ? floorDescription : describeTransport(id);

const atNs = (atMs: number): bigint => goNs + BigInt(Math.round(atMs * 1e6));

/** A recorder that has begun. */
export const record = (workload: Workload, id: VirtualOrder['id']): Recorder => {
  const recorder = new Recorder();
  const startNs = atNs(warmUpMs(workload));
  const window: MeasuredWindow = {
    goNs,
    startNs,
    endNs: startNs + BigInt(workload.durationSeconds * 1e9),
    answerAgeNs: BigInt(answerAgeMs(id, workload) * 1e6),
  };
  recorder.begin(window);
  return recorder;
};

/** One way through the relay. */
const transit = ({ random, order }: World): number => order.workload.rttMs / 2 + random.exponential(timerNoiseMs);

/** A generator that stands still sees what came meanwhile when it goes on. */
const seenAt = ({ stall }: World, atMs: number): number =>
  atMs > stall.fromMs && atMs < stall.toMs ? stall.toMs : atMs;

const entryArrival = ({ plan }: World, index: number, receivedAtMs: number): Arrival => ({
  kind: 'entry',
  entry: {
    cursor: formatCursor('virtual', firstSequence + index),
    publishedAtNs: atNs(plan.atMs[index] ?? 0),
    topics: [],
    event: eventExamples['agent-state'],
  },
  receivedAtNs: atNs(receivedAtMs),
});

/** Everything is pushed to this reader. */
export const follow = (world: World, events: readonly number[], recorder: Recorder): ClientRecord => {
  let lastMs = 0;
  for (const index of events) {
    lastMs = Math.max(lastMs, seenAt(world, (world.publishedAtMs[index] ?? 0) + transit(world)));
    add(world, recorder, index, lastMs);
  }
  return recorder.result();
};

const add = (world: World, recorder: Recorder, index: number, atMs: number): void => {
  recorder.add(entryArrival(world, index, atMs));
  const { duplicateEvery } = world.order.fault ?? {};
  if (duplicateEvery !== undefined && index % duplicateEvery === 0) recorder.add(entryArrival(world, index, atMs));
};

/** Counted on the side of who asks. */
export interface Answers {
  count: number;
  empty: number;
  requestMs: number;
}

/** What one client of the transport records. */
export const clientRecord = (
  world: World,
  client: number,
  events: readonly number[],
  answers: Answers,
): ClientRecord => {
  const { workload, fault = {} } = world.order;
  const recorder = record(workload, world.order.id);
  const { costModel } = describe(world.order);
  const result =
    costModel === 'push'
      ? follow(world, events, recorder)
      : costModel === 'long-poll'
        ? held(world, events, { recorder, answers })
        : polled(world, events, { recorder, answers, client });
  return fault.isCorrectedTwice === true ? corrected(result, workload) : result;
};

interface Asking {
  readonly recorder: Recorder;
  readonly answers: Answers;
}

/** Asks as soon as it was answered; holds are longer than any pause of these workloads. */
const held = (world: World, events: readonly number[], { recorder, answers }: Asking): ClientRecord => {
  let askingFromMs = -Infinity;
  for (let next = 0; next < events.length;) {
    const answeredMs = Math.max(world.publishedAtMs[events[next] ?? 0] ?? 0, askingFromMs);
    const receivedMs = seenAt(world, answeredMs + transit(world));
    for (; next < events.length; next += 1) {
      const index = events[next] ?? 0;
      if ((world.publishedAtMs[index] ?? 0) > answeredMs) break;
      add(world, recorder, index, receivedMs);
    }
    answers.count += 1;
    askingFromMs = receivedMs + transit(world);
  }
  return recorder.result();
};

/** One tick of a client: when it asks, when the server reads that, when the answer is there. */
const askAt = (world: World, client: number, tick: number) => {
  const { workload, fault = {} } = world.order;
  const { pollIntervalMs, rttMs, durationSeconds } = workload;
  const isNew = describe(world.order).costModel === 'board-new-connection';
  const setUpMs = isNew && fault.isHandshakeFree !== true ? rttMs : 0;
  const dueMs = (world.plan.phaseMs[client] ?? 0) + tick * pollIntervalMs * (1 + (fault.drift ?? 0));
  const askedMs = seenAt(world, dueMs + world.random.next());
  const readMs = askedMs + setUpMs + transit(world);
  const isOver = dueMs > warmUpMs(workload) + durationSeconds * 1000 + 2 * pollIntervalMs;
  return { askedMs, readMs, receivedMs: seenAt(world, readMs + transit(world)), isOver };
};

/** Asks on its timetable. */
const polled = (
  world: World,
  events: readonly number[],
  { recorder, answers, client }: Asking & { readonly client: number },
): ClientRecord => {
  const uncounted = world.order.fault?.uncountedEmpties ?? 0;
  let next = 0;
  for (let tick = 0; ; tick += 1) {
    const { askedMs, readMs, receivedMs, isOver } = askAt(world, client, tick);
    if (isOver) return recorder.result();
    const first = next;
    for (; next < events.length && (world.publishedAtMs[events[next] ?? 0] ?? 0) <= readMs; next += 1) {
      add(world, recorder, events[next] ?? 0, receivedMs);
    }
    answers.count += 1;
    answers.requestMs += receivedMs - askedMs;
    if (next > first) continue;
    answers.empty += 1;
    if (world.random.next() >= uncounted) recorder.add({ kind: 'empty', receivedAtNs: atNs(receivedMs) });
  }
};

/** Adds to each long latency those that samples at a fixed interval would have had. */
const corrected = (one: ClientRecord, { ratePerSecond }: Workload): ClientRecord => {
  const stepNs = 1e9 / ratePerSecond / 4;
  const columns: [number, number, number][] = [];
  one.latenciesNs.forEach((latency, at) => {
    for (let rest = latency; rest > 0; rest -= stepNs) {
      columns.push([rest, one.seconds[at] ?? 0, one.latencySequences[at] ?? 0]);
    }
  });
  return {
    ...one,
    latenciesNs: Float64Array.from(columns, ([ns]) => ns),
    seconds: Uint16Array.from(columns, ([, second]) => second),
    latencySequences: Uint32Array.from(columns, ([, , sequence]) => sequence),
    intendedNs: new Float64Array(columns.length),
  };
};

// A lab without sockets, for tests of the whole judgement: what clients, kernel and relay would have brought, from a seed.
import type { Arrival } from '../../clients/transport.ts';
import { describeTransport, type TransportDescription, type TransportId } from '../../servers/protocol/catalog.ts';
import { formatCursor } from '../../servers/protocol/cursor.ts';
import { eventExamples } from '../../servers/protocol/event.ts';
import { seededRandom, type Random } from '../../servers/simulation/random.ts';
import { nothingSeen, transportBytes, type SeenBytes } from '../ledger/connection-ledger.ts';
import { Recorder, type ClientRecord, type MeasuredWindow } from '../measure/recorder.ts';
import { messageBytes, messageSizes, totalOf, type MessageCounts } from '../model/messages.ts';
import type { Workload } from '../report/result.ts';
import type { ClientTotals } from '../run/client-process.ts';
import { makePlan, probeCount, warmUpMs, type SegmentPlan } from '../run/plan.ts';
import { answerAgeMs, type SegmentResult } from '../run/segment.ts';

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
/** Publishing is late by up to the step of a timer. */
const latenessMs = 1;
const firstSequence = 2200;
const goNs = 1_000_000_000_000n;
/** CPU of a delivery and of the floor's, milliseconds (measured: 0.14 to 0.5). */
const cpuMs = 0.2;

interface World {
  readonly order: VirtualOrder;
  readonly plan: SegmentPlan;
  readonly random: Random;
  readonly publishedAtMs: Float64Array;
  /** When the generator stood still. */
  readonly stall: { readonly fromMs: number; readonly toMs: number };
}

/** What the floor would be to a transport: pushed, and without a byte more. */
const floorDescription: Pick<TransportDescription, 'costModel' | 'push'> = { costModel: 'push', push: true };

const describe = ({ id }: VirtualOrder): Pick<TransportDescription, 'costModel' | 'push'> =>
  id === 'floor' ? floorDescription : describeTransport(id);

/** Simulates one segment. */
export const virtualSegment = (order: VirtualOrder): SegmentResult => {
  const { id, workload, repeat, noiseSeed, fault = {} } = order;
  const random = seededRandom(noiseSeed * 8191 + repeat * 131 + id.length);
  const plan = lockPhases(makePlan(workload, repeat), workload, fault);
  const publishedAtMs = plan.atMs.map((atMs) => atMs + random.next() * latenessMs);
  const middleMs = warmUpMs(workload) + workload.durationSeconds * 500;
  const stall = { fromMs: middleMs, toMs: middleMs + (fault.stallMs ?? 0) };
  const world: World = { order, plan, random, publishedAtMs, stall };
  const answers = { count: 0, empty: 0, requestMs: 0, requestSquares: 0 };
  const eventsOf = groupEvents(plan, workload);
  const records = Array.from({ length: workload.clients }, (_, client) =>
    clientRecord(world, client, eventsOf(client), answers),
  );
  const probes = Array.from({ length: probeCount }, (_, index) =>
    follow(world, eventsOf(workload.clients + index), record(workload, 'floor')),
  );
  const deliveries = records.reduce((sum, { sequences }) => sum + new Set(sequences).size, 0);
  const counts: MessageCounts = {
    requests: answers.count,
    newsAnswers: answers.count - answers.empty,
    emptyAnswers: answers.empty,
    deliveries,
  };
  const wire = wireOf(order, counts);
  const kernelBytes = fault.isPayloadOnly === true ? wire.streamBytes : wire.bytes;
  const cpu = (ms: number): NodeJS.CpuUsage => ({ user: ms * 1000, system: 0 });
  return {
    subject: id,
    plan,
    goNs,
    sequences: Uint32Array.from(plan.atMs, (_, index) => firstSequence + index),
    records,
    probes,
    kernel: [
      { bytes: 0, packets: 0 },
      { bytes: 0, packets: 0 },
      { bytes: kernelBytes, packets: wire.packets },
    ],
    totals: [
      totals({}),
      totals({ requests: answers.count, connections: wire.seen.opens, bytesDown: wire.streamBytes }),
    ],
    seen: [nothingSeen, wire.seen],
    server: [
      { cpu: cpu(0), rssBytes: 1e8 },
      { cpu: cpu((deliveries + workload.ratePerSecond * probeCount) * cpuMs), rssBytes: 1e8 },
    ],
    steadySeconds: steadySeconds(workload),
    relayCpuShare: 0.1,
    clientCpuShare: 0.1,
    clientUtilisation: 0.15,
    standstillMs: { clients: 2 + stall.toMs - stall.fromMs, relay: 2, publisher: latenessMs },
    publishLatenessMs: latenessMs / 2,
    requestTimes: {
      count: answers.count,
      sumMs: answers.requestMs,
      squaresMs: answers.requestSquares,
    },
    frozen: null,
    serverVersion: null,
  };
};

const totals = (rest: Partial<ClientTotals>): ClientTotals => ({
  bytesUp: 0,
  bytesDown: 0,
  plainUp: 0,
  plainDown: rest.bytesDown ?? 0,
  connections: 0,
  requests: 0,
  cpu: { user: 0, system: 0 },
  ...rest,
});

/** Events that a client follows, by index, in the order of their times. */
const groupEvents = (plan: SegmentPlan, { kind, clients }: Workload): ((client: number) => readonly number[]) => {
  if (kind === 'wallboard') {
    const all = Array.from(plan.atMs.keys());
    return () => all;
  }
  const groups = Array.from({ length: clients + probeCount }, (): number[] => []);
  plan.client.forEach((client, index) => groups[client]?.push(index));
  return (client) => groups[client] ?? [];
};

const lockPhases = (plan: SegmentPlan, { pollIntervalMs }: Workload, { phaseLockMs }: Fault): SegmentPlan => {
  if (phaseLockMs === undefined) return plan;
  const atMs = plan.atMs.map((at, index) => {
    const phase = plan.phaseMs[plan.client[index] ?? 0] ?? 0;
    return Math.max(0, Math.round(at / pollIntervalMs) * pollIntervalMs + phase - phaseLockMs);
  });
  const order = Array.from(atMs.keys()).sort((left, right) => (atMs[left] ?? 0) - (atMs[right] ?? 0));
  return {
    atMs: Float64Array.from(order, (index) => atMs[index] ?? 0),
    client: Uint32Array.from(order, (index) => plan.client[index] ?? 0),
    phaseMs: plan.phaseMs,
  };
};

const atNs = (atMs: number): bigint => goNs + BigInt(Math.round(atMs * 1e6));

const record = (workload: Workload, id: VirtualOrder['id']): Recorder => {
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
const follow = (world: World, events: readonly number[], recorder: Recorder): ClientRecord => {
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

interface Answers {
  count: number;
  empty: number;
  requestMs: number;
  requestSquares: number;
}

const clientRecord = (world: World, client: number, events: readonly number[], answers: Answers): ClientRecord => {
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

/** Asks on its timetable. */
const polled = (
  world: World,
  events: readonly number[],
  { recorder, answers, client }: Asking & { readonly client: number },
): ClientRecord => {
  const { workload, fault = {} } = world.order;
  const { pollIntervalMs, rttMs, durationSeconds } = workload;
  const isNew = describe(world.order).costModel === 'board-new-connection';
  const setUpMs = isNew && fault.isHandshakeFree !== true ? rttMs : 0;
  const lastMs = warmUpMs(workload) + durationSeconds * 1000 + 2 * pollIntervalMs;
  let next = 0;
  for (let tick = 0; ; tick += 1) {
    const dueMs = (world.plan.phaseMs[client] ?? 0) + tick * pollIntervalMs * (1 + (fault.drift ?? 0));
    if (dueMs > lastMs) return recorder.result();
    const askedMs = seenAt(world, dueMs + world.random.next());
    const readMs = askedMs + setUpMs + transit(world);
    const receivedMs = seenAt(world, readMs + transit(world));
    const first = next;
    for (; next < events.length && (world.publishedAtMs[events[next] ?? 0] ?? 0) <= readMs; next += 1) {
      add(world, recorder, events[next] ?? 0, receivedMs);
    }
    answers.count += 1;
    answers.requestMs += receivedMs - askedMs;
    answers.requestSquares += (receivedMs - askedMs) ** 2;
    if (next > first) continue;
    answers.empty += 1;
    if (world.random.next() >= (fault.uncountedEmpties ?? 0))
      recorder.add({ kind: 'empty', receivedAtNs: atNs(receivedMs) });
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
  };
};

interface Wire {
  readonly seen: SeenBytes;
  readonly streamBytes: number;
  readonly bytes: number;
  readonly packets: number;
}

/** What kernel and relay saw of it: a packet each way, and an acknowledgement for each where it does not ride on another. */
const wireOf = (order: VirtualOrder, counts: MessageCounts): Wire => {
  const { id, workload } = order;
  const description = describe(order);
  const sizes = id === 'floor' ? undefined : messageSizes(id, middle(workload));
  const heartbeat = id === 'floor' ? null : describeTransport(id).heartbeat;
  const beats = heartbeat ? workload.clients * Math.floor(steadySeconds(workload) / heartbeat.everySeconds) : 0;
  const layers = sizes ? messageBytes(sizes, counts) : nothingSeen.layers;
  const isNew = description.costModel === 'board-new-connection';
  const segments = description.push ? counts.deliveries : 2 * counts.requests;
  const isAnswerCarried =
    description.costModel === 'long-poll' && (id === 'floor' || describeTransport(id).connections === 1);
  layers.framing += beats * (sizes ? totalOf(sizes.heartbeat) : 0);
  const streamBytes = totalOf(layers);
  const seen: SeenBytes = {
    ...nothingSeen,
    layers,
    streamBytes,
    segments,
    acknowledgements: (isAnswerCarried ? segments / 2 : segments) + beats * (heartbeat?.packets ?? 0),
    opens: isNew ? counts.requests : 0,
    closes: isNew ? counts.requests : 0,
    requestHeads: counts.requests,
  };
  const added = Object.values(transportBytes(seen)).reduce((sum, one) => sum + one, 0);
  return {
    seen,
    streamBytes,
    bytes: streamBytes + added,
    packets: seen.segments + seen.acknowledgements + 3 * seen.opens + 3 * seen.closes,
  };
};

/** Warm-up, measured part and what comes to rest. */
const steadySeconds = (workload: Workload): number => workload.durationSeconds + warmUpMs(workload) / 1000 + 0.4;

const middle = (workload: Workload) => ({
  workload,
  sequence: firstSequence + 900,
  publishedAtNs: goNs,
});

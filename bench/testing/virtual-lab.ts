// A lab without sockets, for tests of the whole judgement: what clients, kernel and relay would have brought, from a seed.
import { seededRandom } from '../../servers/simulation/random.ts';
import { nothingSeen } from '../ledger/connection-ledger.ts';
import type { MessageCounts } from '../model/messages.ts';
import type { Workload } from '../report/result.ts';
import type { ClientTotals } from '../run/client-process.ts';
import { makePlan, probeCount, warmUpMs, type SegmentPlan } from '../run/plan.ts';
import type { SegmentResult } from '../run/segment.ts';
import {
  clientRecord,
  firstSequence,
  follow,
  goNs,
  record,
  type Answers,
  type Fault,
  type VirtualOrder,
  type World,
} from './virtual-clients.ts';
import { steadySeconds, wireOf } from './virtual-wire.ts';

/** Publishing is late by up to the step of a timer. */
const latenessMs = 1;
/** CPU of a delivery and of the floor's, milliseconds (measured: 0.14 to 0.5). */
const cpuMs = 0.2;

/** Simulates one segment. */
export const virtualSegment = (order: VirtualOrder): SegmentResult => {
  const { id, workload, fault = {} } = order;
  const world = worldOf(order);
  const { plan, stall } = world;
  const answers: Answers = { count: 0, empty: 0, requestMs: 0 };
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
      { bytes: 0, packets: 0, retransmitted: 0 },
      { bytes: 0, packets: 0, retransmitted: 0 },
      { bytes: kernelBytes, packets: wire.packets, retransmitted: 0 },
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
    serverCpuReadMs: (deliveries + workload.ratePerSecond * probeCount) * cpuMs,
    steadySeconds: steadySeconds(workload),
    relayCpuMs: 100,
    relayCpuShare: 0.1,
    clientCpuShare: 0.1,
    clientUtilisation: 0.15,
    standstillMs: { clients: 2 + stall.toMs - stall.fromMs, relay: 2, publisher: latenessMs },
    publishLatenessMs: latenessMs / 2,
    requestTimeMs: answers.count === 0 ? null : answers.requestMs / answers.count,
    frozen: null,
    serverVersion: null,
  };
};

const worldOf = (order: VirtualOrder): World => {
  const { id, workload, repeat, noiseSeed, fault = {} } = order;
  const random = seededRandom(noiseSeed * 8191 + repeat * 131 + id.length);
  const plan = lockPhases(makePlan(workload, repeat), workload, fault);
  const publishedAtMs = plan.atMs.map((atMs) => atMs + random.next() * latenessMs);
  const middleMs = warmUpMs(workload) + workload.durationSeconds * 500;
  const stall = { fromMs: middleMs, toMs: middleMs + (fault.stallMs ?? 0) };
  return { order, plan, random, publishedAtMs, stall };
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

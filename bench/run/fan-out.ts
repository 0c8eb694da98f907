// The fan-out comparison: one node with many subscribers, the lab's server and a peer, each alone and without the relay.
import { setTimeout as delay } from 'node:timers/promises';
import { describeTransport, type TransportId } from '../../servers/protocol/catalog.ts';
import { describePeer, isPeerId, type PeerId } from '../report/peers.ts';
import type { FanOutResult, FanOutRow } from '../report/result.ts';
import { Child } from './child.ts';
import type { CountingMethods, Counts } from './counting-process.ts';
import { untilInterrupted } from './interrupt.ts';
import { startServer } from './crew.ts';
import { cpuMs } from './reading.ts';
import type { ServerMethods } from './server-process.ts';
import { sum } from './tally.ts';

/** What is compared. */
export interface FanOutOrder {
  readonly own: TransportId;
  readonly peer: PeerId;
  readonly payloadBytes: number;
  readonly signal: AbortSignal;
  readonly onStep: (title: string) => void;
}

/** The aim is stated for 200 subscribers, so it is judged there, whatever `--clients` says. */
const subscribers = 200;
/** One event at a time: at this rate even 100 µs a delivery keep a server busy for less than half of the time. */
const pacedRatePerSecond = 20;
const pacedSeconds = 2.5;
/** 40,000 deliveries: about 0.1 s of the lab's server and 3 s of Prosody's. */
const burstEvents = 200;
/** The first ten thousand deliveries warm caches and compilers up, and count for nobody. */
const warmUpEvents = 50;
/** For what is under way to come to rest before a reading. */
const settleMs = 60;
const drainTimeoutMs = 30_000;

/** A B B A: a machine that gets slower favours neither. */
const orderOf = ({ own, peer }: FanOutOrder): readonly (TransportId | PeerId)[] => [own, peer, peer, own];

/** Steps of {@link measureFanOut}, for the progress. */
export const fanOutSteps = 4;
/** How long they take, until better is known. */
export const fanOutEstimateMs = 4 * 5500;

/** What one phase of one server brought. */
interface Phase {
  readonly deliveries: number;
  readonly serverCpuMs: number;
  readonly seconds: number;
  readonly counterCpuMs: number;
}

/** One server, once. */
interface Bout {
  readonly id: TransportId | PeerId;
  readonly version: string | null;
  readonly paced: Phase;
  readonly burst: Phase;
  readonly missing: number;
  readonly surplus: number;
}

/** @throws {LabError} LAB_SERVER_FAILED when a process failed */
export const measureFanOut = async (order: FanOutOrder): Promise<FanOutResult> => {
  const bouts: Bout[] = [];
  for (const [index, id] of orderOf(order).entries()) {
    order.onStep(`fan-out of ${id} (${index < 2 ? 1 : 2} of 2)`);
    bouts.push(await runBout(id, order));
  }
  const { payloadBytes, own, peer } = order;
  const rows = [own, peer].map((id) =>
    rowOf(
      id,
      bouts.filter((bout) => bout.id === id),
    ),
  );
  return { subscribers, payloadBytes, pacedRatePerSecond, pacedSeconds, burstEvents, repeats: bouts.length / 2, rows };
};

const runBout = async (id: TransportId | PeerId, { payloadBytes, signal }: FanOutOrder): Promise<Bout> => {
  const server = startServer(id);
  const counters = new Child<CountingMethods>('counting', new URL('./counting-process.ts', import.meta.url));
  try {
    return await untilInterrupted(signal, compete(id, { server, counters, payloadBytes }));
  } finally {
    await Promise.all([server.stop(), counters.stop()]);
  }
};

interface Crew {
  readonly server: Child<ServerMethods>;
  readonly counters: Child<CountingMethods>;
  readonly payloadBytes: number;
}

const compete = async (id: TransportId | PeerId, crew: Crew): Promise<Bout> => {
  const { server, counters, payloadBytes } = crew;
  const host = '127.0.0.1';
  const target = {
    isFloor: false,
    host,
    probeHost: host,
    clients: subscribers,
    probes: 0,
    payloadBytes,
    certificate: null,
  };
  const { port, version = null } = await server.call('open', { ...target, kind: 'wallboard' });
  const transport = isPeerId(id) ? describePeer(id).over : id;
  await counters.call('connect', { host, port, transport, subscribers });
  const pacedEvents = pacedRatePerSecond * pacedSeconds;
  await runPhase(crew, new Float64Array(warmUpEvents), warmUpEvents);
  const pacedAtMs = Float64Array.from({ length: pacedEvents }, (_, index) => (index * 1000) / pacedRatePerSecond);
  const paced = await runPhase(crew, pacedAtMs, warmUpEvents + pacedEvents);
  const each = warmUpEvents + pacedEvents + burstEvents;
  const burst = await runPhase(crew, new Float64Array(burstEvents), each);
  const { counts } = await counters.call('counted', { each: 0, timeoutMs: 0 });
  const surplus = counts.reduce((total, count) => total + Math.max(0, count - each), 0);
  const missing = counts.reduce((total, count) => total + Math.max(0, each - count), 0);
  return { id, version, paced, burst, missing, surplus };
};

/** @param each items that every subscriber has when it is over, from the first phase on */
const runPhase = async ({ server, counters }: Crew, atMs: Float64Array, each: number): Promise<Phase> => {
  const from = await counters.call('counted', { each: 0, timeoutMs: 0 });
  const before = await server.call('usage', null);
  const startNs = process.hrtime.bigint() + 20_000_000n;
  const publishing = server.call('publish', { startNs, atMs, client: new Uint32Array(atMs.length) });
  const counting = counters.call('counted', { each, timeoutMs: drainTimeoutMs });
  const [to] = await Promise.all([counting, publishing]);
  await delay(settleMs);
  const after = await server.call('usage', null);
  return {
    deliveries: totalOf(to) - totalOf(from),
    serverCpuMs: cpuMs(before.cpu, after.cpu),
    seconds: Number(to.lastAtNs - startNs) / 1e9,
    counterCpuMs: cpuMs(from.cpu, to.cpu),
  };
};

const totalOf = ({ counts }: Counts): number => counts.reduce((total, count) => total + count, 0);

const rowOf = (id: TransportId | PeerId, bouts: readonly Bout[]): FanOutRow => {
  const perDelivery = (of: (bout: Bout) => Phase): { deliveries: number; serverCpuMsPerDelivery: number } => {
    const deliveries = sum(bouts, (bout) => of(bout).deliveries);
    return { deliveries, serverCpuMsPerDelivery: sum(bouts, (bout) => of(bout).serverCpuMs) / Math.max(1, deliveries) };
  };
  const seconds = sum(bouts, ({ burst }) => burst.seconds);
  const burst = perDelivery((bout) => bout.burst);
  return {
    id,
    title: titleOf(id, bouts[0]?.version ?? null),
    paced: perDelivery((bout) => bout.paced),
    burst: {
      ...burst,
      // What every subscriber had of each second; without losses, the events published over the time until the last arrived.
      eventsPerSecond: burst.deliveries / subscribers / seconds,
      counterCpuShare: sum(bouts, (bout) => bout.burst.counterCpuMs) / 1000 / seconds,
    },
    missing: sum(bouts, ({ missing }) => missing),
    surplus: sum(bouts, ({ surplus }) => surplus),
  };
};

const titleOf = (id: TransportId | PeerId, version: string | null): string => {
  if (!isPeerId(id)) return describeTransport(id).title;
  return `${describePeer(id).name}${version === null ? '' : ` ${version}`} PubSub`;
};

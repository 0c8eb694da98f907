// One segment: one transport (or the floor), one repeat. Fresh processes, ramp, warm-up, measure, drain, collect.
import { setTimeout as delay } from 'node:timers/promises';
import type { TlsTrust } from '../../clients/dialer.ts';
import type { Certificate } from '../../servers/certificate.ts';
import { describeTransport, type TransportId } from '../../servers/protocol/catalog.ts';
import { describePeer, isPeerId } from '../report/peers.ts';
import type { SeenBytes } from '../ledger/connection-ledger.ts';
import { readKernelCounters, type KernelCounters } from '../measure/kernel-counters.ts';
import type { ClientRecord } from '../measure/recorder.ts';
import type { Workload } from '../report/result.ts';
import type { ClientsTarget, ClientTotals } from './client-process.ts';
import type { SubjectId } from './crew.ts';
import { probeCount, warmUpMs, type SegmentPlan } from './plan.ts';
import { freezeInTheMiddle, type FrozenSpan } from './freeze.ts';
import { cpuMs, quiet, readAll, spentMs, type ReadingOrder } from './reading.ts';
import type { ServerUsage } from './server-process.ts';

/** What one segment brought. */
export interface SegmentResult {
  readonly subject: SubjectId;
  readonly plan: SegmentPlan;
  readonly goNs: bigint;
  /** Sequences in the order of the plan. */
  readonly sequences: Uint32Array;
  readonly records: readonly ClientRecord[];
  /** Those who followed the floor beside them. */
  readonly probes: readonly ClientRecord[];
  /** At the start, when all clients are ready, and when all is drained. */
  readonly kernel: readonly [KernelCounters, KernelCounters, KernelCounters] | null;
  readonly totals: readonly [ClientTotals, ClientTotals];
  /** What the relay saw of the client's hop until all clients were ready, and until all was drained; `null` without a relay. */
  readonly seen: readonly [SeenBytes, SeenBytes] | null;
  readonly server: readonly [ServerUsage, ServerUsage];
  /** The server's CPU between the two by the kernel's own books, milliseconds; `null` of a peer, and where there is no /proc. */
  readonly serverCpuReadMs: number | null;
  /** From "all ready" to "drained". */
  readonly steadySeconds: number;
  readonly relayCpuMs: number;
  readonly relayCpuShare: number;
  readonly clientCpuShare: number;
  readonly clientUtilisation: number;
  /** The longest times for which the processes around the server stood still, and the publisher was late, milliseconds. */
  readonly standstillMs: { readonly clients: number; readonly relay: number; readonly publisher: number };
  /** How much later than intended the events of the measured part were published on average, milliseconds. */
  readonly publishLatenessMs: number;
  /** Median time from a request to its answer; `null` = nothing was asked. */
  readonly requestTimeMs: number | null;
  /** When the server stood still; `null` = it did not. */
  readonly frozen: FrozenSpan | null;
  /** Of a peer, as it says itself. */
  readonly serverVersion: string | null;
}

/** The transport whose clients follow a subject. */
const transportOf = (subject: SubjectId): TransportId | 'floor' =>
  isPeerId(subject) ? describePeer(subject).over : subject;

/** Both sides of TLS: what the server proves itself with, and what its clients make of it. */
export interface BenchTls {
  readonly certificate: Certificate;
  readonly trust: TlsTrust;
}

/** How a segment is run. */
export interface SegmentOrder extends ReadingOrder {
  readonly plan: SegmentPlan;
  /** `::1`, or `127.0.0.1` on a machine without IPv6. */
  readonly innerHost: string;
  /** `null` = there is no TLS. */
  readonly tls: BenchTls | null;
  /** Told the entries received so far. */
  readonly onProgress: (received: number) => void;
  /** Called when the warm-up begins: it is the time to start the next crew, so that it is idle before anything counts. */
  readonly onWarmUp: () => void;
}

/** @throws {LabError} LAB_SERVER_FAILED when one of the processes failed */
export const runSegment = async (order: SegmentOrder): Promise<SegmentResult> => {
  const { subject, plan, crew, hasKernel } = order;
  const { version, ...doors } = await openDoors(order);
  const before = hasKernel ? readKernelCounters() : null;
  await crew.clients.call('connect', { transport: transportOf(subject), ...doors, ...clientOptions(order) });
  // Whatever is parked now (held polls, last acknowledgements) is on both sides of the measurement alike.
  await quiet(order);
  const ready = await readAll(order);
  const { goNs, sequences, elapsedMs, latenessMs, frozen } = await publishAndDrain(order);
  await crew.clients.call('rest', { isHeld: isHeld(transportOf(subject)) });
  await quiet(order);
  const drained = await readAll(order);
  const { records, probes, utilisation, standstillMs, requestTimeMs } = await crew.clients.call('collect', null);
  const relayCpuMs = spentMs(ready.relay?.cpu, drained.relay?.cpu) ?? 0;
  return {
    subject,
    plan,
    goNs,
    sequences,
    records,
    probes,
    kernel: before && ready.kernel && drained.kernel ? [before, ready.kernel, drained.kernel] : null,
    totals: [ready.totals, drained.totals],
    seen: ready.seen && drained.seen ? [ready.seen, drained.seen] : null,
    server: [ready.server, drained.server],
    serverCpuReadMs: spentMs(ready.serverCpu, drained.serverCpu),
    steadySeconds: (drained.atMs - ready.atMs) / 1000,
    clientUtilisation: utilisation,
    standstillMs: {
      clients: standstillMs,
      relay: drained.relay?.standstillMs ?? 0,
      publisher: latenessMs.worst,
    },
    publishLatenessMs: latenessMs.mean,
    frozen,
    requestTimeMs,
    clientCpuShare: cpuMs(ready.totals.cpu, drained.totals.cpu) / elapsedMs,
    relayCpuMs,
    relayCpuShare: relayCpuMs / elapsedMs,
    serverVersion: version,
  };
};

/** A held poll is always under way; waiting for it to end would wait for the hold. */
const isHeld = (transport: TransportId | 'floor'): boolean =>
  transport !== 'floor' && describeTransport(transport).costModel === 'long-poll';

/** From the question, or of a held one from the moment at which the server spoke, to the arrival of the answer. */
export const answerAgeMs = (transport: TransportId | 'floor', { rttMs, isTls }: Workload): number => {
  if (isHeld(transport)) return rttMs / 2;
  const isNew = transport !== 'floor' && describeTransport(transport).costModel === 'board-new-connection';
  return rttMs * (isNew ? (isTls === true ? 3 : 2) : 1);
};

type Doors = Pick<ClientsTarget, 'port' | 'probePort' | 'probeHost'>;

const openDoors = async (order: SegmentOrder): Promise<Doors & { readonly version: string | null }> => {
  const { subject, workload, crew, innerHost } = order;
  const { clients, kind, payloadBytes, rttMs } = workload;
  const { version = null, ...server } = await crew.server.call('open', {
    isFloor: subject === 'floor',
    host: crew.relay ? innerHost : '127.0.0.1',
    probeHost: innerHost,
    clients: clients + probeCount,
    probes: probeCount,
    kind,
    payloadBytes,
    certificate: order.tls?.certificate ?? null,
  });
  const doors = crew.relay
    ? await crew.relay.call('open', { ...server, serverHost: innerHost, rttMs, isReadable: workload.isTls !== true })
    : server;
  return { ...doors, probeHost: innerHost, version };
};

const clientOptions = ({ workload, plan, tls }: SegmentOrder): Omit<ClientsTarget, 'transport' | keyof Doors> => {
  const { kind, pollIntervalMs, holdSeconds, headers } = workload;
  return {
    kind,
    pollIntervalMs,
    holdSeconds,
    headers,
    phaseMs: plan.phaseMs,
    probes: probeCount,
    trust: tls?.trust ?? null,
  };
};

/**
 * The next moment at which all poll timetables (k · interval + phase on the monotonic clock) stand as they did at the start
 * of any other segment: the same seed then gives every event the same wait, in this run and in one of another day.
 */
export const alignedStart = (fromNs: bigint, pollIntervalMs: number): bigint => {
  const intervalNs = BigInt(Math.max(1, Math.round(pollIntervalMs * 1e6)));
  return (fromNs / intervalNs + 1n) * intervalNs;
};

interface Published {
  readonly goNs: bigint;
  readonly sequences: Uint32Array;
  readonly latenessMs: { readonly mean: number; readonly worst: number };
  readonly elapsedMs: number;
  readonly frozen: FrozenSpan | null;
}

/** From the word to the clients to the first event: enough for every process to hear of it. */
const leadNs = 20_000_000n;

const publishAndDrain = async (order: SegmentOrder): Promise<Published> => {
  const { workload, plan, crew, onProgress, onWarmUp } = order;
  const { rttMs, durationSeconds, pollIntervalMs } = workload;
  const goNs = alignedStart(process.hrtime.bigint() + 2n * leadNs, pollIntervalMs);
  // Clients begin to poll when they are told to: always as long before the first event, so that one seed asks as often.
  await delay(Number(goNs - leadNs - process.hrtime.bigint()) / 1e6);
  const startedAt = performance.now();
  const startNs = goNs + BigInt(Math.round(warmUpMs(workload) * 1e6));
  const endNs = startNs + BigInt(Math.round(durationSeconds * 1e9));
  const answerAgeNs = BigInt(Math.round(answerAgeMs(transportOf(order.subject), workload) * 1e6));
  await crew.clients.call('begin', { goNs, startNs, endNs, answerAgeNs });
  await crew.relay?.call('begin', { startNs });
  onWarmUp();
  const ticking = setInterval(() => {
    crew.clients.call('progress', null).then(onProgress, () => {});
  }, 250);
  try {
    const publishing = crew.server.call('publish', {
      startNs: goNs,
      atMs: plan.atMs,
      client: plan.client,
      measuredFromMs: warmUpMs(workload),
    });
    const { freezeMs = 0 } = workload;
    const freezing = freezeMs > 0 ? freezeInTheMiddle(crew.server, { startNs, endNs, freezeMs }) : null;
    const [published, frozen] = await Promise.all([publishing, freezing]);
    const remainingMs = Number(endNs - process.hrtime.bigint()) / 1e6;
    await delay(Math.max(0, remainingMs));
    const timeoutMs = 2000 + pollIntervalMs + rttMs * 4 + freezeMs;
    await crew.clients.call('drain', { expected: expectedCounts(workload, plan), timeoutMs });
    return { goNs, ...published, frozen, elapsedMs: performance.now() - startedAt };
  } finally {
    clearInterval(ticking);
  }
};

/** Entries that each client, and each probe, has to get. */
export const expectedCounts = ({ kind, clients }: Workload, plan: SegmentPlan): Uint32Array => {
  const counts = new Uint32Array(clients + probeCount);
  if (kind === 'wallboard') return counts.fill(plan.atMs.length);
  for (const client of plan.client) counts[client] = (counts[client] ?? 0) + 1;
  return counts;
};

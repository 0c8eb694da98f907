// From the segments of one subject to its result: samples pooled, losses counted, predictions set beside them.
import { describeTransport, type TransportId } from '../../servers/protocol/catalog.ts';
import { harnessRows } from '../model/harness.ts';
import { predict } from '../model/predict.ts';
import { predictPackets } from '../model/wire.ts';
import { describePeer, type PeerId } from '../report/peers.ts';
import type { FloorResult, Ledger, PeerResult, TransportResult, Workload } from '../report/result.ts';
import type { Observed } from '../model/observed.ts';
import { judgeFreeze } from './judge-freeze.ts';
import { observe, type Surroundings } from './observe.ts';
import type { SegmentResult } from './segment.ts';
import {
  cpuOf,
  deliveriesOf,
  latencyOf,
  checkDeliveries,
  measuredEvents,
  ownCpuMs,
  probeDeliveries,
  recordsOf,
  sum,
} from './tally.ts';
import { wireBytes } from './wire-bytes.ts';
import { ledgerOfSegments } from './wire-ledger.ts';

/** The floor's own result. */
export const combineFloor = (workload: Workload, segments: readonly SegmentResult[]): FloorResult => {
  const deliveries = deliveriesOf(segments);
  return {
    ...latencyOf(workload, segments),
    serverCpuMsPerDelivery: deliveries === 0 ? null : cpuOf(segments) / (deliveries + probeDeliveries(segments)),
  };
};

/** One transport's result. */
export const combine = (id: TransportId, segments: readonly SegmentResult[], around: Surroundings): TransportResult => {
  const serverCpuMs = ownCpuMs(segments, around.floor.serverCpuMsPerDelivery ?? 0);
  const { figures, observed } = figuresOf(id, segments, { ...around, serverCpuMs });
  return { id, ...figures, ...judgeTransport(id, segments, { ...around, observed }) };
};

/** Theory beside the measurement of one transport, and what comes of it on the way. */
export const judgeTransport = (
  id: TransportId,
  segments: readonly SegmentResult[],
  { workload, estimatedBecause, observed }: Surroundings & { readonly observed: Observed },
): Pick<TransportResult, 'model' | 'ledger' | 'freeze'> => {
  const predictedPackets = predictPackets(observed);
  const counts = observed.steady;
  const ledger = ledgerOfSegments(id, segments, { workload, estimatedBecause, counts, predictedPackets });
  const frozen = judgeFreeze(describeTransport(id), segments, workload);
  const complete = withLedger(observed, ledger);
  // A server that stands still obeys no closed form: what must follow is computed event by event instead.
  const model = frozen ? [...frozen.rows, ...harnessRows(complete)] : predict(complete);
  return { model, ledger, ...(frozen && { freeze: frozen.freeze }) };
};

/** Without a relay the ledger is itself made of predictions, so it proves nothing. */
const withLedger = (observed: Observed, ledger: Ledger): Observed =>
  ledger.seenBy === 'relay'
    ? { ...observed, steady: { ...observed.steady, ledgerBytes: ledger.steady.total } }
    : observed;

/** One peer's result. Its CPU is all its own: the probes beside it were served by another process. */
export const combinePeer = (id: PeerId, segments: readonly SegmentResult[], around: Surroundings): PeerResult => {
  const { name, over } = describePeer(id);
  const version = segments[0]?.serverVersion ?? null;
  const { figures } = figuresOf(over, segments, { ...around, serverCpuMs: cpuOf(segments) });
  return { id, title: `${name}${version === null ? '' : ` ${version}`} PubSub`, version, over, ...figures };
};

type Figures = Omit<TransportResult, 'id' | 'model'>;

/** What was measured of the clients of one transport, and what a model would be held against. */
const figuresOf = (
  id: TransportId,
  segments: readonly SegmentResult[],
  around: Surroundings & { readonly serverCpuMs: number },
): { readonly figures: Figures; readonly observed: Observed } => {
  const { workload, serverCpuMs } = around;
  const { latencyMs, curve } = latencyOf(workload, segments);
  const records = recordsOf(segments);
  const observed = observe(id, segments, {
    ...around,
    meanMs: latencyMs.mean ?? NaN,
    n: latencyMs.n,
  });
  const deliveries = deliveriesOf(segments);
  const checks = segments.map((segment) =>
    checkDeliveries(workload, segment, segment.records, { mayMiss: !describeTransport(id).resume, firstReader: 0 }),
  );
  const followers = workload.kind === 'wallboard' ? workload.clients : 1;
  const figures = {
    latencyMs,
    curve,
    published: measuredEvents(workload, segments) * followers,
    delivered: latencyMs.n,
    lost: sum(checks, ({ lost }) => lost),
    // An entry that was not meant for this client is one too many, as a repeat is.
    duplicated: sum(records, ({ duplicated }) => duplicated) + sum(checks, ({ foreign }) => foreign),
    outOfOrder: sum(records, ({ outOfOrder }) => outOfOrder),
    missed: sum(checks, ({ missed }) => missed),
    requests: observed.answers,
    emptyResponses: observed.emptyAnswers,
    connections: sum(segments, ({ totals: [, to] }) => to.connections),
    reconnects: sum(records, ({ reconnects }) => reconnects),
    bytes: wireBytes(segments, observed, around.estimatedBecause),
    serverCpuMsPerDelivery: deliveries === 0 ? null : serverCpuMs / deliveries,
    serverCpuMs,
    serverRssBytes: Math.max(...segments.map(({ server: [, to] }) => to.rssBytes)),
  };
  return { figures, observed };
};

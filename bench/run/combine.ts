// From the segments of one subject to its result: samples pooled, losses counted, predictions set beside them.
import { describeTransport, type TransportId } from '../../servers/protocol/catalog.ts';
import { predict } from '../model/predict.ts';
import type { FloorResult, TransportResult, Workload } from '../report/result.ts';
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
  const { workload } = around;
  const { latencyMs, curve } = latencyOf(workload, segments);
  const records = recordsOf(segments);
  const observed = observe(describeTransport(id), segments, {
    ...around,
    meanMs: latencyMs.mean ?? NaN,
    n: latencyMs.n,
  });
  const deliveries = deliveriesOf(segments);
  const checks = segments.map((segment) =>
    checkDeliveries(workload, segment, segment.records, { mayMiss: !describeTransport(id).resume, firstReader: 0 }),
  );
  const cpuMsOfClients = ownCpuMs(segments, around.floor.serverCpuMsPerDelivery ?? 0);
  const followers = workload.kind === 'wallboard' ? workload.clients : 1;
  return {
    id,
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
    serverCpuMsPerDelivery: deliveries === 0 ? null : cpuMsOfClients / deliveries,
    serverCpuMs: cpuMsOfClients,
    serverRssBytes: Math.max(...segments.map(({ server: [, to] }) => to.rssBytes)),
    model: predict(observed),
  };
};

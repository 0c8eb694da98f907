// Capacity: answers per second, as fast as the server can, straight to it and without the relay (autocannon).
import autocannon from 'autocannon';
import type { Certificate } from '../../servers/certificate.ts';
import { describeTransport, transportIds, type TransportId } from '../../servers/protocol/catalog.ts';
import type { CapacityResult, Workload } from '../report/result.ts';
import { Child } from './child.ts';
import type { ServerMethods } from './server-process.ts';

const connections = 20;
/** The least that autocannon can do: it samples once a second. */
const durationSeconds = 1;

/** A run shorter than this has time only for the pair that shows what a new connection costs. */
const fullRunSeconds = 2;

/** The transports that answer a request at once: a held poll and a stream have no rate of their own. */
const measuredIds = ({ transports, durationSeconds }: Workload): readonly TransportId[] =>
  transportIds.filter((id) => {
    const { costModel } = describeTransport(id);
    const isBoard = costModel === 'board-new-connection' || costModel === 'board';
    return transports.includes(id) && (isBoard || (costModel === 'short-poll' && durationSeconds >= fullRunSeconds));
  });

/**
 * Counts 2xx answers only. autocannon's latencies are not used: against a server that closes its connections it sends
 * every request twice, and in rate mode its correction for coordinated omission is wrong.
 */
const measure = async (id: TransportId, port: number, isTls: boolean): Promise<CapacityResult> => {
  const { path, costModel } = describeTransport(id);
  const result = await autocannon({
    url: `http${isTls ? 's' : ''}://127.0.0.1:${port}${path}?topic=/finesse/api/User/bench-0`,
    connections,
    duration: durationSeconds,
  });
  return {
    id,
    answersPerSecond: result['2xx'] / result.duration,
    connections,
    durationSeconds,
    isNewConnectionEach: costModel === 'board-new-connection',
  };
};

/** One fresh server for all, so that each finds it equally warm. */
export const measureCapacity = async (
  workload: Workload,
  server: Child<ServerMethods>,
  certificate: Certificate | null,
): Promise<readonly CapacityResult[]> => {
  const { kind, payloadBytes } = workload;
  const { port } = await server.call('open', {
    isFloor: false,
    host: '127.0.0.1',
    probeHost: '127.0.0.1',
    clients: 1,
    probes: 0,
    kind,
    payloadBytes,
    certificate,
  });
  const results: CapacityResult[] = [];
  for (const id of measuredIds(workload)) results.push(await measure(id, port, certificate !== null));
  return results;
};

// Capacity: answers per second, as fast as the server can, straight to it and without the relay (autocannon).
import autocannon from 'autocannon';
import { describeTransport, transportIds, type TransportId } from '../../servers/protocol/catalog.ts';
import type { CapacityResult, Workload } from '../report/result.ts';
import { Child } from './child.ts';
import type { ServerMethods } from './server-process.ts';

const connections = 20;
/** Seconds a transport: a fraction of the measured part. */
const durationFor = ({ durationSeconds }: Workload): number => Math.min(1, durationSeconds / 3);

/** The transports that answer a request at once: a held poll and a stream have no rate of their own. */
const isMeasured = (id: TransportId): boolean => {
  const { costModel } = describeTransport(id);
  return costModel !== 'push' && costModel !== 'long-poll';
};

/**
 * Counts 2xx answers only. autocannon's latencies are not used: against a server that closes its connections it sends
 * every request twice, and in rate mode its correction for coordinated omission is wrong.
 */
const measure = async (id: TransportId, port: number, durationSeconds: number): Promise<CapacityResult> => {
  const { path, costModel } = describeTransport(id);
  const startedAt = performance.now();
  const result = await autocannon({
    url: `http://127.0.0.1:${port}${path}?topic=/finesse/api/User/bench-0`,
    connections,
    duration: durationSeconds,
  });
  const elapsedSeconds = (performance.now() - startedAt) / 1000;
  return {
    id,
    answersPerSecond: result['2xx'] / Math.min(elapsedSeconds, Math.max(durationSeconds, result.duration)),
    connections,
    durationSeconds,
    isNewConnectionEach: costModel === 'board-new-connection',
  };
};

/** One fresh server for all, so that each finds it equally warm. */
export const measureCapacity = async (
  workload: Workload,
  server: Child<ServerMethods>,
): Promise<readonly CapacityResult[]> => {
  const { kind, payloadBytes, transports } = workload;
  const { port } = await server.call('open', {
    isFloor: false,
    host: '127.0.0.1',
    probeHost: '127.0.0.1',
    clients: 1,
    kind,
    payloadBytes,
  });
  const results: CapacityResult[] = [];
  for (const id of transportIds.filter((id) => transports.includes(id) && isMeasured(id))) {
    results.push(await measure(id, port, durationFor(workload)));
  }
  return results;
};

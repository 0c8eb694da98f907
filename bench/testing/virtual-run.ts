// A virtual run of several transports, judged by the very code that judges a real one.
import { meanWithError } from '../measure/stalls.ts';
import type { TransportId } from '../../servers/protocol/catalog.ts';
import type { FloorResult, ModelRow, Workload } from '../report/result.ts';
import { judgeTransport } from '../run/combine.ts';
import { observe } from '../run/observe.ts';
import type { SegmentResult } from '../run/segment.ts';
import { cpuOf, deliveriesOf, recordsOf, sum } from '../run/tally.ts';
import type { Fault } from './virtual-clients.ts';
import { virtualSegment } from './virtual-lab.ts';

/** What came of one transport. */
export interface VirtualResult {
  readonly id: TransportId;
  readonly segments: readonly SegmentResult[];
  readonly rows: readonly ModelRow[];
}

/** The floor's figures that the judgement needs; its latency is shown, and not used. */
const floorOf = (segments: readonly SegmentResult[]): FloorResult => ({
  latencyMs: {
    p50: null,
    p90: null,
    p99: null,
    max: null,
    mean: null,
    n: 0,
    ci95: { mean: null, p50: null, p99: null },
  },
  curve: [],
  serverCpuMsPerDelivery: cpuOf(segments) / Math.max(1, deliveriesOf(segments)),
});

/** All transports of a workload, all its repeats. @param noiseSeed of what a real lab would owe to chance */
export const virtualRun = (workload: Workload, noiseSeed: number, fault: Fault = {}): readonly VirtualResult[] => {
  const repeats = Array.from({ length: workload.repeats }, (_, repeat) => repeat);
  const floorSegments = repeats.map((repeat) => virtualSegment({ id: 'floor', workload, repeat, noiseSeed }));
  const floor = floorOf(floorSegments);
  return workload.transports.map((id) => {
    const segments = repeats.map((repeat) => virtualSegment({ id, workload, repeat, noiseSeed, fault }));
    const records = recordsOf(segments);
    const around = { workload, floor, floorSegments, estimatedBecause: null };
    const observed = observe(id, segments, {
      ...around,
      meanMs: meanWithError(segments.map(({ records }) => records)).meanMs,
      n: sum(records, ({ latenciesNs }) => latenciesNs.length),
    });
    return { id, segments, rows: judgeTransport(id, segments, { ...around, observed }).model };
  });
};

/** The rows that are false, with their transport. */
export const redRows = (results: readonly VirtualResult[]): readonly string[] =>
  results.flatMap(({ id, rows }) => rows.filter(({ ok }) => ok === false).map(({ name }) => `${id}: ${name}`));

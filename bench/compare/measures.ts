// What two runs are compared by: the words, and how large a difference has to be before it is called one.

/** Latencies come with samples, everything else with one figure a repeat. */
export type LatencyMeasure = 'mean' | 'p50' | 'p99';
export type CountMeasure = 'bytes' | 'packets' | 'requests' | 'empty' | 'cpu';
export type MeasureId = LatencyMeasure | CountMeasure;

/** How one measure is written and judged. */
export interface Measure {
  /** In the table, unit included. */
  readonly title: string;
  /** In a sentence. */
  readonly words: string;
  /** Said of B when its figure is the smaller one, and when it is the larger one. */
  readonly verdicts: readonly [smaller: 'faster' | 'fewer' | 'less', larger: 'slower' | 'more'];
  /**
   * Equivalence margin, as a share: a difference is called one only when its whole 95 % interval lies beyond it. That is a
   * minimum-effect test (Murphy & Myors, J. Applied Psychology 84, 1999), so that a long run does not call a trifle a finding.
   */
  readonly marginShare: number;
}

/**
 * In the order of the table. The margins: a latency is true to what the timers of an emulated round trip are off by, some
 * 0.4 ms of the default 40 one way (MEASURING §0), which is 1 %; a tail moves by one standstill, and CPU time by what else
 * the machine does (report/ranking.ts). Bytes and packets are nearly determined by the plan.
 */
export const measures: Readonly<Record<MeasureId, Measure>> = {
  mean: { title: 'mean ms', words: 'mean latency', verdicts: ['faster', 'slower'], marginShare: 0.01 },
  p50: { title: 'p50 ms', words: 'median latency', verdicts: ['faster', 'slower'], marginShare: 0.01 },
  p99: { title: 'p99 ms', words: 'p99 of the latency', verdicts: ['faster', 'slower'], marginShare: 0.05 },
  bytes: { title: 'bytes', words: 'bytes per delivery', verdicts: ['fewer', 'more'], marginShare: 0.0025 },
  packets: { title: 'packets', words: 'packets per delivery', verdicts: ['fewer', 'more'], marginShare: 0.005 },
  requests: { title: 'requests', words: 'requests per event', verdicts: ['fewer', 'more'], marginShare: 0.02 },
  empty: { title: 'empty %', words: 'share of empty answers', verdicts: ['fewer', 'more'], marginShare: 0.03 },
  cpu: { title: 'CPU µs', words: 'server CPU per delivery', verdicts: ['less', 'more'], marginShare: 0.1 },
};

/** All of them, in the order of the table. */
export const measureIds = Object.keys(measures) as readonly MeasureId[];

/** Whether a measure is made from samples. */
export const isLatencyMeasure = (id: MeasureId): id is LatencyMeasure => id === 'mean' || id === 'p50' || id === 'p99';

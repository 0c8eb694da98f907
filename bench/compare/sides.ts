// The latencies of one transport in two runs, cut into the clusters that are resampled. Pure.
import type { SampleColumns, SubjectRepeat } from '../report/samples.ts';
import type { Kind } from './drift.ts';
import { cappedProbes } from './stalls.ts';

/**
 * A cluster is a quarter of a second of one repeat, all readers together. What moves a sample away from its twin is the
 * machine at that moment, which delays everyone alike, and not the reader: so moments are resampled and not readers.
 */
const slotMs = 250;

/** Rising values with the cluster of each, and what each cluster adds to a mean. */
export interface Column {
  readonly ms: Float64Array;
  readonly cluster: Uint32Array;
  readonly sizes: Float64Array;
  readonly sums: Float64Array;
}

/** One run's half: what the clients saw, and what the probes saw of the floor at the same moments. */
export interface Side {
  readonly own: Column;
  readonly probes: Column;
  readonly clusters: number;
  /** Distinct events among the clients' samples. */
  readonly events: number;
}

/** Two halves; with `isPaired` cluster i of both holds the same events. */
export interface Sides {
  readonly a: Side;
  readonly b: Side;
  readonly isPaired: boolean;
  readonly kind: Kind;
}

/** Repeats of two runs with the same timetable: only what both runs have of it is kept. */
export const pairSides = (pairs: readonly (readonly [a: SubjectRepeat, b: SubjectRepeat])[], kind: Kind): Sides => {
  const numbers = new Map<number, number>();
  const matched = pairs.map(([a, b]) => ({
    own: match(a.samples, b.samples),
    probes: match(a.probes, b.probes),
  }));
  const sideOf = (which: 0 | 1): Side =>
    makeSide(
      matched.map(({ own, probes }) => ({ own: own[which], probes: reckoned(probes[which], kind) })),
      numbers,
    );
  return { a: sideOf(0), b: sideOf(1), isPaired: true, kind };
};

/** Repeats of two runs that have nothing in common but the workload. */
export const looseSides = (a: readonly SubjectRepeat[], b: readonly SubjectRepeat[], kind: Kind): Sides => {
  const sideOf = (repeats: readonly SubjectRepeat[]): Side =>
    makeSide(
      repeats.map(({ samples, probes }) => ({ own: samples, probes: reckoned(probes, kind) })),
      new Map(),
    );
  return { a: sideOf(a), b: sideOf(b), isPaired: false, kind };
};

/**
 * A standstill delays what is pushed by all its length, and the floor with it. A poll on a timetable finds afterwards what it
 * would have found anyway: in one recording a standstill of 170 ms moved the probes' mean by 7.5 ms and that of the polls beside
 * them by 0.3. So beside polls the probes count without most of it.
 */
const reckoned = (probes: SampleColumns, kind: Kind): SampleColumns =>
  kind === 'timetable' ? cappedProbes(probes) : probes;

/** More than there are readers, events or slots: two whole numbers in one, for maps that are quick to ask. */
const wide = 2 ** 24;

const keyOf = ({ event, reader }: SampleColumns, row: number): number => (event[row] ?? 0) * wide + (reader[row] ?? 0);

/** The rows of two tables that stand for the same event and reader. */
const match = (a: SampleColumns, b: SampleColumns): readonly [SampleColumns, SampleColumns] => {
  const rows = new Map(a.event.map((_, row) => [keyOf(a, row), row]));
  const pairs = b.event.flatMap((_, row) => {
    const twin = rows.get(keyOf(b, row));
    return twin === undefined ? [] : [[twin, row] as const];
  });
  const take = (from: SampleColumns, which: 0 | 1): SampleColumns => {
    const pick = (column: readonly number[]): number[] => pairs.map((pair) => column[pair[which]] ?? 0);
    // The moment is the plan's, and so the same on both sides.
    return {
      event: pick(from.event),
      reader: pick(from.reader),
      atMs: pick(from.atMs),
      latencyUs: pick(from.latencyUs),
    };
  };
  return [take(a, 0), take(b, 1)];
};

interface Half {
  readonly own: SampleColumns;
  readonly probes: SampleColumns;
}

/** @param numbers of the clusters so far, shared by two halves that are paired */
const makeSide = (halves: readonly Half[], numbers: Map<number, number>): Side => {
  const clustersOf = ({ atMs }: SampleColumns, repeat: number): number[] =>
    atMs.map((at) => {
      const slot = repeat * wide + Math.floor(at / slotMs);
      const known = numbers.get(slot);
      if (known !== undefined) return known;
      numbers.set(slot, numbers.size);
      return numbers.size - 1;
    });
  const own = halves.map((half, repeat) => ({ ...half.own, cluster: clustersOf(half.own, repeat) }));
  const probes = halves.map((half, repeat) => ({ ...half.probes, cluster: clustersOf(half.probes, repeat) }));
  const clusters = numbers.size;
  return {
    own: columnOf(own, clusters),
    probes: columnOf(probes, clusters),
    clusters,
    events: new Set(own.flatMap(({ event }, repeat) => event.map((index) => repeat * wide + index))).size,
  };
};

const columnOf = (
  parts: readonly { readonly latencyUs: readonly number[]; readonly cluster: readonly number[] }[],
  clusters: number,
): Column => {
  // Latency and cluster in one number: typed arrays of numbers are sorted many times faster than rows.
  const rows = Float64Array.from(
    parts.flatMap(({ latencyUs, cluster }) => latencyUs.map((us, row) => us * wide + (cluster[row] ?? 0))),
  ).sort();
  const cluster = Uint32Array.from(rows, (row) => row % wide);
  const ms = rows.map((row) => Math.floor(row / wide) / 1000);
  const sizes = new Float64Array(clusters);
  const sums = new Float64Array(clusters);
  cluster.forEach((own, row) => {
    sizes[own] = (sizes[own] ?? 0) + 1;
    sums[own] = (sums[own] ?? 0) + (ms[row] ?? 0);
  });
  return { ms, cluster, sizes, sums };
};

// How often recorded runs of the same code are called different, and how often a planted difference is found. Pure.
import { seededRandom } from '../../servers/simulation/random.ts';
import { compareRuns, type ComparedRow } from './compare.ts';
import type { MeasureId } from './measures.ts';
import type { SubjectRepeat } from '../report/samples.ts';
import { runOf, type Recording } from './recording.ts';

/** What became of one measure of one transport over all comparisons. */
export interface Tally {
  readonly transport: string;
  readonly measure: MeasureId;
  readonly comparisons: number;
  readonly tooSmall: number;
  readonly smaller: number;
  readonly larger: number;
  /** Root mean square of the logarithm of the ratio: how far such runs lie apart. */
  readonly spread: number;
  /** The same in half lengths of the 95 % interval: 0.51 is what an interval promises that is exactly wide enough. */
  readonly reach: number;
}

/** What is compared. */
export interface Trial {
  readonly comparisons: number;
  /** Recordings that make up each run: its repeats. */
  readonly repeats: number;
  /** Plants a difference in B. @default none */
  readonly plant?: (repeat: SubjectRepeat) => SubjectRepeat;
}

/** Draws two disjoint sets of recordings again and again, and compares them. */
export const calibrate = (recording: Recording, { comparisons, repeats, plant }: Trial): readonly Tally[] => {
  const random = seededRandom(comparisons + repeats);
  const rows: ComparedRow[] = [];
  for (let index = 0; index < comparisons; index += 1) {
    const order = recording.runs.map((_, run) => ({ run, key: random.next() }));
    const drawn = order.sort((left, right) => left.key - right.key).map(({ run }) => run);
    const a = runOf(recording, drawn.slice(0, repeats));
    const b = runOf(recording, drawn.slice(repeats, 2 * repeats), plant);
    rows.push(...compareRuns(a, b).rows);
  }
  return [...Map.groupBy(rows, ({ transport, measure }) => `${transport} ${measure}`).values()].map(tallyOf);
};

const tallyOf = (rows: readonly ComparedRow[]): Tally => {
  const [first] = rows;
  if (first === undefined) throw new RangeError('There is nothing to tally.');
  const { transport, measure } = first;
  const known = rows.flatMap(({ ratio, ci95 }) => (ratio === null || ci95 === null ? [] : [{ ratio, ci95 }]));
  const rootMeanSquare = (of: (row: (typeof known)[number]) => number): number =>
    Math.sqrt(known.reduce((sum, row) => sum + of(row) ** 2, 0) / Math.max(1, known.length));
  const count = (...verdicts: readonly string[]): number =>
    rows.filter(({ verdict }) => verdicts.includes(verdict)).length;
  return {
    transport,
    measure,
    comparisons: rows.length,
    tooSmall: count('n too small'),
    smaller: count('faster', 'fewer', 'less'),
    larger: count('slower', 'more'),
    spread: rootMeanSquare(({ ratio }) => Math.log(ratio)),
    reach: rootMeanSquare(({ ratio, ci95: [low, high] }) => Math.log(ratio) / (Math.log(high / low) / 2)),
  };
};

/** A mean latency that is larger by a share, as if each event took so much longer. */
export const plantLatency =
  (share: number) =>
  (repeat: SubjectRepeat): SubjectRepeat => {
    const { latencyUs } = repeat.samples;
    const addedUs = Math.round((share * latencyUs.reduce((sum, us) => sum + us, 0)) / latencyUs.length);
    return { ...repeat, samples: { ...repeat.samples, latencyUs: latencyUs.map((us) => us + addedUs) } };
  };

/** So many more bytes; the samples stay as they are. */
export const plantBytes =
  (share: number) =>
  (repeat: SubjectRepeat): SubjectRepeat => ({
    ...repeat,
    steadyBytes: repeat.steadyBytes === null ? null : repeat.steadyBytes * (1 + share),
  });

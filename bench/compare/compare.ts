// Two runs held against each other: per transport and measure a verdict, the ratio B/A and its 95 % interval. Pure.
import type { TransportId } from '../../servers/protocol/catalog.ts';
import { formatCount, formatNumber } from '../report/figures.ts';
import type { FloorResult } from '../report/result.ts';
import type { SubjectRepeat } from '../report/samples.ts';
import { countRatio, type Counted } from './counts.ts';
import { kindOf } from './drift.ts';
import { seenFigure } from './expectations.ts';
import { groundsOf, type Grounds, type ReadRun } from './grounds.ts';
import { latencyRatios, type RatioEstimate } from './latency.ts';
import { isLatencyMeasure, measures, type Measure, type MeasureId } from './measures.ts';
import { looseSides, pairSides } from './sides.ts';

/** What is said of B beside A. */
export type CompareVerdict = Measure['verdicts'][number] | 'no difference' | 'n too small';

/** One measure of one transport. */
export interface ComparedRow {
  readonly transport: TransportId;
  readonly measure: MeasureId;
  readonly verdict: CompareVerdict;
  /** The figures of the two run.json, as they stand there. */
  readonly a: number | null;
  readonly b: number | null;
  /** B/A after what the floor moved was taken off; for two machines the ratio of the ratios to their floors. */
  readonly ratio: number | null;
  readonly ci95: readonly [low: number, high: number] | null;
}

/** The whole comparison; `--json` prints it. */
export interface Comparison {
  readonly a: string;
  readonly b: string;
  readonly isPaired: boolean;
  readonly isSameMachine: boolean;
  readonly notes: readonly string[];
  readonly rows: readonly ComparedRow[];
}

/** @throws {LabError} LAB_PARAMETER_INVALID when nothing of the two runs can be compared */
export const compareRuns = (a: ReadRun, b: ReadRun): Comparison => {
  const grounds = groundsOf(a, b);
  const { isPaired, isSameMachine, notes, transports } = grounds;
  return {
    a: a.name,
    b: b.name,
    isPaired,
    isSameMachine,
    notes: [...notes, ...floorNotes(a.run.floor, b.run.floor, isSameMachine), ...countNotes(a, b, grounds)],
    rows: transports.flatMap((id) => compareTransport(id, [a, b], grounds)),
  };
};

const compareTransport = (
  id: TransportId,
  [a, b]: readonly [ReadRun, ReadRun],
  grounds: Grounds,
): readonly ComparedRow[] => {
  const [ofA, ofB] = alignedRepeats(repeatsOf(a, id), repeatsOf(b, id), grounds.isPaired);
  const kind = kindOf(id);
  const sides = grounds.isPaired ? pairSides(twinsOf(ofA, ofB), kind) : looseSides(ofA, ofB, kind);
  const latencies = latencyRatios(sides, grounds.isSameMachine ? 'shift' : 'divide');
  const countedA = countedOf(a, id, ofA);
  const countedB = countedOf(b, id, ofB);
  return grounds.measures
    .filter((measure) => isAsked(measure, [ofA, ofB]))
    .map((measure) => {
      const estimate = isLatencyMeasure(measure)
        ? latencies[measure]
        : countRatio(countedA, countedB, { ...grounds, measure });
      return {
        transport: id,
        measure,
        verdict: verdictOf(measure, estimate),
        a: seenFigure(a.run, id, measure),
        b: seenFigure(b.run, id, measure),
        ratio: estimate?.ratio ?? null,
        ci95: estimate && [estimate.low, estimate.high],
      };
    });
};

/** Where nobody asks, there are neither requests nor empty answers to speak of. */
const isAsked = (measure: MeasureId, sides: readonly (readonly SubjectRepeat[])[]): boolean =>
  (measure !== 'requests' && measure !== 'empty') || sides.flat().some(({ answers }) => answers > 0);

const twinsOf = (
  a: readonly SubjectRepeat[],
  b: readonly SubjectRepeat[],
): (readonly [SubjectRepeat, SubjectRepeat])[] =>
  a.flatMap((repeat, index) => {
    const twin = b[index];
    return twin === undefined ? [] : [[repeat, twin] as const];
  });

/** Paired runs keep the repeats that both have, by number and plan, in the same order. */
const alignedRepeats = (
  a: readonly SubjectRepeat[],
  b: readonly SubjectRepeat[],
  isPaired: boolean,
): readonly [readonly SubjectRepeat[], readonly SubjectRepeat[]] => {
  if (!isPaired) return [a, b];
  const twin = (of: SubjectRepeat, among: readonly SubjectRepeat[]): SubjectRepeat | undefined =>
    among.find(({ repeat, plan }) => repeat === of.repeat && plan === of.plan);
  const common = a.filter((repeat) => twin(repeat, b) !== undefined);
  return [common, common.flatMap((repeat) => twin(repeat, b) ?? [])];
};

const repeatsOf = ({ samples }: ReadRun, id: TransportId): readonly SubjectRepeat[] =>
  samples.subjects.find((subject) => subject.id === id)?.repeats ?? [];

const countedOf = ({ run }: ReadRun, id: TransportId, repeats: readonly SubjectRepeat[]): Counted => ({
  id,
  workload: run.workload,
  repeats,
  floorCpuMs: run.floor?.serverCpuMsPerDelivery ?? 0,
});

const verdictOf = (measure: MeasureId, estimate: RatioEstimate | null): CompareVerdict => {
  if (estimate === null) return 'n too small';
  const { marginShare, verdicts } = measures[measure];
  if (estimate.high < 1 / (1 + marginShare)) return verdicts[0];
  return estimate.low > 1 + marginShare ? verdicts[1] : 'no difference';
};

const countNotes = (a: ReadRun, b: ReadRun, { isPaired, measures, transports }: Grounds): readonly string[] => {
  const [ofA, ofB] = [a.run.workload.repeats, b.run.workload.repeats];
  return [
    ...(isPaired && ofA !== ofB
      ? [
          `Ratios are of the ${formatCount(Math.min(ofA, ofB), 'repeat')} that both runs have, A and B of all they have.`,
        ]
      : []),
    ...(measures.includes('bytes') && transports.some((id) => kindOf(id) === 'timetable')
      ? [
          'Polls go on as long as a segment lasts: ratios of their bytes and packets are those at the polls of the timetable.',
        ]
      : []),
  ];
};

const floorNotes = (a: FloorResult | null, b: FloorResult | null, isSameMachine: boolean): readonly string[] => {
  const [meanA, meanB] = [a?.latencyMs.mean ?? null, b?.latencyMs.mean ?? null];
  if (meanA === null || meanB === null) return [];
  const means = `The floor's mean is ${formatNumber(meanA, 2)} ms in A and ${formatNumber(meanB, 2)} ms in B`;
  return [isSameMachine ? `${means}; what it moved at each moment is taken off the latencies.` : `${means}.`];
};

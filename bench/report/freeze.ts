// What a server that stood still did to the latencies: computed, measured, and as a closed-loop tool would have told it. Browser-safe.
import { describeTransport } from '../../servers/protocol/catalog.ts';
import type { TransportId } from '../../servers/protocol/catalog.ts';
import type { FreezeFigure, LatencyMs, RunResult } from './result.ts';
import { reportWords, type ReportWords } from './words.ts';

/** The figures that are held against each other, as a reader asks for them. */
export const freezeNames = ['mean', 'p50', 'p90', 'p99', 'max'] as const satisfies readonly FreezeFigure['name'][];

/** Where a figure comes from. */
export const freezeSources = ['computed', 'measured', 'closedLoop'] as const;

type FreezeSource = (typeof freezeSources)[number];

/** The sources in words. */
export const sourceWords: Readonly<Record<FreezeSource, string>> = {
  computed: reportWords.computed,
  measured: reportWords.measured,
  closedLoop: reportWords.closedLoop,
};

type FreezeName = FreezeFigure['name'];
type FreezeFiguresMs = Readonly<Record<FreezeName, number | null>>;

/** One transport, or the floor (`id` null), which was measured and nothing else. */
export interface FreezeRow {
  readonly id: TransportId | null;
  readonly letter: string;
  readonly title: string;
  /** Milliseconds; `null` = too few samples, absent = there is no such figure. */
  readonly ms: Readonly<Partial<Record<FreezeSource, FreezeFiguresMs>>>;
}

/** How long the server was asked to stand still, milliseconds; 0 = not at all. */
export const freezeMsOf = ({ workload: { freezeMs = 0 } }: RunResult): number => freezeMs;

/** The rows of a run in its order, the floor last; none of a run without a freeze. */
export const freezeRows = (run: RunResult, words: ReportWords = reportWords): readonly FreezeRow[] => {
  const rows = run.transports.flatMap(({ id, freeze, latencyMs }): readonly FreezeRow[] => {
    if (!freeze) return [];
    const { title, letter } = describeTransport(id);
    return [{ id, letter, title, ms: sourcesOf(freeze.figures, latencyMs) }];
  });
  if (rows.length === 0 || !run.floor) return rows;
  const { p50, p90, p99, max, mean } = run.floor.latencyMs;
  return [...rows, { id: null, letter: '·', title: words.floor, ms: { measured: { mean, p50, p90, p99, max } } }];
};

/** A percentile that has too few samples among the latencies has too few here: they are the same samples. */
const sourcesOf = (figures: readonly FreezeFigure[], latencyMs: LatencyMs): FreezeRow['ms'] => {
  const figureOf = (name: FreezeName): FreezeFigure | undefined => figures.find((one) => one.name === name);
  const isSampled = (name: FreezeName): boolean => latencyMs[name] !== null;
  return {
    computed: byName((name) => figureOf(name)?.computedMs),
    measured: byName((name) => (isSampled(name) ? figureOf(name)?.measuredMs : undefined)),
    closedLoop: byName((name) => (isSampled(name) ? figureOf(name)?.closedLoopMs : undefined)),
  };
};

/** What is no number is no figure. */
const byName = (of: (name: FreezeName) => number | undefined): FreezeFiguresMs =>
  Object.fromEntries(
    freezeNames.map((name) => {
      const value = of(name);
      return [name, Number.isFinite(value) ? value : null];
    }),
  ) as FreezeFiguresMs;

/** A closed-loop figure beside what was measured. */
export interface Gap {
  readonly title: string;
  readonly name: FreezeName;
  readonly measuredMs: number;
  readonly closedLoopMs: number;
  /** (closed loop - measured) / measured. */
  readonly share: number;
}

/** How far the closed-loop figures are off, lowest first. */
export const closedLoopGaps = (run: RunResult): readonly Gap[] =>
  freezeRows(run)
    .flatMap(({ title, ms }) =>
      freezeNames.flatMap((name): readonly Gap[] => {
        const [measuredMs, closedLoopMs] = [ms.measured?.[name] ?? null, ms.closedLoop?.[name] ?? null];
        if (measuredMs === null || closedLoopMs === null || measuredMs <= 0) return [];
        return [{ title, name, measuredMs, closedLoopMs, share: (closedLoopMs - measuredMs) / measuredMs }];
      }),
    )
    .toSorted((one, other) => one.share - other.share);

/** The percentile for which a closed loop says the most too little: what a chart should show. A bare mean hides the tail. */
export const tellingPercentile = (run: RunResult): Exclude<FreezeName, 'mean' | 'max'> => {
  for (const { name } of closedLoopGaps(run)) if (name !== 'mean' && name !== 'max') return name;
  return 'p99';
};

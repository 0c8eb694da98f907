// Runs side by side: how each is marked, what must be known before they are compared, and the facts in which they differ. Browser-safe.
import type { TransportId } from '../../servers/protocol/catalog.ts';
import { LabError } from '../../servers/protocol/errors.ts';
import type { ChartTable, ChartTheme, Hatch } from './chart-definition.ts';
import type { ResolvedLook, Stroke } from './chart-look.ts';
import { environmentFacts, workloadFacts, type Fact } from './facts.ts';
import { noFigure } from './figures.ts';
import type { RunResult, TransportResult } from './result.ts';
import { fill, reportWords, type ReportWords } from './words.ts';

/** A run, and what it is called beside the others. */
export interface ComparedRun {
  readonly label: string;
  readonly run: RunResult;
}

/** What marks a run: a number, and a dash, a marker and a hatching besides its colour. */
interface RunMark {
  readonly letter: string;
  readonly colour: Readonly<Record<ChartTheme, string>>;
  readonly dash: readonly number[];
  readonly marker: Stroke['marker'];
  readonly hatch: Hatch;
}

/** At least 3.2:1 on the surface and 0.12 OKLab apart for every eye; no transport has one of these. */
export const runMarks: readonly RunMark[] = [
  { letter: '1', colour: { light: '#137267', dark: '#53d2a3' }, dash: [], marker: 'circle', hatch: 'plain' },
  { letter: '2', colour: { light: '#8b36f2', dark: '#b95ded' }, dash: [10, 4], marker: 'rect', hatch: 'rising' },
  { letter: '3', colour: { light: '#be1b00', dark: '#ff790a' }, dash: [3, 3], marker: 'triangle', hatch: 'dots' },
  { letter: '4', colour: { light: '#8291a7', dark: '#8199a7' }, dash: [14, 4], marker: 'rectRot', hatch: 'upright' },
];

/** A run with its mark, and its name in sentences and tables. */
export type Marked = ComparedRun & { readonly mark: RunMark; readonly name: string };

/** What the runs were asked, and where they ran, as far as they differ: a fact a row, a run a column. */
export const comparedFacts = (runs: readonly ComparedRun[], words: ReportWords = reportWords): ChartTable => {
  const facts = runs.map(({ run }) => new Map([...workloadFacts(run, words), ...environmentFacts(run, words)]));
  return {
    head: [words.compareFact, ...marked(runs).map(({ name }) => name)],
    rows: differing(facts).map((fact) => [fact, ...facts.map((of) => of.get(fact) ?? noFigure)]),
  };
};

/** The names of the facts that are not the same in all. */
const differing = (facts: readonly ReadonlyMap<string, string>[]): readonly string[] =>
  [...new Set(facts.flatMap((of) => [...of.keys()]))].filter(
    (fact) => new Set(facts.map((of) => of.get(fact))).size > 1,
  );

/**
 * The runs with their marks.
 *
 * @throws {LabError} LAB_PARAMETER_INVALID when there are none, or more than there are marks
 */
export const marked = (runs: readonly ComparedRun[]): readonly Marked[] => {
  if (runs.length === 0 || runs.length > runMarks.length)
    throw new LabError(
      'LAB_PARAMETER_INVALID',
      `From 1 to ${runMarks.length} runs can stand side by side, not ${runs.length}.`,
    );
  return runs.flatMap((one, at) => {
    const mark = runMarks[at];
    return mark ? [{ ...one, mark, name: `${mark.letter} ${one.label}` }] : [];
  });
};

/** What a run has of a transport. */
export const resultOf = ({ run }: ComparedRun, id: TransportId): TransportResult | undefined =>
  run.transports.find((result) => result.id === id);

/** What must be known before two runs are held against each other: which are void, and what they were asked differently. */
export const notesOf = ({ words }: ResolvedLook, runs: readonly ComparedRun[]): readonly string[] => {
  const voided = marked(runs).filter(({ run }) => run.void);
  const asked = runs.map(({ run }) => new Map(workloadFacts(run, words).filter(isCondition(words))));
  const differences = differing(asked);
  return [
    ...(voided.length > 0 ? [fill(words.compareVoid, { runs: voided.map(({ name }) => name).join(words.comma) })] : []),
    ...(differences.length > 0 ? [fill(words.compareAsked, { facts: differences.join(words.comma) })] : []),
  ];
};

/** Neither a name, a seed nor the choice of transports changes what one transport costs. */
const isCondition =
  ({ factWorkload, factSeed, factTransports, factPeer }: ReportWords) =>
  ([name]: Fact): boolean =>
    ![factWorkload, factSeed, factTransports, factPeer].includes(name);

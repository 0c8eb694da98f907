// What the bench's own physics says of a run: every model row with its mark and word, and the verdict over all of them. Browser-safe.
import { describeTransport } from '../../servers/protocol/catalog.ts';
import type { TransportId } from '../../servers/protocol/catalog.ts';
import { figuresIn } from './figures.ts';
import { modelRowName, modelUnit, voidReason } from './model-words.ts';
import type { ModelRow, RunResult } from './result.ts';
import { fill, reportWords, type ReportWords } from './words.ts';

/** The mark of a model row, and the word beside it, so that neither colour nor a sign stands alone. */
export const marks = {
  holds: { sign: '✓', word: reportWords.holds },
  fails: { sign: '✗', word: reportWords.fails },
  undecided: { sign: '–', word: reportWords.undecided },
} as const;

/** Why a row cannot be told, from what it holds: how far it is off, and how far it might be. */
export const doubts = {
  near: reportWords.doubtNear,
  far: reportWords.doubtFar,
  unmeasured: reportWords.doubtUnmeasured,
} as const;

const doubtKeys = { near: 'doubtNear', far: 'doubtFar', unmeasured: 'doubtUnmeasured' } as const;

/** The word beside a mark. */
export const outcomeWord = (outcome: Outcome, words: ReportWords = reportWords): string => words[outcome];

/** Why a row is not called true, in words that go on from its name. */
export const reasonWord = ({ doubt }: Pick<JudgedRow, 'doubt'>, words: ReportWords = reportWords): string =>
  doubt === null ? words.failsBecause : words[doubtKeys[doubt]];

/** What leaves a row undecided. */
export type Doubt = keyof typeof doubts;

/** How a model row came out. */
export type Outcome = keyof typeof marks;

/** A model row with its transport, ready to print. */
export interface JudgedRow {
  readonly id: TransportId;
  readonly title: string;
  readonly name: string;
  readonly predicted: string;
  readonly measured: string;
  readonly tolerance: string;
  readonly unit: string;
  readonly outcome: Outcome;
  /** Why it is undecided; `null` when it is not. */
  readonly doubt: Doubt | null;
}

/** One transport's predictions. */
export interface JudgedTransport {
  readonly id: TransportId;
  readonly letter: string;
  readonly title: string;
  readonly rows: readonly JudgedRow[];
  readonly counts: Readonly<Record<Outcome, number>>;
}

/** Every prediction of the run beside its measurement. */
export const judgedRows = (run: RunResult, words: ReportWords = reportWords): readonly JudgedRow[] =>
  run.transports.flatMap(({ id, model }) => model.map((row) => judge(id, row, words)));

/** The same by transport; one without a model is left out. */
export const judgedTransports = (run: RunResult, words: ReportWords = reportWords): readonly JudgedTransport[] =>
  run.transports.flatMap(({ id, model }) => {
    if (model.length === 0) return [];
    const rows = model.map((row) => judge(id, row, words));
    const { title, letter } = describeTransport(id);
    return [{ id, letter, title, rows, counts: countRows(rows) }];
  });

/** How many rows came out in which way. */
export const countOutcomes = (run: RunResult): Readonly<Record<Outcome, number>> => countRows(judgedRows(run));

/** The verdict in one sentence. */
export const verdictSentence = (run: RunResult, words: ReportWords = reportWords): string => {
  if (run.void) return fill(words.verdictVoid, { reason: asSentence(voidReason(run.void.reason, words), words) });
  const { holds, fails, undecided } = countOutcomes(run);
  if (holds + fails + undecided === 0) return words.verdictUnchecked;
  const { formatForms } = figuresIn(words);
  const rest = undecided > 0 ? `${words.gap}${formatForms(words.verdictOpen, undecided)}` : '';
  if (fails > 0) return `${formatForms(words.verdictFails, fails, { holds })}${rest}`;
  if (holds === 0) return `${words.verdictNone}${rest}`;
  return `${formatForms(words.verdictHolds, holds, { count: holds })}${rest}`;
};

/** A reason as a whole sentence: a capital first, a full stop last. */
export const asSentence = (text: string, words: ReportWords = reportWords): string =>
  `${text.charAt(0).toUpperCase()}${text.slice(1)}${/[.!?。！？]$/.test(text) ? '' : words.stop}`;

const countRows = (rows: readonly JudgedRow[]): Readonly<Record<Outcome, number>> => {
  const counts = { holds: 0, fails: 0, undecided: 0 };
  for (const { outcome } of rows) counts[outcome] += 1;
  return counts;
};

/** A figure that could not be taken is no number, and null when it comes from a file. */
const doubtOf = ({ predicted, measured, tolerance }: ModelRow): Doubt => {
  if (![predicted, measured, tolerance].every(Number.isFinite)) return 'unmeasured';
  return Math.abs(measured - predicted) <= tolerance ? 'near' : 'far';
};

const outcomeOf = (ok: boolean | null): Outcome => {
  if (ok === null) return 'undecided';
  return ok ? 'holds' : 'fails';
};

const judge = (id: TransportId, row: ModelRow, words: ReportWords): JudgedRow => {
  const { formatThree } = figuresIn(words);
  return {
    id,
    title: describeTransport(id).title,
    name: modelRowName(row.name, words),
    predicted: formatThree(row.predicted),
    measured: formatThree(row.measured),
    tolerance: `±${formatThree(row.tolerance)}`,
    unit: modelUnit(row.unit, words),
    outcome: outcomeOf(row.ok),
    doubt: row.ok === null ? doubtOf(row) : null,
  };
};

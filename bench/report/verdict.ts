// What the bench's own physics says of a run: every model row with its mark and word, and the verdict over all of them.
import { describeTransport } from '../../servers/protocol/catalog.ts';
import type { TransportId } from '../../servers/protocol/catalog.ts';
import { formatCount, formatThree } from './figures.ts';
import type { ModelRow, RunResult } from './result.ts';

/** The mark of a model row, and the word beside it, so that neither colour nor a sign stands alone. */
export const marks = {
  holds: { sign: '✓', word: 'holds' },
  fails: { sign: '✗', word: 'fails' },
  undecided: { sign: '–', word: 'cannot tell' },
} as const;

/** Why a row cannot be told, from what it holds: how far it is off, and how far it might be. */
export const doubts = {
  near: 'agrees, but chance alone could have made it: too few samples, or too busy a machine',
  far: 'is off, but not further than chance or a process that stood still could make it',
  unmeasured: 'has no measurement to be judged by',
} as const;

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
export const judgedRows = (run: RunResult): readonly JudgedRow[] =>
  run.transports.flatMap(({ id, model }) => model.map((row) => judge(id, row)));

/** The same by transport; one without a model is left out. */
export const judgedTransports = (run: RunResult): readonly JudgedTransport[] =>
  run.transports.flatMap(({ id, model }) => {
    if (model.length === 0) return [];
    const rows = model.map((row) => judge(id, row));
    const { title, letter } = describeTransport(id);
    return [{ id, letter, title, rows, counts: countRows(rows) }];
  });

/** How many rows came out in which way. */
export const countOutcomes = (run: RunResult): Readonly<Record<Outcome, number>> => countRows(judgedRows(run));

/** The verdict in one sentence. */
export const verdictSentence = (run: RunResult): string => {
  if (run.void) return `This run is void. ${asSentence(run.void.reason)} Its figures must not be quoted.`;
  const { holds, fails, undecided } = countOutcomes(run);
  if (holds + fails + undecided === 0)
    return 'No prediction stands beside these figures: the run did not check itself.';
  const rest =
    undecided > 0
      ? ` ${formatCount(undecided, 'row')} could not be judged: too few samples, or too busy a machine.`
      : '';
  if (fails > 0) return `${formatCount(fails, 'prediction')} of theory did not hold, ${holds} did.${rest}`;
  if (holds === 0) return `No prediction of theory could be judged.${rest}`;
  return `Theory and measurement agree in ${holds === 1 ? 'the one row' : `all ${holds} rows`} that could be judged.${rest}`;
};

/** A reason as a whole sentence: a capital first, a full stop last. */
export const asSentence = (text: string): string =>
  `${text.charAt(0).toUpperCase()}${text.slice(1)}${/[.!?]$/.test(text) ? '' : '.'}`;

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

const judge = (id: TransportId, row: ModelRow): JudgedRow => ({
  id,
  title: describeTransport(id).title,
  name: row.name,
  predicted: formatThree(row.predicted),
  measured: formatThree(row.measured),
  tolerance: `±${formatThree(row.tolerance)}`,
  unit: row.unit,
  outcome: outcomeOf(row.ok),
  doubt: row.ok === null ? doubtOf(row) : null,
});

// What a run, or a comparison of two, is expected to show: `sse.p99 < 60`. Text in, judged lines out; no I/O.
import { LabError } from '../../servers/protocol/errors.ts';
import { formatPlain, ratio as divide } from '../report/figures.ts';
import type { LatencyMs, PeerResult, RunResult, TransportResult, Workload } from '../report/result.ts';

type Figures = TransportResult | PeerResult;

/** The figures that can be named, each with its unit where it has one. */
const figures = {
  mean: ({ latencyMs }: Figures) => latencyMs.mean,
  p50: ({ latencyMs }: Figures) => latencyMs.p50,
  p90: ({ latencyMs }: Figures) => latencyMs.p90,
  p99: ({ latencyMs }: Figures) => latencyMs.p99,
  max: ({ latencyMs }: Figures) => latencyMs.max,
  bytes: ({ bytes }: Figures) => bytes.perDelivery,
  packets: ({ bytes }: Figures) => divide(bytes.packets, bytes.deliveries),
  /** Where nothing was asked, no answer was empty. */
  empty: ({ requests, emptyResponses }: Figures) => (requests === 0 ? 0 : emptyResponses / requests),
  requests: ({ requests, delivered }: Figures) => divide(requests, delivered),
  connections: ({ connections }: Figures) => connections,
  lost: ({ lost }: Figures) => lost,
  duplicated: ({ duplicated }: Figures) => duplicated,
  missed: ({ missed }: Figures) => missed,
  cpu: ({ serverCpuMsPerDelivery }: Figures) => serverCpuMsPerDelivery,
  rss: ({ serverRssBytes }: Figures) => serverRssBytes / 1e6,
} as const satisfies Record<string, (of: Figures) => number | null>;

type FigureName = keyof typeof figures;

const latencyNames = ['mean', 'p50', 'p90', 'p99', 'max'] as const satisfies readonly (FigureName & keyof LatencyMs)[];

/** Measures of which a comparison knows the ratio. */
const ratioNames: readonly FigureName[] = ['mean', 'p50', 'p99', 'bytes', 'packets', 'requests', 'empty', 'cpu'];

const operators = {
  '<': (seen: number, limit: number) => seen < limit,
  '<=': (seen: number, limit: number) => seen <= limit,
  '>': (seen: number, limit: number) => seen > limit,
  '>=': (seen: number, limit: number) => seen >= limit,
  '==': (seen: number, limit: number) => seen === limit,
} as const;

interface Named {
  readonly subject: string;
  readonly figure: FigureName;
}

/** One expectation, read. */
export interface Expectation extends Named {
  readonly text: string;
  /** Whether the ratio of two runs is meant, B to A. */
  readonly isRatio: boolean;
  readonly operator: keyof typeof operators;
  readonly factor: number;
  /** Whose figure the factor is of; `null` = the limit is a plain number. */
  readonly of: Named | null;
}

/** What an expectation came to. A figure that is missing (n too small) is not met: nobody has shown it. */
export interface Judged {
  readonly text: string;
  readonly outcome: 'held' | 'not held' | 'cannot tell';
  readonly seen: number | null;
  readonly limit: number | null;
}

/** What may be named in an expectation. */
export interface ExpectationScope {
  /** Transports and peers of the run. */
  readonly subjects: readonly string[];
  /** Whether there are two runs, so that a ratio can be meant. */
  readonly isComparison: boolean;
}

/** What an expectation about a run of this workload may name. */
export const scopeOf = (
  { transports }: Pick<Workload, 'transports'>,
  peers: readonly string[] = [],
  isComparison = false,
): ExpectationScope => ({ subjects: [...transports, ...peers], isComparison });

const grammar =
  /^(?<subject>[a-z0-9-]+|\*)\.(?<figure>[a-z0-9]+)\s*(?<ratio>ratio)?\s*(?<operator>[<>=!]+)\s*(?<limit>.+)$/;
const limitGrammar =
  /^(?:(?<factor>\d+(?:\.\d+)?)\s*)?(?:(?<times>\*\s*)?(?<subject>[a-z0-9-]+)\.(?<figure>[a-z]\w*))?$/;

/** @throws {LabError} LAB_PARAMETER_INVALID with what can be named */
export const parseExpectation = (line: string, scope: ExpectationScope): Expectation => {
  const text = line.trim();
  const { subject, figure, ratio, operator, limit } = grammar.exec(text)?.groups ?? {};
  if (!subject || !figure || !operator || !limit || !isOperator(operator)) throw refuseSyntax(text);
  const right = readLimit(text, limit, scope);
  if (ratio !== undefined) refuseRatio(text, figure, right.of !== null, scope);
  return {
    text,
    ...namedIn(text, { subject, figure }, { ...scope, subjects: [...scope.subjects, '*'] }),
    isRatio: ratio !== undefined,
    operator,
    ...right,
  };
};

/** A number, a figure, or a number times a figure. */
const readLimit = (text: string, limit: string, scope: ExpectationScope): Pick<Expectation, 'factor' | 'of'> => {
  const { factor, times, subject, figure } = limitGrammar.exec(limit)?.groups ?? {};
  if (subject === undefined || figure === undefined) {
    if (factor === undefined) throw refuseSyntax(text);
    return { factor: Number(factor), of: null };
  }
  if ((factor === undefined) !== (times === undefined)) throw refuseSyntax(text);
  return { factor: factor === undefined ? 1 : Number(factor), of: namedIn(text, { subject, figure }, scope) };
};

/** Lines of a file of expectations: one a line, `#` begins a comment. @throws {LabError} LAB_PARAMETER_INVALID */
export const parseExpectationLines = (content: string, file: string, scope: ExpectationScope): readonly Expectation[] =>
  content.split('\n').flatMap((line, index) => {
    const text = line.replace(/#.*$/, '').trim();
    if (text === '') return [];
    try {
      return [parseExpectation(text, scope)];
    } catch (cause) {
      throw refuse(`${file}, line ${index + 1}: ${(cause as Error).message}`, cause);
    }
  });

/** The ratio of two runs, B to A; `null` = it cannot be told. */
export type RatioOf = (subject: string, figure: string) => number | null;

/** Holds expectations against a run; `*` is judged for each transport. */
export const judgeExpectations = (
  expectations: readonly Expectation[],
  run: RunResult,
  ratioOf: RatioOf = () => null,
): readonly Judged[] =>
  expectations.flatMap((expectation) => {
    const subjects = expectation.subject === '*' ? run.workload.transports : [expectation.subject];
    return subjects.map((subject) => judge({ ...expectation, subject }, run, ratioOf));
  });

/** One line for people, with a sign that needs no colour. */
export const sayJudged = ({ text, outcome, seen, limit }: Judged): string => {
  if (outcome === 'cannot tell')
    return `– cannot tell, so not met: ${text} (n is too small for it, or it was not measured)`;
  const figure = formatPlain(seen ?? NaN);
  const isWritten = Number(/[\d.]+$/.exec(text)?.[0]) === limit;
  const against = isWritten ? '' : ` against ${formatPlain(limit ?? NaN)}`;
  return outcome === 'held' ? `✓ held: ${text} (${figure}${against})` : `✗ not held: ${text} (${figure}${against})`;
};

/** A figure of a transport or peer as an expectation means it; `null` = it is missing. */
export const seenFigure = (run: RunResult, subject: string, figure: FigureName): number | null =>
  figureOf(run, { subject, figure });

/** Whether every expectation is met. */
export const areMet = (judged: readonly Judged[]): boolean => judged.every(({ outcome }) => outcome === 'held');

const judge = (expectation: Expectation, run: RunResult, ratioOf: RatioOf): Judged => {
  const { text, subject, figure, isRatio, operator, factor, of } = expectation;
  const seen = isRatio ? ratioOf(subject, figure) : figureOf(run, { subject, figure });
  const unit = of === null ? 1 : figureOf(run, of);
  const limit = unit === null ? null : factor * unit;
  const named = text.startsWith('*') ? `${subject}${text.slice(1)}` : text;
  if (seen === null || limit === null) return { text: named, outcome: 'cannot tell', seen, limit };
  return { text: named, outcome: operators[operator](seen, limit) ? 'held' : 'not held', seen, limit };
};

const figureOf = (run: RunResult, { subject, figure }: Named): number | null => {
  if (subject === 'floor') return isLatency(figure) ? (run.floor?.latencyMs[figure] ?? null) : null;
  const found =
    run.transports.find(({ id }) => id === subject) ?? (run.peers ?? []).find(({ id }) => id === subject) ?? null;
  return found === null ? null : figures[figure](found);
};

const namedIn = (
  text: string,
  { subject, figure }: { subject: string; figure: string },
  scope: ExpectationScope,
): Named => {
  const known = [...scope.subjects, 'floor'];
  if (!known.includes(subject)) {
    throw refuse(`${quoted(text)} names ${quoted(subject)}, which is not in this run; there are ${known.join(', ')}.`);
  }
  const names: readonly string[] = subject === 'floor' ? latencyNames : Object.keys(figures);
  if (!isFigure(figure) || !names.includes(figure)) {
    throw refuse(`${quoted(text)} asks ${subject} for ${quoted(figure)}; there are ${names.join(', ')}.`);
  }
  return { subject, figure };
};

const refuseRatio = (text: string, figure: string, hasRight: boolean, { isComparison }: ExpectationScope): void => {
  if (!isComparison) {
    throw refuse(`${quoted(text)} means the ratio of two runs; only "npm run bench -- compare A B" has two.`);
  }
  if (hasRight) throw refuse(`${quoted(text)} holds a ratio against a figure; it has to be a number.`);
  if (!ratioNames.some((name) => name === figure)) {
    throw refuse(`${quoted(text)} asks for the ratio of ${quoted(figure)}; there are ${ratioNames.join(', ')}.`);
  }
};

const refuseSyntax = (text: string): LabError =>
  refuse(
    `${quoted(text)} is no expectation: it has to be <transport>.<measure> <op> <number>, such as sse.p99 < 60 or ` +
      `sse.bytes < 0.5*long-poll.bytes, with the measures ${Object.keys(figures).join(', ')} and the operators ${Object.keys(operators).join(' ')}.`,
  );

const isOperator = (text: string): text is keyof typeof operators => Object.hasOwn(operators, text);

const isFigure = (text: string): text is FigureName => Object.hasOwn(figures, text);

const isLatency = (name: FigureName): name is (typeof latencyNames)[number] =>
  (latencyNames as readonly FigureName[]).includes(name);

const quoted = (text: string): string => JSON.stringify(text.slice(0, 80));

const refuse = (sentence: string, cause?: unknown): LabError =>
  new LabError('LAB_PARAMETER_INVALID', sentence, cause === undefined ? {} : { cause });

// How a figure of a run is written: one place for rounding, units and what stands where no figure is. Browser-safe.
import { fill, reportWords, type ReportWords } from './words.ts';

/** Stands where a run has no figure, so that nobody takes it for a zero. */
export const noFigure = '–';

type Format = (value: number | null) => string;

/** How one language writes figures. */
export interface Figures {
  /** A number with thousands grouped and a fixed count of decimals (0 to 3). */
  readonly formatNumber: (value: number | null, decimals?: number) => string;
  /** A number with about three figures that count: 291, 41.2, 1.63, 0.085. */
  readonly formatThree: Format;
  /** A figure of samples in a table of words: the reason where there is no figure. */
  readonly formatSampled: Format;
  /** A whole number where it is one, three figures otherwise: 2, 500, 0.5. */
  readonly formatPlain: (value: number) => string;
  /** Milliseconds with their unit; from one second on in seconds. */
  readonly formatMs: Format;
  /** Bytes with their unit, never rounded to kilobytes: the bench counts single bytes. */
  readonly formatBytes: Format;
  /** A share in 0..1 as a percentage. */
  readonly formatShare: Format;
  /** Percent with the sign as the language sets it. */
  readonly formatPercent: (percent: string) => string;
  /** A share in hundredths of a percent, with its sign where it is below zero, and never as `-0.00`. */
  readonly formatResidual: Format;
  /** A place on an axis, with all its digits and no more. */
  readonly formatTick: (value: number) => string;
  /** `a`, `a and b`, `a, b and c`. */
  readonly joinWords: (items: readonly string[]) => string;
  /** A text in the form for this count, with `{count}` and other values filled in. */
  readonly formatForms: (forms: string, count: number, values?: Readonly<Record<string, string | number>>) => string;
}

const known = new WeakMap<ReportWords, Figures>();

/** How figures are written in the language of these words. */
export const figuresIn = (words: ReportWords): Figures => {
  const found = known.get(words) ?? makeFigures(words);
  known.set(words, found);
  return found;
};

const makeFigures = (words: ReportWords): Figures => {
  const { formatNumber, formatTick, formOf } = numbersIn(words.language);
  const orNone =
    (format: (value: number) => string): Format =>
    (value) =>
      value === null ? noFigure : format(value);
  const formatThree = orNone((value) => formatNumber(value, decimalsFor(value)));
  const formatPlain = (value: number): string => (Number.isInteger(value) ? formatNumber(value) : formatThree(value));
  const formatPercent = (value: string): string => fill(words.percent, { value });
  return {
    formatNumber,
    formatThree,
    formatPlain,
    formatPercent,
    formatTick,
    formatSampled: (value) => (value === null || !Number.isFinite(value) ? words.tooFew : formatThree(value)),
    formatMs: orNone((value) =>
      Math.abs(value) >= 1000 ? `${formatThree(value / 1000)} s` : `${formatThree(value)} ms`,
    ),
    formatBytes: orNone((value) => `${formatNumber(value)} B`),
    formatShare: orNone((value) => formatPercent(formatNumber(value * 100, value > 0 && value < 0.1 ? 1 : 0))),
    formatResidual: orNone((share) => formatNumber(Math.abs(share) < 5e-5 ? 0 : share * 100, 2)),
    joinWords: (items) =>
      items.length < 2 ? items.join('') : `${items.slice(0, -1).join(words.comma)}${words.and}${items.at(-1) ?? ''}`,
    formatForms: (forms, count, values = {}) => fill(formOf(forms, count), { count: formatPlain(count), ...values }),
  };
};

const numbersIn = (language: string) => {
  const grouped = (digits: number): Intl.NumberFormat =>
    new Intl.NumberFormat(language, { minimumFractionDigits: digits, maximumFractionDigits: digits });
  const formats = [0, 1, 2, 3].map(grouped);
  const whole = new Intl.NumberFormat(language, { useGrouping: false, maximumFractionDigits: 10 });
  const plurals = new Intl.PluralRules(language);
  return {
    formatNumber: (value: number | null, decimals = 0): string =>
      value === null || !Number.isFinite(value) ? noFigure : (formats[decimals] ?? grouped(decimals)).format(value),
    formatTick: (value: number): string => whole.format(value),
    formOf: (forms: string, count: number): string => {
      const [one = '', ...more] = forms.split('|');
      return plurals.select(count) === 'one' ? one : (more.at(-1) ?? one);
    },
  };
};

const decimalsFor = (value: number): number => {
  const size = Math.abs(value);
  if (size >= 100) return 0;
  if (size >= 10) return 1;
  return size >= 1 || size === 0 ? 2 : 3;
};

/** The figures of the reports, which are English. */
export const { formatNumber, formatThree, formatSampled, formatPlain, formatMs, formatBytes } = figuresIn(reportWords);
export const { formatShare, formatResidual, joinWords } = figuresIn(reportWords);

/** How many times as large, as words: `7.1 times`. */
export const formatTimes = (ratio: number): string => `${formatNumber(ratio, ratio < 9.95 ? 1 : 0)} times`;

/** `1 event`, `2 events`. */
export const formatCount = (count: number, noun: string): string =>
  `${formatPlain(count)} ${count === 1 ? noun : `${noun}s`}`;

/** Divides where there is something to divide by. */
export const ratio = (part: number | null, whole: number | null): number | null =>
  part === null || whole === null || whole === 0 ? null : part / whole;

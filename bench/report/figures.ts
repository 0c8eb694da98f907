// How a figure of a run is written: one place for rounding, units and what stands where no figure is. Browser-safe.

/** Stands where a run has no figure, so that nobody takes it for a zero. */
export const noFigure = '–';

/** Stands where a figure of samples is left out because there are too few of them. */
export const tooFewSamples = 'n too small';

const grouped = (digits: number): Intl.NumberFormat =>
  new Intl.NumberFormat('en', { minimumFractionDigits: digits, maximumFractionDigits: digits });

const formats = [0, 1, 2, 3].map(grouped);

/** A number with thousands grouped and a fixed count of decimals (0 to 3). */
export const formatNumber = (value: number | null, decimals = 0): string =>
  value === null || !Number.isFinite(value) ? noFigure : (formats[decimals] ?? grouped(decimals)).format(value);

const decimalsFor = (value: number): number => {
  const size = Math.abs(value);
  if (size >= 100) return 0;
  if (size >= 10) return 1;
  return size >= 1 || size === 0 ? 2 : 3;
};

/** A number with about three figures that count: 291, 41.2, 1.63, 0.085. */
export const formatThree = (value: number | null): string =>
  value === null ? noFigure : formatNumber(value, decimalsFor(value));

/** A figure of samples in a table of words: the reason where there is no figure. */
export const formatSampled = (value: number | null): string =>
  value === null || !Number.isFinite(value) ? tooFewSamples : formatThree(value);

/** A whole number where it is one, three figures otherwise: 2, 500, 0.5. */
export const formatPlain = (value: number): string =>
  Number.isInteger(value) ? formatNumber(value) : formatThree(value);

/** Milliseconds with their unit; from one second on in seconds. */
export const formatMs = (value: number | null): string => {
  if (value === null) return noFigure;
  return Math.abs(value) >= 1000 ? `${formatThree(value / 1000)} s` : `${formatThree(value)} ms`;
};

/** Bytes with their unit, never rounded to kilobytes: the bench counts single bytes. */
export const formatBytes = (value: number | null): string => (value === null ? noFigure : `${formatNumber(value)} B`);

/** A share in 0..1 as a percentage. */
export const formatShare = (value: number | null): string =>
  value === null ? noFigure : `${formatNumber(value * 100, value > 0 && value < 0.1 ? 1 : 0)} %`;

/** A share in hundredths of a percent, with its sign where it is below zero, and never as `-0.00`. */
export const formatResidual = (share: number | null): string =>
  share === null ? noFigure : formatNumber(Math.abs(share) < 5e-5 ? 0 : share * 100, 2);

/** How many times as large, as words: `7.1 times`. */
export const formatTimes = (ratio: number): string => `${formatNumber(ratio, ratio < 9.95 ? 1 : 0)} times`;

/** `1 event`, `2 events`. */
export const formatCount = (count: number, noun: string): string =>
  `${formatPlain(count)} ${count === 1 ? noun : `${noun}s`}`;

/** `a`, `a and b`, `a, b and c`. */
export const joinWords = (words: readonly string[]): string =>
  words.length < 2 ? words.join('') : `${words.slice(0, -1).join(', ')} and ${words.at(-1) ?? ''}`;

/** Divides where there is something to divide by. */
export const ratio = (part: number | null, whole: number | null): number | null =>
  part === null || whole === null || whole === 0 ? null : part / whole;

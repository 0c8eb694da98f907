// What a run is called on the page: when it was made, or the name that somebody gave its folder.
import type { RunResult } from '../../../bench/report/result.ts';
import { language } from '../text/say.ts';

/** A moment in the reader's language and time zone. */
export const formatMoment = (iso: string, isLong = false): string => {
  const date = new Date(iso);
  // What a file says need not be a date.
  if (Number.isNaN(date.getTime())) return iso;
  return date.toLocaleString(language.value, {
    dateStyle: isLong ? 'long' : 'medium',
    timeStyle: isLong ? 'short' : 'medium',
  });
};

/** A folder is named by the bench after the moment (bench/main.ts), or by a person. */
export const nameOf = (directory: string, startedAt: string): string =>
  /^\d{4}-\d{2}-\d{2}T/.test(directory) ? formatMoment(startedAt) : directory;

/** Beside other runs. */
export const labelOf = (directory: string, { environment }: RunResult): string =>
  nameOf(directory, environment.startedAt);

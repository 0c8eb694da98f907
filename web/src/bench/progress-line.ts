// The bench's line of progress, taken apart so that it can be said in the page's language. Pure.

/** What a line says; both are missing in a line that nobody foresaw. */
export interface ProgressLine {
  /** What is being measured: a transport's id, `floor`, or words of the bench's own. */
  readonly subject: string;
  readonly secondsLeft: number | null;
}

/** `3/16 websocket (1 of 2), about 12 s left` (bench/run/progress.ts). */
export const readProgressLine = (line: string): ProgressLine => {
  const [, subject, seconds] = /^\d+\/\d+ (.+), about (\d+) s left$/.exec(line) ?? [];
  return { subject: subject ?? line, secondsLeft: seconds === undefined ? null : Number(seconds) };
};

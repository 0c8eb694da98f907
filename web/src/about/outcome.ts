// How a self-test ends.

/** `holds` null = it cannot be told; the figure then says why. */
export interface Outcome {
  readonly holds: boolean | null;
  readonly figure: string;
}

export const delay = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));

const lookIntervalMs = 100;

/** Looks again and again until something is so, or the time is over. @returns whether it came to be so */
export const until = async (isSo: () => boolean, timeoutMs: number): Promise<boolean> => {
  for (let waitedMs = 0; waitedMs < timeoutMs; waitedMs += lookIntervalMs) {
    if (isSo()) return true;
    await delay(lookIntervalMs);
  }
  return isSo();
};

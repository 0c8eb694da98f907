// What an interrupt does to whoever waits.

/** Whatever the work is waiting for, an interrupt ends the wait; stopping the processes ends the work itself. */
export const untilInterrupted = async <Result>(signal: AbortSignal, work: Promise<Result>): Promise<Result> => {
  const { promise: stopped, reject } = Promise.withResolvers<never>();
  const stop = (): void => reject(signal.reason as Error);
  signal.addEventListener('abort', stop);
  if (signal.aborted) stop();
  work.catch(() => {});
  try {
    return await Promise.race([work, stopped]);
  } finally {
    signal.removeEventListener('abort', stop);
  }
};

// What all polls share: a fixed timetable, retries with backoff, and the order of what is reported.
import { LabError } from '../servers/protocol/errors.ts';
import { Backoff } from './backoff.ts';
import { Progress } from './progress.ts';
import type { Arrival, ClientTarget } from './transport.ts';

/** One question and what its answer amounts to; `again` = ask at once, there is more. */
export interface PollAnswer {
  readonly arrivals: readonly Arrival[];
  readonly again: boolean;
}

/** Asks once. @throws {LabError} LAB_CURSOR_EXPIRED, or anything with `retry` */
export type Ask = (progress: Progress, signal: AbortSignal) => Promise<PollAnswer>;

/** How a poll decides when to ask next: on the timetable, or as soon as the last answer is in. */
export type Rhythm = 'timetable' | 'at-once';

/** Asks until `target.signal` fires or the iteration is left. */
export async function* followPolls(target: ClientTarget, ask: Ask, rhythm: Rhythm): AsyncGenerator<Arrival, void> {
  const progress = new Progress(target.from);
  const backoff = new Backoff(target.runtime);
  const stopped = new AbortController();
  const stop = (): void => stopped.abort();
  target.signal.addEventListener('abort', stop);
  if (target.signal.aborted) stop();
  const nextTick = timetableOf(target);
  try {
    while (!stopped.signal.aborted) {
      const answer = await askKindly(ask, progress, stopped.signal);
      if (stopped.signal.aborted) return;
      if ('failed' in answer) {
        yield { kind: 'reconnect', attempt: backoff.failed(), why: answer.failed };
        await backoff.pause(stopped.signal);
        continue;
      }
      backoff.succeeded();
      yield* answer.arrivals;
      if (rhythm === 'timetable') await target.begin;
      if (!answer.again && rhythm === 'timetable') await target.runtime.sleep(nextTick(), stopped.signal);
    }
  } finally {
    target.signal.removeEventListener('abort', stop);
    stop();
  }
}

type Outcome = PollAnswer | { readonly failed: string };

const askKindly = async (ask: Ask, progress: Progress, signal: AbortSignal): Promise<Outcome> => {
  try {
    return await ask(progress, signal);
  } catch (cause) {
    if (!(cause instanceof LabError)) throw cause;
    if (cause.code === 'LAB_CURSOR_EXPIRED') {
      progress.restart();
      return { arrivals: [{ kind: 'missed', count: null }], again: true };
    }
    if (!cause.failure.retry) throw cause;
    return { failed: cause.message };
  }
};

/** Milliseconds until the next k · interval + phase: never chained, so that answers do not shift the questions. */
const timetableOf = ({
  runtime,
  pollIntervalMs,
  phaseMs = runtime.random() * pollIntervalMs,
}: ClientTarget): (() => number) => {
  const intervalNs = BigInt(Math.max(1, Math.round(pollIntervalMs * 1e6)));
  const phaseNs = BigInt(Math.round(phaseMs * 1e6)) % intervalNs;
  let lastTick = -1n;
  return () => {
    const now = runtime.nowNs();
    let tick = now < phaseNs ? 0n : (now - phaseNs) / intervalNs + 1n;
    // A timer may fire a little early: the tick that was just served must not be served again.
    if (tick <= lastTick) tick = lastTick + 1n;
    lastTick = tick;
    return Number(tick * intervalNs + phaseNs - now) / 1e6;
  };
};

// Self-tests of time: the clock, its resolution, and the timers of a worker.
import type { LabPage } from '../lab-page.ts';
import { nowMs } from '../session/clock.ts';
import { estimateClock, samplesPerSync, type ClockSample } from '../session/clock-sync.ts';
import { timerResolutionMs } from '../session/tab-watch.ts';
import { formatMs, formatNumber, say } from '../text/say.ts';
import { delay, type Outcome } from './outcome.ts';

/** The server takes 50 requests a second of a page, and the page asks for other things too. */
const questionIntervalMs = 25;
/** What two crystals may run apart between two rounds of questions (session/clock-sync.ts). */
const driftMs = 0.5;

/** Asks anew, and holds the answer against the clock that the page uses. */
export const clockTest = async ({ source }: LabPage): Promise<Outcome> => {
  const samples: ClockSample[] = [];
  for (let count = 0; count < samplesPerSync; count += 1) {
    const askedMs = nowMs();
    const { serverAtNs } = await source.channel.ask({ do: 'clock' });
    samples.push({ askedMs, answeredMs: nowMs(), serverMs: Number(serverAtNs) / 1e6 });
    await delay(questionIntervalMs);
  }
  const found = estimateClock(samples);
  const used = source.clock.peek();
  if (!found || !used) return { holds: null, figure: say('shell.clockUnknown') };
  const apartMs = Math.abs(found.offsetMs - used.offsetMs);
  return {
    holds: apartMs <= found.errorMs + used.errorMs + driftMs,
    figure: say('about.test.clock.figure', {
      error: formatMs(found.errorMs),
      apart: formatMs(apartMs),
      n: samples.length,
    }),
  };
};

/** What the page writes latencies with. */
const coarsestMs = 1;

export const resolutionTest = async (): Promise<Outcome> => {
  const ms = timerResolutionMs();
  return {
    holds: ms <= coarsestMs,
    figure: say('about.test.timer.figure', { ms: formatNumber(ms, 3), limit: coarsestMs }),
  };
};

/** A fiftieth of a poll of one second. */
const latestMs = 20;

export const workerTest = async (): Promise<Outcome> => {
  const worker = new Worker(new URL('./timer.worker.ts', import.meta.url), { type: 'module', name: 'timer' });
  try {
    const worstMs = await new Promise<number>((resolve, reject) => {
      worker.addEventListener('message', ({ data }: MessageEvent<number>) => resolve(data));
      worker.addEventListener('error', ({ message }) => reject(new Error(message)));
    });
    return {
      holds: worstMs <= latestMs,
      figure: say('about.test.worker.figure', { ms: formatMs(worstMs), limit: latestMs }),
    };
  } finally {
    worker.terminate();
  }
};

// For tests: a platform whose clock stands still until it sleeps, and whose network is a list of answers.
import { formatCursor, type Cursor, type StartPosition } from '../../servers/protocol/cursor.ts';
import type { Entry } from '../../servers/protocol/entry.ts';
import { eventExamples } from '../../servers/protocol/event.ts';
import type { Topic } from '../../servers/protocol/topic.ts';
import type { Arrival, ClientRuntime, ClientTarget, HttpAnswer } from '../transport.ts';

const notHere = (): never => {
  throw new Error('This test has no such platform.');
};

/** Sleeps pass at once, and are noted; `random()` is always `chance`. */
export class FakeRuntime implements ClientRuntime {
  readonly requestHeaders = {};
  readonly sleeps: number[] = [];
  readonly asked: URL[] = [];
  nowMs = 0;
  chance = 0.5;
  /** What the network answers, in this order; a function may throw, or let time pass. */
  readonly answers: (() => HttpAnswer | Promise<HttpAnswer>)[] = [];

  nowNs(): bigint {
    return BigInt(Math.round(this.nowMs * 1e6));
  }

  random(): number {
    return this.chance;
  }

  async sleep(delayMs: number): Promise<void> {
    this.sleeps.push(delayMs);
    this.nowMs += delayMs;
    await Promise.resolve();
  }

  async get(url: URL): Promise<HttpAnswer> {
    this.asked.push(url);
    const answer = this.answers.shift() ?? notHere;
    return await answer();
  }

  post = notHere;
  openEventSource = notHere;
  openWebSocket = notHere;
  parseXml = notHere;
}

/** What a test may choose of its target. */
export interface TargetChoice {
  readonly from?: StartPosition;
  readonly topic?: Topic;
  readonly pollIntervalMs?: number;
  readonly phaseMs?: number;
  readonly signal?: AbortSignal;
}

/** A target on a fake runtime: polls at every full second, from now. */
export const targetOn = (runtime: ClientRuntime, choice: TargetChoice = {}): ClientTarget => ({
  url: new URL('http://lab/x'),
  from: 'now',
  pollIntervalMs: 1000,
  phaseMs: 0,
  signal: new AbortController().signal,
  runtime,
  ...choice,
});

/** The entry of a sequence. */
export const entryAt = (sequence: number, epoch = 'e1'): Entry => ({
  cursor: formatCursor(epoch, sequence),
  publishedAtNs: 0n,
  topics: [],
  event: eventExamples.dialog,
});

/** Arrivals in short: `entry e1-1`, `missed 3`, `reconnect 1`, `ready e1-0`, `empty`. */
export const inShort = (arrival: Arrival): string => {
  switch (arrival.kind) {
    case 'entry':
      return `entry ${arrival.entry.cursor}`;
    case 'ready':
      return `ready ${arrival.cursor}`;
    case 'reconnect':
      return `reconnect ${arrival.attempt}`;
    case 'missed':
      return `missed ${arrival.count}`;
    case 'dropped':
      return `dropped ${arrival.entry.cursor}`;
    case 'empty':
      return 'empty';
  }
};

/** The first so many arrivals, in short. */
export const take = async (arrivals: AsyncIterable<Arrival>, count: number): Promise<readonly string[]> => {
  const taken: string[] = [];
  for await (const arrival of arrivals) {
    taken.push(inShort(arrival));
    if (taken.length === count) break;
  }
  return taken;
};

/** An answer with a status, a body and perhaps the cursor header. */
export const answerOf = (status: number, body = '', cursor: Cursor | null = null): HttpAnswer => ({
  status,
  body,
  header: (name) => (name === 'lab-cursor' ? cursor : null),
});
